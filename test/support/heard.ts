/** Recognises which tones a captured output holds, so that a test can say what was on the air and how often. */
const WINDOW_FRAMES = 480;
/** A tone's edges, smeared by MP3, are no tone of their own; a break shorter than this is none. */
const MIN_FRAMES = 2_400;

export interface HeardTone {
  readonly hertz: number;
  /** Frames at 48 kHz. */
  readonly first: number;
  readonly frames: number;
}

/** @param candidates frequencies of the tones that may sound, at least 100 Hz apart */
export function tonesIn(pcm: Int16Array, candidates: readonly number[], threshold = 500): readonly HeardTone[] {
  const runs: Run[] = [];
  for (let at = 0; at + WINDOW_FRAMES <= pcm.length; at += WINDOW_FRAMES) {
    const hertz = toneOf(pcm.subarray(at, at + WINDOW_FRAMES), candidates, threshold);
    if (hertz !== null) join(runs, { hertz, first: at, end: at + WINDOW_FRAMES });
  }
  // What a break sounds like, smeared, parts no tone either.
  const tones: Run[] = [];
  for (const run of runs) if (run.end - run.first >= MIN_FRAMES) join(tones, run);
  return tones.map(({ hertz, first, end }) => ({ hertz, first, frames: end - first }));
}

interface Run {
  readonly hertz: number;
  readonly first: number;
  end: number;
}

function join(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  if (last?.hertz === run.hertz && run.first - last.end < MIN_FRAMES) last.end = run.end;
  else runs.push(run);
}

function toneOf(window: Int16Array, candidates: readonly number[], threshold: number): number | null {
  let peak = 0;
  let crossings = 0;
  window.forEach((sample, index) => {
    peak = Math.max(peak, Math.abs(sample));
    if (sample >= 0 !== (window[index - 1] ?? sample) >= 0) crossings += 1;
  });
  if (peak < threshold) return null;
  const measured = (crossings * 48_000) / (2 * WINDOW_FRAMES);
  return candidates.reduce((best, hertz) => (Math.abs(hertz - measured) < Math.abs(best - measured) ? hertz : best));
}
