/**
 * Silences samples that are no finite numbers, which float PCM may hold: one would spoil every figure after it, and
 * encoders abort on it.
 * @returns how many there were
 */
export function silenceNonNumbers(pcm: Float32Array, count = pcm.length): number {
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    if (Number.isFinite(pcm[i])) continue;
    pcm[i] = 0;
    found += 1;
  }
  return found;
}
