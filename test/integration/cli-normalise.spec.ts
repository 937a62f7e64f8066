import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliStation, jsonLines } from '../support/cli-run';
import { AUDIO_DIR, makeSpeech, measureByLoudnorm } from '../support/tones';

interface Line {
  readonly input: string;
  readonly status: string;
  readonly code: string | null;
  readonly durationSeconds: number | null;
  readonly source: { readonly integratedLufs: number } | null;
  readonly rendition: {
    readonly integratedLufs: number;
    readonly sha256: string;
    readonly targetReached: boolean;
  } | null;
  readonly output: string | null;
}

const sample = (name: string) => join(AUDIO_DIR, name);
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('normalise', () => {
  let station: CliStation;
  beforeEach(() => {
    station = new CliStation();
  });
  afterEach(() => {
    station.remove();
  });
  const normalise = async (...inputs: readonly string[]) => {
    const { code, stdout, stderr } = await station.run(['normalise', ...inputs, '--out', 'out']);
    const lines = jsonLines(stdout) as unknown as Line[];
    const of = (input: string) => lines.filter((line) => line.input === input);
    return { code, stderr, lines, of };
  };
  const outputs = () => readdirSync(station.path('out')).sort();

  it("brings good files to the station's loudness whatever lies between them, one line each", async () => {
    writeFileSync(station.path('ghi chú.txt'), 'không phải âm thanh');
    writeFileSync(station.path('rỗng.wav'), '');
    mkdirSync(station.path('thư mục'));
    const good = [sample('dich-vu-cong-truc-tuyen.wav'), sample('to-cong-nghe-so-cong-dong.flac')] as const;
    const bad = ['ghi chú.txt', 'rỗng.wav', 'thư mục', 'không có.wav'];
    const { code, stderr, lines, of } = await normalise(bad[0]!, good[0], bad[1]!, bad[2]!, good[1], bad[3]!);

    expect(code).toBe(0);
    expect(lines).toHaveLength(6);
    const refusal = (input: string, why: string) => ({
      ...{ input, status: 'rejected', code: why },
      ...{ durationSeconds: null, source: null, rendition: null, output: null },
    });
    expect(bad.flatMap(of)).toEqual([
      refusal('ghi chú.txt', 'audioIsDocument'),
      refusal('rỗng.wav', 'audioEmpty'),
      refusal('thư mục', 'notAFile'),
      refusal('không có.wav', 'fileMissing'),
    ]);
    expect(stderr).toContain('rỗng.wav: Tệp rỗng, không có dữ liệu.');
    for (const [line] of good.map(of)) {
      expect(line).toMatchObject({ status: 'ok', code: null, rendition: { targetReached: true } });
      const measured = await measureByLoudnorm(line!.output!);
      expect(Math.abs(measured.integratedLufs + 18)).toBeLessThanOrEqual(0.5);
      expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1.5 + 0.1);
      expect(sha256(line!.output!)).toBe(line!.rendition!.sha256);
    }
    expect(of(good[0])[0]!.durationSeconds).toBeCloseTo(24.93, 1);
    expect(outputs()).toEqual(['dich-vu-cong-truc-tuyen.mp3', 'to-cong-nghe-so-cong-dong.mp3']);
  }, 120_000);

  it('follows the loudness that the station sets', async () => {
    const config = readFileSync(station.path('config/station.yaml'), 'utf8');
    writeFileSync(station.path('config/station.yaml'), config.replace('targetLufs: -18', 'targetLufs: -23'));
    const { lines } = await normalise(sample('thong-bao-phat-thu.mp3'));
    expect(Math.abs(lines[0]!.rendition!.integratedLufs + 23)).toBeLessThanOrEqual(0.5);
  }, 60_000);

  it('overwrites neither another input of the same name nor a file that was there', async () => {
    mkdirSync(station.path('out'));
    writeFileSync(station.path('out/tin.mp3'), 'đã có từ trước');
    mkdirSync(station.path('khác'));
    copyFileSync(sample('thong-bao-phat-thu.mp3'), station.path('tin.mp3'));
    copyFileSync(sample('hoa-don-dien-tu.mp3'), station.path('khác/tin.mp3'));
    const { code, of } = await normalise('tin.mp3', 'khác/tin.mp3');
    expect(code).toBe(0);
    expect(readFileSync(station.path('out/tin.mp3'), 'utf8')).toBe('đã có từ trước');
    expect(outputs()).toEqual(['tin-2.mp3', 'tin-3.mp3', 'tin.mp3']);
    expect(of('tin.mp3')[0]!.output).toBe(station.path('out/tin-2.mp3'));
    expect(of('khác/tin.mp3')[0]!.output).toBe(station.path('out/tin-3.mp3'));
    for (const input of ['tin.mp3', 'khác/tin.mp3']) {
      expect(sha256(of(input)[0]!.output!)).toBe(of(input)[0]!.rendition!.sha256);
    }
  }, 120_000);

  it('gives way to a file that somebody else puts there meanwhile', async () => {
    await makeSpeech(station.path('dài.wav'), 60);
    const { code, stdout } = await station.run(
      ['normalise', sample('thong-bao-phat-thu.mp3'), 'dài.wav', '--out', 'out'],
      {
        onOut: (line) => {
          if (!line.includes('"input":"dài.wav"')) writeFileSync(station.path('out/dài.mp3'), 'của người khác');
        },
      },
    );
    expect(code).toBe(0);
    expect(readFileSync(station.path('out/dài.mp3'), 'utf8')).toBe('của người khác');
    expect(jsonLines(stdout).map(({ output }) => output)).toContain(station.path('out/dài-2.mp3'));
    expect(outputs()).toEqual(['dài-2.mp3', 'dài.mp3', 'thong-bao-phat-thu.mp3']);
  }, 120_000);

  it('fails as a whole, before any work, when the folder cannot be made', async () => {
    writeFileSync(station.path('out'), 'a file in the way');
    const { code, lines, stderr } = await normalise(sample('thong-bao-phat-thu.mp3'));
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(stderr).toContain(`Không dùng được thư mục ${station.path('out')} (EEXIST).`);
  });

  it('stopped half-way, leaves whole files only', async () => {
    await makeSpeech(station.path('dài.wav'), 240);
    const stop = new AbortController();
    const inputs = [sample('thong-bao-phat-thu.mp3'), 'dài.wav', 'dài.wav', 'dài.wav'];
    const { code, stdout, stderr } = await station.run(['normalise', ...inputs, '--out', 'out'], {
      signal: stop.signal,
      onOut: () => {
        stop.abort();
      },
    });
    expect(code).toBe(1);
    expect(stderr).toBe('Đã dừng theo yêu cầu.\nStopped on request.\n');
    expect(jsonLines(stdout)).toHaveLength(1);
    expect(outputs()).toEqual(['thong-bao-phat-thu.mp3']);
  }, 120_000);
});
