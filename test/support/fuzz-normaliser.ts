import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIO_ERRORS } from '../../src/audio/audio-errors';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import { DomainError } from '../../src/domain/errors';
import { CLERK_FILES } from './clerk-files';
import { mutate, randomFrom } from './mutants';
import { processesIn } from './processes';

/** Two at once: both cores. */
const AT_ONCE = 2;
/** A mutant may claim to play for ever. */
const LIMITS = { maxInputBytes: 100_000_000, maxDurationSeconds: 20, maxSeconds: 60 };

export interface FuzzReport {
  /** How many mutants ended how: "accepted" or the code of their refusal. */
  readonly ends: Readonly<Record<string, number>>;
  /** What must not be: any other error, by the number of the mutant. */
  readonly faults: readonly string[];
  readonly leftFiles: readonly string[];
  readonly leftProcesses: readonly string[];
}

/** Normalises mutants of every kind of file that clerks bring. The same seed makes the same mutants. */
export async function fuzzNormaliser(seed: number, count: number): Promise<FuzzReport> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const originals: Buffer[] = [];
  // A picture of 12 MB takes long to copy and nothing but the tag's header could be hit.
  for (const { make, what } of CLERK_FILES) if (!what.includes('12 MB')) originals.push(readFileSync(await make()));
  const ends: Record<string, number> = {};
  const faults: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const mutant = next;
      next += 1;
      const end = await endOf(
        folder,
        mutant,
        mutate(originals[mutant % originals.length] ?? Buffer.alloc(0), randomFrom(seed + mutant)),
      );
      if (end.startsWith('fault')) faults.push(`mutant ${mutant}: ${end}`);
      ends[end] = (ends[end] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const report = { ends, faults, leftFiles: readdirSync(folder), leftProcesses: processesIn(folder) };
  rmSync(folder, { recursive: true, force: true });
  return report;
}

async function endOf(folder: string, mutant: number, bytes: Buffer): Promise<string> {
  const [inputFile, outputFile] = [join(folder, `${mutant}.in`), join(folder, `${mutant}.mp3`)];
  writeFileSync(inputFile, bytes);
  try {
    await new FfmpegNormaliser().normalise({ inputFile, outputFile, profile: CLEAN_PROFILE, limits: LIMITS });
    rmSync(outputFile);
    return 'accepted';
  } catch (error) {
    if (error instanceof DomainError && error.code in AUDIO_ERRORS) return error.code;
    return `fault: ${String(error)}`;
  } finally {
    rmSync(inputFile);
  }
}
