import { availableParallelism } from 'node:os';
import { FfmpegNormaliser } from '../audio/ffmpeg.normaliser';
import type { LoudnessProfile } from '../audio/loudness';
import type { NormaliseLimits, NormaliseResult } from '../audio/normaliser';
import { DomainError } from '../domain/errors';
import type { Station } from '../platform/config/station';
import type { Command, Invocation } from './command';
import { station } from './context';
import { codeOf, explainBriefly } from './explain';
import { makeFolder, requireFile } from '../platform/files';
import { OutputFolder } from './output-folder';

export const normalise: Command = {
  name: 'normalise',
  synopsis: 'IN... --out DIR [--json]',
  help: {
    vi:
      'Chuẩn hóa âm lượng nhiều tệp theo cấu hình của đài, ghi MP3 vào DIR; mỗi tệp xong in một dòng JSON.\n' +
      'Tệp hỏng chỉ bị ghi là "rejected", không làm dừng các tệp khác; không ghi đè tệp nào.',
    en:
      "Brings many files to the station's loudness as MP3 in DIR; one line of JSON as each is done.\n" +
      'A bad file is only marked "rejected" and never stops the others; nothing is overwritten.',
  },
  options: { out: 'string' },
  operandCount: { min: 1, max: Number.POSITIVE_INFINITY },
  run,
};

/** One line of the answer. */
interface NormalisedFile extends Pick<NormaliseResult, 'source' | 'rendition'> {
  readonly input: string;
  readonly status: 'ok';
  readonly code: null;
  readonly durationSeconds: number;
  /** Absolute. */
  readonly output: string;
}

interface RejectedFile {
  readonly input: string;
  readonly status: 'rejected';
  readonly code: string;
  readonly durationSeconds: null;
  readonly source: null;
  readonly rendition: null;
  readonly output: null;
}

async function run(invocation: Invocation): Promise<0> {
  const here = station();
  const folder = new OutputFolder(invocation.path(invocation.required('out')));
  await makeFolder(folder.path);
  const batch = new Batch(invocation, here, folder);
  const waiting = invocation.operands.map((input) => ({ input, name: folder.nameFor(input) }));
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await batch.work(next.input, next.name);
  };
  // Every worker has cleared up after itself before the run ends, stopped or not.
  await Promise.allSettled(Array.from({ length: availableParallelism() }, worker));
  await batch.end();
  invocation.io.signal.throwIfAborted();
  if (batch.fault !== null) throw batch.fault;
  return 0;
}

/** The run over all inputs: says what became of each. */
class Batch {
  /** What went wrong with the machine rather than with a file; the run has failed then, whatever else came out. */
  fault: Error | null = null;
  private readonly normaliser = new FfmpegNormaliser();
  private readonly profile: LoudnessProfile;
  private readonly limits: NormaliseLimits;

  constructor(
    private readonly invocation: Invocation,
    { config }: Station,
    private readonly folder: OutputFolder,
  ) {
    this.profile = config.loudness;
    this.limits = {
      maxInputBytes: config.limits.uploadMaxBytes,
      maxDurationSeconds: Math.max(...config.sessions.map((session) => session.maxDurationSeconds)),
      maxSeconds: config.limits.normaliseTimeoutSeconds,
    };
  }

  /** @throws Error only when the run was stopped */
  async work(input: string, name: string): Promise<void> {
    const { io } = this.invocation;
    io.signal.throwIfAborted();
    try {
      this.say(await this.normalised(input, name));
    } catch (error) {
      io.signal.throwIfAborted();
      const code = codeOf(error);
      if (!(error instanceof DomainError)) this.fault ??= error as Error;
      io.err(`${input}: ${explainBriefly(error)}\n`);
      this.say({ input, status: 'rejected', code, durationSeconds: null, source: null, rendition: null, output: null });
    }
  }

  /** Ends the processes that wait for another recording. */
  async end(): Promise<void> {
    await this.normaliser.onModuleDestroy();
  }

  private async normalised(input: string, name: string): Promise<NormalisedFile> {
    const inputFile = this.invocation.path(input);
    await requireFile(inputFile);
    const { profile, limits } = this;
    const { signal } = this.invocation.io;
    const draft = this.folder.draft();
    try {
      const result = await this.normaliser.normalise({ inputFile, outputFile: draft, profile, limits, signal });
      const output = await this.folder.publish(draft, name);
      const { durationSeconds, source, rendition } = result;
      return { input, status: 'ok', code: null, durationSeconds, source, rendition, output };
    } finally {
      await this.folder.discard(draft);
    }
  }

  private say(line: NormalisedFile | RejectedFile): void {
    this.invocation.io.out(`${JSON.stringify(line)}\n`);
  }
}
