import fc from 'fast-check';
import { MAX_UNFINISHED_UPLOADS, quotaRefusal, type PartSize } from './upload-quota';

const quota = { uploadMaxBytes: 1_000, unfinishedUploadsMaxBytes: 3_000, keepFreeBytes: 500 };
const size = fc.integer({ min: 0, max: 1_200 });

describe('upload quota', () => {
  it('holds whatever is admitted, in whatever order, and leaves the disk its reserve when all has come', () => {
    fc.assert(
      fc.property(fc.array(size, { maxLength: 20 }), fc.nat(4_000), (sizes, freeBytes) => {
        const parts: PartSize[] = [];
        for (const one of sizes) {
          if (quotaRefusal({ size: one, isUrgent: false }, parts, freeBytes, quota) === null)
            parts.push({ size: one, received: 0 });
        }
        const announced = parts.reduce((sum, part) => sum + part.size, 0);
        expect(announced).toBeLessThanOrEqual(quota.unfinishedUploadsMaxBytes);
        expect(parts.length === 0 || freeBytes - announced >= quota.keepFreeBytes).toBe(true);
        expect(parts.every((part) => part.size > 0 && part.size <= quota.uploadMaxBytes)).toBe(true);
      }),
    );
  });

  it('says which bound was met', () => {
    const code = (wanted: number, parts: readonly PartSize[], free = 100_000) =>
      quotaRefusal({ size: wanted, isUrgent: false }, parts, free, quota)?.code;
    const part = (received: number) => ({ size: 1_000, received });
    expect(code(0, [])).toBe('uploadEmpty');
    expect(code(1_001, [])).toBe('uploadTooLarge');
    expect(code(1_000, [part(0), part(0)])).toBeUndefined();
    expect(code(1_000, [part(0), part(999), part(1_000)])).toBe('tooManyUnfinishedUploads');
    expect(
      code(
        1,
        Array.from({ length: MAX_UNFINISHED_UPLOADS }, () => ({ size: 1, received: 0 })),
      ),
    ).toBe('tooManyUnfinishedUploads');
    expect(code(1_000, [part(400)], 2_099)).toBe('uploadNoRoom');
    expect(code(1_000, [part(400)], 2_100)).toBeUndefined();
  });

  it("keeps no emergency's message waiting for what others left unfinished, but leaves the disk its reserve", () => {
    const parts = Array.from({ length: MAX_UNFINISHED_UPLOADS }, () => ({ size: 1_000, received: 1_000 }));
    const code = (free: number) => quotaRefusal({ size: 1_000, isUrgent: true }, parts, free, quota)?.code;
    expect([code(1_500), code(1_499)]).toEqual([undefined, 'uploadNoRoom']);
  });
});
