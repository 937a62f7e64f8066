import { copyFile, mkdtemp } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import type { NormaliseRequest, NormaliseResult } from '../../src/audio/normaliser';

/** The real normaliser, but what it has made of a file it gives again: stations of one test file share their tunes. */
export class OnceNormaliser extends FfmpegNormaliser {
  private static readonly made = new Map<
    string,
    Promise<{ readonly file: string; readonly result: NormaliseResult }>
  >();

  override async normalise(request: NormaliseRequest): Promise<NormaliseResult> {
    const key = JSON.stringify([request.inputFile, request.profile]);
    const making = OnceNormaliser.made.get(key) ?? this.make(request);
    OnceNormaliser.made.set(key, making);
    const { file, result } = await making;
    await copyFile(file, request.outputFile);
    return result;
  }

  /** To its end, even when the station that asked first has gone. */
  private async make({ signal: _, ...request }: NormaliseRequest) {
    const directory = await mkdtemp(join(tmpdir(), 'once-'));
    process.once('exit', () => {
      rmSync(directory, { recursive: true, force: true });
    });
    const file = join(directory, 'rendition.mp3');
    return { file, result: await super.normalise({ ...request, outputFile: file }) };
  }
}
