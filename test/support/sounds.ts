/** Sounds for comparing air-checks: mono PCM at 8 kHz. */
export const RATE = 8_000;

/** Speech-like: noise through two resonances, in syllables with pauses. Deterministic by seed; peaks near −10 dBFS. */
export function speech(seconds: number, seed = 1): Float64Array {
  const random = generator(seed);
  const samples = new Float64Array(Math.round(seconds * RATE));
  let [a1, a2, b1, b2] = [0, 0, 0, 0];
  let [syllableEnd, loudness, level, pitch] = [0, 0, 0, 500];
  for (let i = 0; i < samples.length; i += 1) {
    if (i >= syllableEnd) {
      syllableEnd = i + Math.round((0.08 + 0.2 * random()) * RATE);
      loudness = random() < 0.25 ? 0 : 0.3 + 0.7 * random();
      pitch = 300 + 600 * random();
    }
    level += (loudness - level) * 0.01;
    const noise = random() - 0.5;
    [a1, a2] = [resonate(noise, a1, a2, pitch), a1];
    [b1, b2] = [resonate(noise, b1, b2, 4 * pitch), b1];
    samples[i] = 0.12 * level * (a1 + 0.5 * b1);
  }
  return samples;
}

function resonate(input: number, last: number, beforeLast: number, hertz: number): number {
  const radius = 0.96;
  return 0.2 * input + 2 * radius * Math.cos((2 * Math.PI * hertz) / RATE) * last - radius ** 2 * beforeLast;
}

/** Uniform in 0..1 (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Airing {
  /** Samples by which the air-check comes later than expected; may have a fraction. */
  readonly delay?: number;
  readonly driftPpm?: number;
  readonly gainDb?: number;
  readonly noiseDbfs?: number;
  /** Seconds of the item that are silent on the air. */
  readonly silent?: readonly { readonly at: number; readonly seconds: number }[];
}

/** What an air-check of the item holds: a second before it, the item, a second after it. */
export function aired(
  item: Float64Array,
  { delay = 0, driftPpm = 0, gainDb = 0, noiseDbfs, silent = [] }: Airing = {},
) {
  const random = generator(99);
  const noise = noiseDbfs === undefined ? 0 : 10 ** (noiseDbfs / 20) * Math.sqrt(12);
  const gain = 10 ** (gainDb / 20);
  return Float64Array.from({ length: item.length + 2 * RATE }, (_, i) => {
    const position = (i - RATE - delay) / (1 + driftPpm / 1e6);
    const seconds = position / RATE;
    const isSilent = silent.some(({ at, seconds: length }) => seconds >= at && seconds < at + length);
    return (isSilent ? 0 : gain * interpolated(item, position)) + noise * (random() - 0.5);
  });
}

/** Places between two samples that are told apart: what lies between them is some −80 dB. */
const PHASES = 4_096;
const TAPS = 16;

/** Windowed sincs, one for each phase: computed for every sample, they took most of a test's time. */
const kernels = Float64Array.from({ length: PHASES * TAPS }, (_, at) => {
  const fraction = Math.floor(at / TAPS) / PHASES;
  const k = (at % TAPS) - 7;
  if (k === fraction) return 1;
  const x = Math.PI * (k - fraction);
  return (Math.sin(x) / x) * (0.5 + 0.5 * Math.cos(x / 9));
});

function interpolated(samples: Float64Array, position: number): number {
  const phase = Math.round(position * PHASES);
  const whole = Math.floor(phase / PHASES);
  const kernel = (phase - whole * PHASES) * TAPS;
  let sum = 0;
  for (let tap = 0; tap < TAPS; tap += 1) sum += (samples[whole + tap - 7] ?? 0) * (kernels[kernel + tap] ?? 0);
  return sum;
}

export async function* pcmStream(samples: Float64Array, chunk = 4_096): AsyncGenerator<Int16Array> {
  for (let at = 0; at < samples.length; at += chunk)
    yield Int16Array.from(samples.subarray(at, at + chunk), (sample) =>
      Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))),
    );
  await Promise.resolve();
}
