import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors';
import { Environment } from '../platform/config/environment';
import type { ReportRow } from './report.entity';
import type { RenderedFile } from './render/render-all';
import { RenderThread } from './render/render-thread';
import type { Report } from './report';

export type StoredFile = ReportRow['files'][number];

/** A rendered file that is safely on disk under a temporary name. */
export interface StagedFile {
  readonly path: string;
  readonly extension: RenderedFile['extension'];
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * DATA_DIR/reports/<folder>/<name>.{json,docx,pdf,xlsx,csv}, the folder one a period, written by way of DATA_DIR/tmp on the same file system:
 * a reader finds a whole file or none.
 */
@Injectable()
export class ReportArchive {
  private readonly reportsDir: string;
  private readonly temporaryDir: string;

  constructor(
    { dataDir }: Environment,
    private readonly renderer: RenderThread,
  ) {
    this.reportsDir = join(dataDir, 'reports');
    this.temporaryDir = join(dataDir, 'tmp');
  }

  /** The slow part, done before the database is asked which version it becomes. @throws DomainError diskFull */
  async stage(folder: string, report: Report): Promise<StagedFile[]> {
    const files = await this.renderer.render(report);
    await mkdir(this.temporaryDir, { recursive: true });
    await mkdir(join(this.reportsDir, folder), { recursive: true });
    const staged: StagedFile[] = [];
    try {
      for (const { extension, content } of files) {
        const path = join(this.temporaryDir, `${randomUUID()}.report`);
        const sha256 = createHash('sha256').update(content).digest('hex');
        staged.push({ path, extension, sha256, bytes: content.length });
        await writeDurably(path, content);
      }
      return staged;
    } catch (error) {
      await this.discard(staged);
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
        ? new DomainError('diskFull', {}, { cause: error })
        : error;
    }
  }

  /** Gives staged files their names. A file of that name without a row is left from a failed attempt: replaced. */
  async keep(period: string, stem: string, staged: readonly StagedFile[]): Promise<StoredFile[]> {
    const folder = join(this.reportsDir, period);
    const files: StoredFile[] = [];
    for (const { path, extension, sha256, bytes } of staged) {
      const name = `${stem}.${extension}`;
      await rename(path, join(folder, name));
      files.push({ name, sha256, bytes });
    }
    await flush(folder);
    return files;
  }

  async discard(staged: readonly StagedFile[]): Promise<void> {
    for (const { path } of staged) await rm(path, { force: true });
  }

  /** Files that a later edit of the draft has replaced. */
  async remove(folder: string, files: readonly StoredFile[]): Promise<void> {
    for (const { name } of files) await rm(join(this.reportsDir, folder, name), { force: true });
  }

  /** @throws DomainError notFound */
  async read(folder: string, { name }: StoredFile): Promise<Buffer> {
    try {
      return await readFile(join(this.reportsDir, folder, name));
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? new DomainError('notFound', { kind: 'reportFile', id: name }, { cause: error })
        : error;
    }
  }
}

async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename survive a power cut. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
