import { WaveformBuilder, type Waveform } from './waveform';

const bytesOf = (text: string): number[] => [...new Int8Array(Buffer.from(text, 'base64'))];
const tenthsOf = (text: string): number[] => {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(2 * index));
};

function drawn(pcm: Float32Array, chunk: number, steps = new Float64Array()): Waveform {
  const builder = new WaveformBuilder(1_000, pcm.length);
  for (let at = 0; at < pcm.length; at += chunk) {
    const piece = pcm.subarray(at, at + chunk);
    builder.feed(piece, piece.length);
  }
  return builder.finish(steps);
}

test('lowest and highest sample of every twentieth of a second, whatever the chunks', () => {
  const pcm = Float32Array.from({ length: 120 }, (_, i) => (i < 50 ? 0.5 : i < 100 ? -1 : 0.001));
  for (const chunk of [120, 50, 7, 1]) {
    const waveform = drawn(pcm, chunk);
    expect(waveform).toMatchObject({ version: 1, sampleRateHz: 1_000, frames: 120, framesPerPeak: 50 });
    // Rounded away from zero: the faintest sound shows.
    expect(bytesOf(waveform.peaks)).toEqual([0, 64, -127, 0, 0, 1]);
  }
});

test('loudness once a second: the loudest moment in it, and the 3 s before its end', () => {
  // 2 s at −20.7 LUFS, 2 s of nothing: the mean square of 1 is −0.691 LUFS.
  const steps = Float64Array.from({ length: 45 }, (_, step) => (step < 20 ? 0.01 : 0));
  const { loudness } = drawn(new Float32Array(4_500), 4_500, steps);
  expect(tenthsOf(loudness.momentary)).toEqual([-207, -207, -219, -700]);
  expect(tenthsOf(loudness.shortTerm)).toEqual([-700, -700, -225, -255]);
});

test('three hours stay under 200 kB', () => {
  const builder = new WaveformBuilder(48_000, 3 * 3_600 * 48_000);
  const second = new Float32Array(48_000).fill(-0.7);
  for (let i = 0; i < 3 * 3_600; i += 1) builder.feed(second, 48_000);
  const waveform = builder.finish(new Float64Array(3 * 36_000).fill(0.001));
  expect(JSON.stringify(waveform).length).toBeLessThan(200_000);
  expect(bytesOf(waveform.peaks).length / 2).toBeGreaterThan(40_000);
});
