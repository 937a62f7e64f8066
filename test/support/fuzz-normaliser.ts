import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AUDIO_ERRORS } from '../../src/audio/audio-errors';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import { NormaliseJob } from '../../src/audio/normalise-job';
import { sniff } from '../../src/audio/sniff';
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

/**
 * Normalises mutants of every kind of file that clerks bring. The same seed makes the same mutants.
 * @param workerEvery one in so many goes all its way, in a process of its own, as in the service; the others go as far as
 *   the encoder, which only ever gets plain samples
 */
export async function fuzzNormaliser(seed: number, count: number, workerEvery: number): Promise<FuzzReport> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const originals: Buffer[] = [];
  // A picture of 12 MB takes long to copy and nothing but the tag's header could be hit.
  const whole = CLERK_FILES.filter(({ what }) => !what.includes('12 MB'));
  for (const file of await Promise.all(whole.map(({ make }) => make()))) originals.push(readFileSync(file));
  const ends: Record<string, number> = {};
  const faults: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const mutant = next;
      next += 1;
      const bytes = mutate(originals[mutant % originals.length] ?? Buffer.alloc(0), randomFrom(seed + mutant));
      const end = await endOf(folder, mutant, bytes, mutant % workerEvery === 0 ? normaliseInWorker : normaliseHere);
      if (end.startsWith('fault')) faults.push(`mutant ${mutant}: ${end}`);
      ends[end] = (ends[end] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await normaliser.onModuleDestroy();
  const report = { ends, faults, leftFiles: readdirSync(folder), leftProcesses: processesIn(folder) };
  rmSync(folder, { recursive: true, force: true });
  return report;
}

type Normalise = (inputFile: string, outputFile: string) => Promise<unknown>;

const normaliser = new FfmpegNormaliser();

const normaliseInWorker: Normalise = (inputFile, outputFile) =>
  normaliser.normalise({ inputFile, outputFile, profile: CLEAN_PROFILE, limits: LIMITS });

/** The share of a job's progress at which the encoder works. */
const ENCODING = 0.25;

/** What FfmpegNormaliser and its worker do, in this process, until the encoder has begun. */
const normaliseHere: Normalise = async (inputFile, outputFile) => {
  const sniffed = await sniff(inputFile);
  const directory = mkdtempSync(join(dirname(outputFile), '.normalise-'));
  const stop = new AbortController();
  const begun = new Error('encoding');
  const timer = setTimeout(() => {
    stop.abort(new DomainError('audioTimeout'));
  }, LIMITS.maxSeconds * 1_000);
  const request = { inputFile, ...sniffed, profile: CLEAN_PROFILE, limits: LIMITS, trim: null };
  try {
    await new NormaliseJob(request, directory, stop.signal, (share) => {
      if (share > ENCODING) stop.abort(begun);
    }).run();
  } catch (error) {
    if (error !== begun) throw error;
  } finally {
    clearTimeout(timer);
    rmSync(directory, { recursive: true });
  }
};

async function endOf(folder: string, mutant: number, bytes: Buffer, normalise: Normalise): Promise<string> {
  const [inputFile, outputFile] = [join(folder, `${mutant}.in`), join(folder, `${mutant}.mp3`)];
  writeFileSync(inputFile, bytes);
  try {
    await normalise(inputFile, outputFile);
    rmSync(outputFile, { force: true });
    return 'accepted';
  } catch (error) {
    if (error instanceof DomainError && error.code in AUDIO_ERRORS) return error.code;
    return `fault: ${String(error)}`;
  } finally {
    rmSync(inputFile);
  }
}
