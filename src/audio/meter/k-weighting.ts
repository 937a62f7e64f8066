/** Coefficients of a second-order filter, a0 = 1. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** The rate of the recommendation's own table. */
const REFERENCE_HZ = 48_000;

/**
 * The two filters of ITU-R BS.1770-4 (head shelf, then high-pass) for any sample rate: the analogue prototypes behind the
 * recommendation's 48 kHz table, bilinear-transformed as libebur128 derives them. The high-pass has the numerator
 * 1, −2, 1 throughout; what that adds at other rates (0.25 dB at 8 kHz) is taken back in the shelf.
 */
export function kWeighting(sampleRateHz: number): readonly [shelf: Biquad, highPass: Biquad] {
  const gain = highPassGain(REFERENCE_HZ) / highPassGain(sampleRateHz);
  const { b0, b1, b2, a1, a2 } = headShelf(sampleRateHz);
  return [{ b0: b0 * gain, b1: b1 * gain, b2: b2 * gain, a1, a2 }, highPass(sampleRateHz)];
}

const CORNER_HZ = 38.13547087602444;
const CORNER_Q = 0.5003270373238773;

function highPass(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * CORNER_HZ) / sampleRateHz);
  const a0 = highPassGain(sampleRateHz);
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / CORNER_Q + k * k) / a0 };
}

/** Gain of the high-pass far above its corner; also the a0 that its coefficients were divided by. */
function highPassGain(sampleRateHz: number): number {
  const k = Math.tan((Math.PI * CORNER_HZ) / sampleRateHz);
  return 1 + k / CORNER_Q + k * k;
}

function headShelf(sampleRateHz: number): Biquad {
  const q = 0.7071752369554196;
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}
