import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';

type Sha256OfFile = (file: Blob, signal: AbortSignal) => Promise<string>;

describe('the SHA-256 that a browser computes', () => {
  const window: { sha256OfFile?: Sha256OfFile } = {};
  runInNewContext(readFileSync(join(__dirname, 'upload.js'), 'utf8'), { window });
  const { signal } = new AbortController();
  const ours = (bytes: Uint8Array<ArrayBuffer>) => window.sha256OfFile!(new Blob([bytes]), signal);
  const nodes = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

  it('is the standard’s, for every length around a block and for pieces', async () => {
    const lengths = [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 57];
    for (const length of lengths) {
      const bytes = new Uint8Array(randomBytes(length));
      expect([length, await ours(bytes)]).toEqual([length, nodes(bytes)]);
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await ours(new Uint8Array(bytes))).toBe(nodes(bytes));
      }),
    );
  });
});
