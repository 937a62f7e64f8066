import { speechHorn } from './speech-horn';

const FS = 48_000;

/** Level of a tone at −20 dBFS (RMS) after the treatment, once it has settled, in dB against what it was. */
function changeDb(frequencyHz: number, loudnessLufs: number): number {
  const treat = speechHorn(FS, loudnessLufs);
  const pcm = Float32Array.from(
    { length: FS },
    (_, i) => 0.1 * Math.SQRT2 * Math.sin((2 * Math.PI * frequencyHz * i) / FS),
  );
  for (let at = 0; at < FS; at += 1_000) treat(pcm.subarray(at, at + 1_000));
  const settled = pcm.subarray(FS / 2);
  return 20 + 10 * Math.log10(settled.reduce((sum, x) => sum + x * x, 0) / settled.length);
}

test('takes away what a horn cannot reproduce, and leaves the voice', () => {
  expect(changeDb(60, 0)).toBeLessThan(-20);
  expect(changeDb(120, 0)).toBeCloseTo(-3, 0);
  expect(changeDb(1_000, 0)).toBeCloseTo(0, 1);
});

test('presses what is louder than the recording as a whole 2:1, no more', () => {
  expect(changeDb(1_000, -30)).toBeCloseTo(-5, 0);
  expect(changeDb(1_000, -24)).toBeCloseTo(-2, 0);
  expect(changeDb(1_000, -15)).toBeCloseTo(0, 1);
});
