import fc from 'fast-check';
import { MAX_EXCESS, RateMatcher, REACH_FRAMES } from './rate-matcher';
import { Resampler } from './resampler';

function tone(hertz: number, frames: number): Buffer {
  const pcm = Buffer.alloc(2 * frames);
  for (let n = 0; n < frames; n += 1)
    pcm.writeInt16LE(Math.round(20_000 * Math.sin((2 * Math.PI * hertz * n) / 48_000)), 2 * n);
  return pcm;
}

/** In chunks of `sizes`, repeated; with the card seen as this much late before each. */
function through(pcm: Buffer, sizes: readonly number[], lateMs: number): Buffer {
  const matcher = new RateMatcher();
  const resampler = new Resampler();
  const out: Buffer[] = [];
  matcher.follow(0);
  for (let at = 0, turn = 0; at < pcm.length; turn += 1) {
    const chunk = pcm.subarray(at, at + 2 * (sizes[turn % sizes.length] ?? 1));
    at += chunk.length;
    out.push(resampler.convert(chunk, matcher.feed(chunk.length / 2)));
    // What it read so far is as late as ever: the same excess again.
    if (turn === 0 && lateMs !== 0) matcher.follow(lateMs);
  }
  return Buffer.concat(out);
}

describe('Resampler', () => {
  it('hands every frame through as it is while the card keeps time, however it is chopped', () => {
    const chunks = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2_000, maxLength: 8_000 }), chunks, (bytes, sizes) => {
        const pcm = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
        const heard = through(pcm, sizes, 0);
        expect(heard.equals(pcm.subarray(0, pcm.length - 2 * REACH_FRAMES))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it.each([300, 3_000, 12_000])('changes the pitch of %i Hz by 100 ppm and nothing else', (hertz) => {
    const seconds = 4;
    const heard = through(tone(hertz, seconds * 48_000), [960], 2);
    const faster = hertz * (1 + MAX_EXCESS);
    const from = 48_000;
    const frames = 2 * 48_000;
    const heardAt = (n: number): number => heard.readInt16LE(2 * (from + n));
    const fitted = fit(heardAt, (2 * Math.PI * faster) / 48_000, frames);
    expect(20 * Math.log10(fitted.amplitude / 20_000)).toBeCloseTo(0, 2);
    expect(20 * Math.log10(fitted.amplitude / fitted.residual)).toBeGreaterThan(80);
    expect(heard.length / 2).toBe(Math.ceil((seconds * 48_000 - REACH_FRAMES - 960) / (1 + MAX_EXCESS)) + 960);
  });
});

/** The tone of that angle a frame that comes closest, and what it leaves (as the amplitude of a tone as loud). */
function fit(at: (n: number) => number, angle: number, frames: number): { amplitude: number; residual: number } {
  let [ss, cc, sc, xs, xc] = [0, 0, 0, 0, 0];
  for (let n = 0; n < frames; n += 1) {
    const [sine, cosine] = [Math.sin(angle * n), Math.cos(angle * n)];
    ss += sine * sine;
    cc += cosine * cosine;
    sc += sine * cosine;
    xs += at(n) * sine;
    xc += at(n) * cosine;
  }
  const a = (xs * cc - xc * sc) / (ss * cc - sc * sc);
  const b = (xc * ss - xs * sc) / (ss * cc - sc * sc);
  let left = 0;
  for (let n = 0; n < frames; n += 1) left += (at(n) - a * Math.sin(angle * n) - b * Math.cos(angle * n)) ** 2;
  return { amplitude: Math.hypot(a, b), residual: Math.sqrt((2 * left) / frames) };
}
