import { presentWaveform } from './waveform';

const shape = { version: 1, sampleRateHz: 48_000, framesPerPeak: 2400 } as const;
const loudness = { secondsPerValue: 1, momentary: '', shortTerm: '' } as const;
const peaksOf = (bytes: readonly number[]) => Buffer.from(Int8Array.from(bytes).buffer).toString('base64');

it('draws each column from its loudest samples, silence as a dot, however long the recording is', () => {
  const two = presentWaveform({ ...shape, frames: 96_000, loudness, peaks: peaksOf([-127, 127, 0, 0]) });
  expect(two).toEqual({ path: 'M120.0 1.0V63.0M360.0 32.5V32.5', seconds: 2 });
  const bytes = Array.from({ length: 2 * 960 }, (_, at) => (at === 2 * 5 + 1 ? 127 : 0));
  const { path } = presentWaveform({ ...shape, frames: 960 * 2400, loudness, peaks: peaksOf(bytes) });
  expect(path.match(/M/g)).toHaveLength(240);
  // The loud sample is the sixth of four to a column: it stands in the second column.
  expect(path.split('M')[2]).toBe('3.0 1.0V32.5');
  expect(presentWaveform({ ...shape, frames: 0, loudness, peaks: '' })).toEqual({ path: '', seconds: 0 });
});
