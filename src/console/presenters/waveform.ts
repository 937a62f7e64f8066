import type { Waveform } from '../../audio/waveform';

/** Columns of the drawing, and half its height: the viewBox is 480 × 64. */
const COLUMNS = 240;
const STEP = 2;
const MIDDLE = 32;
const FULL_SCALE = 127;

export interface WaveView {
  /** SVG path in a box of 480 × 64. */
  readonly path: string;
  readonly seconds: number;
}

/** A recording's loudest samples in 240 columns, top and bottom of each joined by a line. */
export function presentWaveform({ peaks, frames, sampleRateHz }: Waveform): WaveView {
  const bytes = Buffer.from(peaks, 'base64');
  const pairs = bytes.length >> 1;
  const columns = Math.min(COLUMNS, pairs);
  const width = (COLUMNS * STEP) / Math.max(1, columns);
  let path = '';
  for (let column = 0; column < columns; column += 1) {
    const [low, high] = extremes(bytes, Math.floor((column * pairs) / columns), ((column + 1) * pairs) / columns);
    const x = ((column + 0.5) * width).toFixed(1);
    path += `M${x} ${heightOf(high)}V${heightOf(low)}`;
  }
  return { path, seconds: frames / sampleRateHz };
}

function extremes(bytes: Buffer, from: number, to: number): readonly [low: number, high: number] {
  let [low, high] = [0, 0];
  for (let pair = from; pair < to; pair += 1) {
    low = Math.min(low, bytes.readInt8(2 * pair));
    high = Math.max(high, bytes.readInt8(2 * pair + 1));
  }
  return [low, high];
}

/** Silence is drawn as a dot, so that the line never breaks. */
function heightOf(sample: number): string {
  const y = MIDDLE - (sample / FULL_SCALE) * (MIDDLE - 1);
  return (sample > 0 ? Math.min(y, MIDDLE - 0.5) : Math.max(y, MIDDLE + 0.5)).toFixed(1);
}
