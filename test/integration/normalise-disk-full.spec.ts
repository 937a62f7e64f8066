import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import type { NormaliseResult } from '../../src/audio/normaliser';
import { DomainError } from '../../src/domain/errors';
import { encoded } from '../support/corpus';
import { processesIn } from '../support/processes';

/** Mounting is for root alone. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;
const KIB = 1024;
const SECONDS = 3;
const MIX_KIB = (SECONDS * 48_000 * 4) / KIB;

const normaliser = new FfmpegNormaliser();
afterAll(() => normaliser.onModuleDestroy());

/** @returns what the normaliser made of three seconds of speech with so much room on the disk */
async function withRoom(disk: string, inputFile: string, freeKib: number): Promise<unknown> {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize - freeKib * KIB));
  const limits = { maxInputBytes: 1e8, maxDurationSeconds: 60, maxSeconds: 60 };
  const request = { inputFile, outputFile: join(disk, 'rendition.mp3'), profile: CLEAN_PROFILE, limits };
  try {
    return await normaliser.normalise(request).catch((error: unknown) => error);
  } finally {
    rmSync(join(disk, 'ballast'));
  }
}

asRoot(
  'a disk that fills up at any stage: the machine’s fault, nothing half done, and done when there is room',
  async () => {
    const inputFile = await encoded('full-disk.mp3', SECONDS);
    const disk = mkdtempSync(join(tmpdir(), 'full-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
    try {
      const done = await withRoom(disk, inputFile, MIX_KIB + 64);
      expect(done).toMatchObject({ rendition: { targetReached: true } });
      rmSync(join(disk, 'rendition.mp3'));
      const renditionKib = (done as NormaliseResult).rendition.bytes / KIB;
      // No folder of its own; no byte of the mix, a part of it, all but its end; a part of the rendition, all but its end.
      for (const freeKib of [0, 4, 256, MIX_KIB - 8, MIX_KIB + 12, MIX_KIB + renditionKib - 8]) {
        const end = await withRoom(disk, inputFile, freeKib);
        expect([freeKib, end instanceof Error, end instanceof DomainError]).toEqual([freeKib, true, false]);
        expect(readdirSync(disk)).toEqual([]);
      }
      expect(processesIn(disk)).toEqual([]);
      expect(await withRoom(disk, inputFile, MIX_KIB + 64)).toMatchObject({ rendition: { targetReached: true } });
      expect(readdirSync(disk)).toEqual(['rendition.mp3']);
    } finally {
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    }
  },
);
