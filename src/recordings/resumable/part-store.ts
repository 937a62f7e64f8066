import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../domain/clock';
import { DomainError } from '../../domain/errors';
import { Environment } from '../../platform/config/environment';
import { Station } from '../../platform/config/station';
import type { PartSize } from './upload-quota';

const HOUR_MS = 3_600_000;

/** tus's file store keeps this beside the bytes. */
const noteShape = z.object({
  size: z.int().min(0),
  metadata: z.record(z.string(), z.string().nullable()).default({}),
});

/** An upload that has begun. */
export interface Part extends PartSize {
  readonly id: string;
  readonly file: string;
  readonly metadata: Readonly<Record<string, string | null>>;
  /** When its last byte came. */
  readonly touchedAt: number;
}

/** Unfinished uploads under DATA_DIR/uploads: the bytes as ID, what was announced as ID.json. On the media's file system. */
@Injectable()
export class PartStore implements OnModuleInit {
  readonly directory: string;

  constructor(
    environment: Environment,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {
    this.directory = join(environment.dataDir, 'uploads');
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
  }

  /** null: nobody knows it, or only half of it was written when the service died. */
  async find(id: string): Promise<Part | null> {
    const file = join(this.directory, id);
    const found = await stat(file).catch(() => null);
    const note = await readFile(`${file}.json`, 'utf8').then(parsedNote, () => null);
    if (found === null || note === null) return null;
    return { id, file, ...note, received: found.size, touchedAt: found.mtimeMs };
  }

  async all(): Promise<readonly Part[]> {
    const parts = await Promise.all((await this.ids()).map((id) => this.find(id)));
    return parts.filter((part) => part !== null);
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.directory);
    return bavail * bsize;
  }

  /** Lower-case hexadecimal. */
  async sha256({ file }: Part): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }

  /** Gives the bytes a second name; the part stays until it is forgotten. */
  async linkTo({ file }: Part, other: string): Promise<void> {
    await link(file, other);
  }

  async forget(id: string): Promise<void> {
    const file = join(this.directory, id);
    await rm(file, { force: true });
    await rm(`${file}.json`, { force: true });
  }

  /** Milliseconds for which an upload may stand still. */
  get keepMs(): number {
    return this.station.config.limits.unfinishedUploadKeepHours * HOUR_MS;
  }

  isExpired({ touchedAt }: Pick<Part, 'touchedAt'>): boolean {
    return this.clock.now() - touchedAt > this.keepMs;
  }

  /** Ids of what lies here, whole or not. */
  async ids(): Promise<readonly string[]> {
    const names = await readdir(this.directory);
    return [...new Set(names.map((name) => name.replace(/\.json$/, '')))];
  }

  /** Deletes what expired, and the remains of an upload that was being made when the service died. */
  async purge(id: string): Promise<boolean> {
    const file = join(this.directory, id);
    const found = await stat(file).catch(() => stat(`${file}.json`).catch(() => null));
    // Or it was cancelled meanwhile.
    if (found === null || !this.isExpired({ touchedAt: found.mtimeMs })) return false;
    await this.forget(id);
    return true;
  }
}

export function unknownUpload(id: string): DomainError {
  return new DomainError('notFound', { kind: 'upload', id });
}

function parsedNote(text: string): z.output<typeof noteShape> | null {
  try {
    return noteShape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
