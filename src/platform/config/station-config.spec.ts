import { readFileSync } from 'node:fs';
import { ConfigError, describeProblems } from './config-error';
import { loadStationConfig, parseStationConfig, stationGrid } from './station-config';

const FILE = 'config/station.yaml';
const shipped = readFileSync(FILE, 'utf8');

function refusal(text: string | RegExp, replacement: string): string[] {
  const source = shipped.replace(text, replacement);
  if (source === shipped) throw new Error(`${String(text)} is not in the file`);
  try {
    parseStationConfig(source, FILE);
  } catch (error) {
    if (error instanceof ConfigError) return describeProblems(error.problems, 'vi').split('\n');
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the shipped station', () => {
  const config = loadStationConfig(FILE);

  it('has the profile that the project promises', () => {
    expect(config.station).toEqual({
      id: 'son-mai',
      name: 'Đài truyền thanh xã Sơn Mai',
      timeZone: 'Asia/Ho_Chi_Minh',
    });
    expect(config.loudness).toEqual({
      name: 'clean',
      targetLufs: -18,
      truePeakCeilingDbtp: -1.5,
      maxLimiterReductionDb: 6,
      channels: 1,
      sampleRateHz: 48_000,
      codec: 'mp3',
      vbrQuality: 0,
    });
    expect(config).toMatchObject({ horizonDays: 60, cueLeadSeconds: 30, warnBeforeSeconds: [86_400, 7200] });
    expect(config.limits).toEqual({
      ...{ uploadMaxBytes: 536_870_912, normaliseTimeoutSeconds: 600 },
      ...{ unfinishedUploadKeepHours: 72, unfinishedUploadsMaxBytes: 4 * 1024 ** 3, keepFreeBytes: 1024 ** 3 },
    });
  });

  it('takes a title of the signer in lines', () => {
    const source = shipped.replace('signerTitle: GIÁM ĐỐC', 'signerTitle: |-\n    KT. CHỦ TỊCH\n    PHÓ CHỦ TỊCH');
    expect(parseStationConfig(source, FILE).letterhead.signerTitle).toBe('KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH');
  });

  it('marks every invented cluster as an example', () => {
    expect(config.clusters).toHaveLength(6);
    for (const { name, village } of config.clusters) expect(`${name} ${village}`).toMatch(/\(ví dụ\).*\(ví dụ\)/);
  });

  it('gives scheduling its grid', () => {
    expect(stationGrid(config)).toEqual({
      timeZone: 'Asia/Ho_Chi_Minh',
      routineWindow: { start: '05:30', end: '20:00' },
      sessions: [
        expect.objectContaining({ code: 'buoi-sang', start: '05:30', maxDurationSeconds: 2700 }),
        expect.objectContaining({ code: 'buoi-chieu', start: '17:00', maxDurationSeconds: 2700 }),
      ],
    });
  });

  it('needs none of the knobs that have a default', () => {
    const bare = shipped
      .replace(/^(routineWindow|limits):\n(( .*)?\n)+/gm, '')
      .replace(/^(horizonDays|cueLeadSeconds|warnBeforeSeconds|airCheckKeepDays):.*\n/gm, '')
      .replace(
        /^ {2}(timeZone|targetLufs|truePeakCeilingDbtp|maxLimiterReductionDb|channels|sampleRateHz|codec|bitrateKbps|signerName|systemName):.*\n/gm,
        '',
      )
      .replace(/^ {4}maxDurationSeconds:.*\n/gm, '')
      .replace(/^ {2}distribution:\n( {4}- .*\n)+/m, '');
    expect(bare).not.toMatch(/^ *(horizonDays|limits|codec|maxDurationSeconds|distribution|systemName):/m);
    expect(parseStationConfig(bare, FILE)).toEqual(config);
  });
});

describe('the kinds of output', () => {
  function outputOf(lines: string) {
    return parseStationConfig(shipped.replace('kind: file\n', lines), FILE).outputs[0];
  }

  it('play on the default card unless another is named', () => {
    expect(outputOf('kind: soundcard\n')).toMatchObject({ kind: 'soundcard', device: 'default', calibrationMs: 0 });
    expect(outputOf('kind: soundcard\n    device: plughw:1,0\n')).toMatchObject({ device: 'plughw:1,0' });
    expect(outputOf('kind: soundcard\n    monitor: "@DEFAULT_MONITOR@"\n')).toMatchObject({
      monitor: '@DEFAULT_MONITOR@',
    });
  });

  it('take an Icecast mount with the name of its password', () => {
    const lines = 'kind: icecast\n    host: 10.0.0.5\n    mount: /son-mai.mp3\n    passwordEnv: ICECAST_PASSWORD\n';
    expect(outputOf(lines)).toMatchObject({ port: 8000, user: 'source', bitrateKbps: 64, calibrationMs: 0 });
  });
});

