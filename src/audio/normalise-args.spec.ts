import type { GainPlan } from './gain-plan';
import { CLEAN_PROFILE } from './loudness';
import { decodeJob, encodeJob, levelJob, probeJob, verifyJob } from './normalise-args';

const LINEAR: GainPlan = { gainDb: 4.2, limiterCeilingDbfs: null, limiterReductionDb: 0, exhausted: false };
const LIMITED: GainPlan = { gainDb: 4.2, limiterCeilingDbfs: -2, limiterReductionDb: 3, exhausted: false };

const filtersOf = (options: readonly string[]): string => options[options.indexOf('-af') + 1] ?? '';

test('every run pins its demuxer and may open nothing but files', () => {
  const jobs = [
    probeJob('/in/a', 'ogg'),
    decodeJob('/in/a', { container: 'ogg', channels: 2 }, 'mix', 600),
    levelJob(LIMITED),
    encodeJob(LIMITED, CLEAN_PROFILE),
    verifyJob(),
  ];
  for (const { inputOptions, input } of jobs) {
    expect(inputOptions[inputOptions.indexOf('-protocol_whitelist') + 1]).toBe('file,pipe');
    expect(inputOptions).toContain('-f');
    expect(inputOptions).toContain('-nostdin');
    expect(input).toMatch(/^file:/);
  }
});

test('an upload is opened by its absolute path under file:, so that its name can mean nothing else', () => {
  expect(probeJob('/in/concat:-i evil; rm.mp3', 'mp3').input).toBe('file:/in/concat:-i evil; rm.mp3');
  expect(probeJob('-y', 'mp3').input).toBe(`file:${process.cwd()}/-y`);
});

test('decoding measures a mono source once, others in their own layout and again as mono', () => {
  const mono = decodeJob('/in/a', { container: 'wav', channels: 1 }, 'mix', 600);
  const stereo = decodeJob('/in/a', { container: 'wav', channels: 2 }, 'mix', 600);
  expect(filtersOf(mono.outputOptions).match(/ebur128@/g)).toHaveLength(1);
  expect(filtersOf(stereo.outputOptions)).toMatch(/^ebur128@source=.*channel_layouts=mono,ebur128@mix=/);
});

test('decoding stops a second past the limit, however long the file goes on', () => {
  const { outputOptions } = decodeJob('/in/a', { container: 'wav', channels: 1 }, 'mix', 600);
  expect(outputOptions[outputOptions.indexOf('-t') + 1]).toBe('601');
});

test('a linear plan is gain alone; a limited one adds the limiter at its ceiling, delay compensated', () => {
  expect(filtersOf(levelJob(LINEAR).outputOptions)).not.toContain('alimiter');
  expect(filtersOf(levelJob(LIMITED).outputOptions)).toMatch(
    /^volume=4\.200dB,alimiter=limit=0\.794328:.*level=disabled:latency=1,/,
  );
});

test('the encode undoes what LAME takes off, and leaves no metadata', () => {
  const { outputOptions } = encodeJob(LINEAR, CLEAN_PROFILE);
  expect(filtersOf(outputOptions)).toBe('volume=4.200dB,volume=0.446dB');
  expect(outputOptions.join(' ')).toContain(
    '-c:a libmp3lame -b:a 96k -ac 1 -ar 48000 -map_metadata -1 -id3v2_version 0',
  );
});
