import { mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '../domain/errors';
import { RENDITION_FILE } from './normalise-args';
import { NormalisePool } from './normalise-pool';
import { AudioNormaliser, type NormaliseRequest, type NormaliseResult } from './normaliser';
import { publish } from './publish';
import { sniff } from './sniff';

/** In a job's directory. */
const SOURCE_LINK = 'source';

/** Normalises with ffmpeg through fluent-ffmpeg. Needs no dependency injection: `new FfmpegNormaliser()` will do. */
export class FfmpegNormaliser extends AudioNormaliser implements OnModuleDestroy {
  private readonly pool = new NormalisePool();

  async normalise(request: NormaliseRequest): Promise<NormaliseResult> {
    const { profile, limits, trim = null, onProgress } = request;
    // The worker has another working directory.
    const [inputFile, outputFile] = [resolve(request.inputFile), resolve(request.outputFile)];
    const found = await stat(inputFile);
    // Whoever opens a pipe may wait for ever.
    if (!found.isFile()) throw new DomainError('notAFile', { file: basename(inputFile) });
    const { size } = found;
    if (size > limits.maxInputBytes)
      throw new DomainError('audioTooLarge', { bytes: size, maxBytes: limits.maxInputBytes });
    const sniffed = await sniff(inputFile);
    const directory = await mkdtemp(join(dirname(outputFile), '.normalise-'));
    try {
      const job = { inputFile: await wellNamed(inputFile, directory), ...sniffed, profile, limits, trim };
      const { rendition, ...result } = await withDeadline(limits.maxSeconds, request.signal, (signal) =>
        this.pool.run(job, { directory, signal, onProgress }),
      );
      request.signal?.throwIfAborted();
      const published = await publish(join(directory, RENDITION_FILE), outputFile);
      return { ...result, rendition: { ...rendition, ...published } };
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.close();
  }
}

/** ffmpeg prints the name of what it reads: with a line break in it, a file could put words into its mouth. */
async function wellNamed(file: string, directory: string): Promise<string> {
  // Not every file system (a USB stick's) has links.
  if (!/\p{Cc}/u.test(file)) return file;
  const link = join(directory, SOURCE_LINK);
  await symlink(file, link);
  return link;
}

/** Runs `work` under a signal that fires on the caller's abort, or with audioTimeout after `maxSeconds`. */
async function withDeadline<T>(
  maxSeconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const stop = new AbortController();
  const forward = (): void => {
    stop.abort(outer?.reason);
  };
  const timer = setTimeout(() => {
    stop.abort(new DomainError('audioTimeout', { maxSeconds }));
  }, maxSeconds * 1000);
  outer?.addEventListener('abort', forward, { once: true });
  try {
    return await work(stop.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', forward);
  }
}
