/** Radix-2 Fourier transform of a fixed size (a power of two), in place on separate real and imaginary parts. */
export class Fourier {
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;
  private readonly reversed: Uint32Array;

  constructor(readonly size: number) {
    const half = size / 2;
    this.cos = Float64Array.from({ length: half }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.sin = Float64Array.from({ length: half }, (_, i) => Math.sin((2 * Math.PI * i) / size));
    this.reversed = new Uint32Array(size);
    for (let i = 1; i < size; i += 1) this.reversed[i] = ((this.reversed[i >> 1] as number) >> 1) | (i & 1 ? half : 0);
  }

  /** Forward transform. For the inverse, swap the two arguments and divide by the size. */
  transform(re: Float64Array, im: Float64Array): void {
    this.reorder(re);
    this.reorder(im);
    for (let span = 1; span < this.size; span *= 2) this.butterflies(re, im, span);
  }

  private butterflies(re: Float64Array, im: Float64Array, span: number): void {
    const stride = this.size / (2 * span);
    for (let k = 0; k < span; k += 1) {
      const cos = this.cos[k * stride] as number;
      const sin = this.sin[k * stride] as number;
      for (let low = k; low < this.size; low += 2 * span) {
        const high = low + span;
        const highRe = re[high] as number;
        const highIm = im[high] as number;
        const turnedRe = highRe * cos + highIm * sin;
        const turnedIm = highIm * cos - highRe * sin;
        const lowRe = re[low] as number;
        const lowIm = im[low] as number;
        re[high] = lowRe - turnedRe;
        im[high] = lowIm - turnedIm;
        re[low] = lowRe + turnedRe;
        im[low] = lowIm + turnedIm;
      }
    }
  }

  private reorder(values: Float64Array): void {
    for (let i = 0; i < this.size; i += 1) {
      const j = this.reversed[i] as number;
      if (j <= i) continue;
      const value = values[i] as number;
      values[i] = values[j] as number;
      values[j] = value;
    }
  }
}
