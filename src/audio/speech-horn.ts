/** Speech for horn loudspeakers, which reproduce nothing under some 150 Hz and distort when they try. */
const CORNER_HZ = 120;
/** Two of them make a fourth-order Butterworth: 24 dB an octave. */
const STAGE_Q = [0.54119610014, 1.30656296488] as const;
/** Above the recording's own loudness, 2:1, with a knee this wide. */
const RATIO = 2;
const KNEE_DB = 6;
const ATTACK_SECONDS = 0.01;
const RELEASE_SECONDS = 0.2;
/** Samples between two looks at the level. */
const HOP = 32;

/**
 * High-pass and gentle compression over mono PCM, in place, chunk after chunk.
 * @param loudnessLufs integrated loudness of what comes: only what is louder than that is pressed
 */
export function speechHorn(sampleRateHz: number, loudnessLufs: number): (pcm: Float32Array) => void {
  const stages = STAGE_Q.map((q) => highPass(sampleRateHz, q));
  const compress = compressor(sampleRateHz, loudnessLufs);
  return (pcm) => {
    for (const stage of stages) stage(pcm);
    compress(pcm);
  };
}

function highPass(sampleRateHz: number, q: number): (pcm: Float32Array) => void {
  const k = Math.tan((Math.PI * CORNER_HZ) / sampleRateHz);
  const b0 = 1 / (1 + k / q + k * k);
  const a1 = 2 * (k * k - 1) * b0;
  const a2 = (1 - k / q + k * k) * b0;
  let [s1, s2] = [0, 0];
  return (pcm) => {
    for (let i = 0; i < pcm.length; i += 1) {
      const x = pcm[i] ?? 0;
      const y = b0 * x + s1;
      s1 = -2 * b0 * x - a1 * y + s2;
      s2 = b0 * x - a2 * y;
      pcm[i] = y;
    }
  };
}

function compressor(sampleRateHz: number, thresholdDb: number): (pcm: Float32Array) => void {
  const share = (seconds: number): number => 1 - Math.exp(-HOP / (seconds * sampleRateHz));
  const [attack, release] = [share(ATTACK_SECONDS), share(RELEASE_SECONDS)];
  let [meanSquare, sum, count, gain, step] = [0, 0, 0, 1, 0];
  return (pcm) => {
    for (let i = 0; i < pcm.length; i += 1) {
      const x = pcm[i] ?? 0;
      sum += x * x;
      count += 1;
      if (count === HOP) {
        const now = sum / HOP;
        meanSquare += (now - meanSquare) * (now > meanSquare ? attack : release);
        // The gain moves on a straight line to where it should be after the next hop.
        step = (10 ** (-reductionDb(10 * Math.log10(meanSquare + 1e-12) - thresholdDb) / 20) - gain) / HOP;
        sum = count = 0;
      }
      gain += step;
      pcm[i] = x * gain;
    }
  };
}

/** @param overDb level above the threshold */
function reductionDb(overDb: number): number {
  const slope = 1 - 1 / RATIO;
  if (overDb <= -KNEE_DB / 2) return 0;
  if (overDb >= KNEE_DB / 2) return slope * overDb;
  return (slope * (overDb + KNEE_DB / 2) ** 2) / (2 * KNEE_DB);
}