describe('a faulty station', () => {
  it.each([
    [
      'a cluster on an unknown output',
      'outputs: [ghi-tep] }',
      'outputs: [loa-lon] }',
      'clusters[0].outputs[0]: gặp "loa-lon", chỉ nhận "ghi-tep"',
    ],
    [
      'a password in the file',
      'kind: file\n',
      'kind: icecast\n    host: nghe.vn\n    mount: /son-mai.mp3\n    passwordEnv: bí mật\n',
      'outputs[0].passwordEnv: gặp "bí mật", chỉ nhận tên biến môi trường',
    ],
    [
      'a mount that is no path',
      'kind: file\n',
      'kind: icecast\n    host: nghe.vn\n    mount: sơn mai\n    passwordEnv: ICECAST\n',
      'outputs[0].mount: gặp "sơn mai", chỉ nhận điểm phát',
    ],
    [
      'a device that would be an option of aplay',
      'kind: file\n',
      'kind: soundcard\n    device: --help\n',
      'outputs[0].device: gặp "--help", chỉ nhận tên thiết bị ALSA',
    ],
    [
      'a monitor that would be an option of ffmpeg',
      'kind: file\n',
      'kind: soundcard\n    monitor: -y\n',
      'outputs[0].monitor: gặp "-y", chỉ nhận nguồn nghe lại',
    ],
    ['a setting of another kind of output', 'kind: file\n', 'kind: file\n    device: default\n', 'outputs[0].device'],
    [
      'a calibration that leaves no time to prepare',
      /cueLeadSeconds: 30([^]*)kind: file\n/,
      'cueLeadSeconds: 10$1kind: soundcard\n    calibrationMs: 6001\n',
      'outputs[0].calibrationMs: gặp 6001, chỉ nhận nhiều nhất 6000',
    ],
    ['air-checks kept for no time', 'airCheckKeepDays: 90', 'airCheckKeepDays: 0', 'airCheckKeepDays: gặp 0'],
    ['no transmission output', 'role: transmission', 'role: monitor', 'mục outputs: gặp [{"code":"ghi-tep"'],
    [
      'a session before the window',
      "start: '05:30'",
      "start: '05:00'",
      'sessions[0].start: gặp "05:00", chỉ nhận buổi nằm trọn',
    ],
    [
      'a session that ends after the window',
      "start: '17:00'",
      "start: '19:16'",
      'sessions[1].start: gặp "19:16", chỉ nhận buổi nằm trọn',
    ],
    [
      'a session that begins while another runs',
      "start: '17:00'",
      "start: '06:00'",
      'sessions[1].start: gặp "06:00", chỉ nhận giờ không trùng với buổi "buoi-sang"',
    ],
    [
      'a window that ends before it begins',
      "end: '20:00'",
      "end: '05:00'",
      'routineWindow.end: gặp "05:00", chỉ nhận giờ sau 05:30',
    ],
    [
      'two sessions of one code',
      'code: buoi-chieu',
      'code: buoi-sang',
      'sessions[1].code: gặp "buoi-sang", chỉ nhận mã chưa dùng',
    ],
    [
      'two clusters of one code',
      'code: cum-02',
      'code: cum-01',
      'clusters[1].code: gặp "cum-01", chỉ nhận mã chưa dùng',
    ],
    [
      'an unknown time zone',
      'Asia/Ho_Chi_Minh\n\n',
      'Asia/Son_Mai\n\n',
      'station.timeZone: gặp "Asia/Son_Mai", chỉ nhận múi giờ IANA',
    ],
    [
      'nobody who gets the report',
      /distribution:\n( {4}- .*\n)+/,
      'distribution: []\n',
      'letterhead.distribution: gặp []',
    ],
    ['a blank line of "Nơi nhận"', "- 'Lưu: VT'", "- ' '", 'letterhead.distribution[1]: gặp " "'],
    [
      'loudspeakers without a name',
      'systemName: hệ thống truyền thanh xã',
      "systemName: ''",
      'letterhead.systemName: gặp ""',
    ],
    ['an unknown weekday', 'MO, TU', 'MO, T3', 'sessions[0].weekdays[1]: gặp "T3", chỉ nhận "MO", "TU"'],
    [
      'a positive loudness',
      'targetLufs: -18',
      'targetLufs: 18',
      'loudness.targetLufs: gặp 18, chỉ nhận số không quá -9',
    ],
    ['an unknown knob', 'horizonDays:', 'horizonDay:', 'mục horizonDay: gặp "horizonDay"'],
  ])('refuses %s', (_, text, replacement, expected) => {
    expect(refusal(text, replacement)).toEqual([expect.stringContaining(expected)]);
  });
});
