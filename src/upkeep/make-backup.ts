import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '../domain/errors';
import type { EpochMs } from '../domain/calendar';
import type { Environment } from '../platform/config/environment';
import { DATABASE_FILE } from '../platform/database/database.module';
import { filesBelow, flush, makeFolder, refuseExisting, type FoundFile } from '../platform/files';
import { isMember, MANIFEST_FILE, type Folder, type Manifest } from './backup-format';
import { sha256Of, snapshotDatabase } from './snapshot';
import { packTar, type Packed, type TarPart } from './tar';

export interface BackupOrder {
  /** Absolute. */
  readonly file: string;
  readonly mayReplace: boolean;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

/**
 * Packs database, recordings, reports and settings into one tar file, whether or not the service runs.
 * @throws DomainError fileExists | folderUnusable | databaseMissing | archiveFailed
 */
export async function makeBackup(
  environment: Pick<Environment, 'dataDir' | 'configDir'>,
  order: BackupOrder,
): Promise<Packed & { readonly manifest: Manifest }> {
  refuseExisting(order.file, order.mayReplace);
  const folder = dirname(order.file);
  await makeFolder(folder);
  const temporary = await mkdtemp(join(folder, '.backup-'));
  try {
    const parts = await collect(environment, temporary, order.now);
    order.signal.throwIfAborted();
    return { ...(await write(parts, temporary, order)), manifest: parts.manifest };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

interface Parts {
  readonly manifest: Manifest;
  readonly dataDir: string;
  /** Below the temporary folder. */
  readonly copied: readonly string[];
  /** Below DATA_DIR, where they never change. */
  readonly lasting: readonly string[];
}

/**
 * The database first: every file it names is there by then, and files are only ever added.
 * @throws DomainError databaseMissing {dataDir}
 */
async function collect(
  { dataDir, configDir }: Pick<Environment, 'dataDir' | 'configDir'>,
  temporary: string,
  now: EpochMs,
): Promise<Parts> {
  const database = join(dataDir, DATABASE_FILE);
  if (!existsSync(database)) throw new DomainError('databaseMissing', { dataDir });
  const snapshot = join(temporary, DATABASE_FILE);
  await snapshotDatabase(database, snapshot);
  await copyConfig(configDir, join(temporary, 'config'));
  const found: Record<Folder, FoundFile[]> = {
    media: await membersOf('media', dataDir),
    reports: await membersOf('reports', dataDir),
    config: await membersOf('config', temporary),
  };
  const manifest: Manifest = {
    format: 1,
    createdAt: new Date(now).toISOString(),
    database: { sha256: await sha256Of(snapshot), bytes: (await stat(snapshot)).size },
    media: countOf(found.media),
    reports: countOf(found.reports),
    config: countOf(found.config),
  };
  await writeFile(join(temporary, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  const paths = (files: readonly FoundFile[]) => files.map(({ path }) => path);
  return {
    manifest,
    dataDir,
    copied: [MANIFEST_FILE, DATABASE_FILE, ...paths(found.config)],
    lasting: [...paths(found.media), ...paths(found.reports)],
  };
}

/** Settings are edited in place: copied, so that what is counted is what is packed. */
async function copyConfig(configDir: string, target: string): Promise<void> {
  await mkdir(join(target, 'plans'), { recursive: true });
  const plans = (await filesBelow(join(configDir, 'plans'))).map(({ path }) => join('plans', path));
  for (const path of ['station.yaml', ...plans]) {
    if (isMember('config', `config/${path}`)) await copyFile(join(configDir, path), join(target, path));
  }
}

async function membersOf(folder: Folder, parent: string): Promise<FoundFile[]> {
  const found = await filesBelow(join(parent, folder));
  return found
    .map(({ path, bytes }) => ({ path: `${folder}/${path}`, bytes }))
    .filter(({ path }) => isMember(folder, path));
}

function countOf(files: readonly FoundFile[]): { readonly files: number; readonly bytes: number } {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** By way of FILE.part: whoever finds FILE finds a whole one. Only its owner may read it, like DATA_DIR itself. */
async function write(parts: Parts, temporary: string, { file, mayReplace, signal }: BackupOrder): Promise<Packed> {
  const draft = `${file}.part`;
  try {
    const packed = await pack(draft, parts, temporary, signal);
    refuseExisting(file, mayReplace);
    await rename(draft, file);
    await flush(dirname(file));
    return packed;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function pack(draft: string, parts: Parts, temporary: string, signal: AbortSignal): Promise<Packed> {
  const list = async (name: string, folder: string, paths: readonly string[]): Promise<TarPart> => {
    const listFile = join(temporary, name);
    await writeFile(listFile, paths.map((path) => `${path}\0`).join(''));
    return { folder, listFile };
  };
  const handle = await open(draft, 'w', 0o600);
  try {
    const packed = await packTar(
      [await list('copied.list', temporary, parts.copied), await list('lasting.list', parts.dataDir, parts.lasting)],
      handle,
      signal,
    );
    await handle.sync();
    return packed;
  } finally {
    await handle.close();
  }
}
