import { Ebur128Log } from './ebur128-log';

const FRAME = (name: string, time: string, shortTerm: string): string =>
  `[ebur128@${name} @ 0x5d2e187ac0] t: ${time}   TARGET:-23 LUFS    M: -17.3 S:${shortTerm}     I: -18.8 LUFS       LRA:   0.0 LU  FTPK: -20.1 dBFS  TPK:  -5.4 dBFS`;

/** As ffmpeg 5.1 prints it. */
const SUMMARY = (name: string, i: string, peak: string): readonly string[] =>
  `[ebur128@${name} @ 0x55e0d1493100] Summary:

  Integrated loudness:
    I:         ${i} LUFS
    Threshold: -29.0 LUFS

  Loudness range:
    LRA:         2.8 LU
    Threshold: -39.2 LUFS
    LRA low:   -21.0 LUFS
    LRA high:  -18.2 LUFS

  Sample peak:
    Peak:       -1.2 dBFS

  True peak:
    Peak:       ${peak} dBFS`.split('\n');

function logOf(...lines: readonly string[]): Ebur128Log {
  const log = new Ebur128Log();
  lines.forEach((line) => log.feed(line));
  return log;
}

test('reads the summary and the highest short-term value', () => {
  const log = logOf(
    FRAME('source', '3.1', ' -20.5'),
    FRAME('source', '3.2', ' -17.9'),
    FRAME('source', '3.3', ' -19.0'),
    ...SUMMARY('source', '-18.9', '-0.3'),
  );
  expect(log.read('source')).toEqual({
    integratedLufs: -18.9,
    rangeLu: 2.8,
    truePeakDbtp: -0.3,
    samplePeakDbfs: -1.2,
    shortTermMaxLufs: -17.9,
  });
});

test('keeps meters apart, and the last summary of each', () => {
  const log = logOf(
    ...SUMMARY('source', '-70.0', '-inf'),
    ...SUMMARY('source', '-23.0', '-6.0'),
    ...SUMMARY('mix', '-26.0', '-9.0'),
  );
  expect(log.read('source')).toMatchObject({ integratedLufs: -23, truePeakDbtp: -6 });
  expect(log.read('mix')).toMatchObject({ integratedLufs: -26, truePeakDbtp: -9 });
});

test('silence, and speech too short for a short-term value, read as the floors', () => {
  const log = logOf(FRAME('source', '0.6', '-120.7'), ...SUMMARY('source', '-70.0', ' -inf'));
  expect(log.read('source')).toMatchObject({ integratedLufs: -70, truePeakDbtp: -120, shortTermMaxLufs: -70 });
  expect(log.read('unknown')).toMatchObject({ integratedLufs: -70, truePeakDbtp: -120 });
});

test('frame lines tell the time, others do not', () => {
  const log = new Ebur128Log();
  expect(log.feed(FRAME('source', '12.4', ' -20.5'))).toBe(12.4);
  expect(log.feed('Stream mapping:')).toBeNull();
});
