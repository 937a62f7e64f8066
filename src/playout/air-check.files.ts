import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors';
import { recordingFile } from './engine/mp3-recording';
import { RETURNED_SUFFIX } from './engine/output-block';
import { PlayoutEngineOptions } from './forked.playout-engine';
import { PlayoutRepository } from './playout.repository';

/** An air-check that can be listened to now. */
export interface AirCheckRecording {
  readonly kind: 'airChecks';
  readonly path: string;
  /** For the person who saves it. */
  readonly name: string;
  /** Changes when the file does; it is not the hash of its bytes. */
  readonly sha256: string;
}

/** The recordings that lie behind the as-played log. */
@Injectable()
export class AirCheckFiles {
  constructor(
    private readonly repository: PlayoutRepository,
    private readonly options: PlayoutEngineOptions,
  ) {}

  /**
   * @param logId of a `played` entry
   * @throws DomainError notFound when there is no such entry, when nothing was recorded, while it still is, and once it is deleted
   */
  async ofEntry(logId: number): Promise<AirCheckRecording> {
    const entry = await this.repository.logEntry(logId);
    const path = entry === null ? null : this.path(entry);
    if (path === null) throw new DomainError('notFound', { kind: 'airCheck', id: String(logId) });
    const { size } = statSync(path);
    const sha256 = createHash('sha256')
      .update(`${path} ${String(size)}`)
      .digest('hex');
    return { kind: 'airChecks', path, sha256, name: basename(path) };
  }

  /** null: none was made, it is still being recorded, or it is deleted. */
  path({ outputCode, airCheck }: { readonly outputCode: string; readonly airCheck: string | null }): string | null {
    if (airCheck === null) return null;
    return recordingFile(join(this.options.directories.airChecks, outputCode, airCheck));
  }
}

/** Whether an air-check holds what came back from the mount or the sound server; else it was taken before the output. */
export function isReturned(airCheck: string): boolean {
  return airCheck.endsWith(RETURNED_SUFFIX);
}
