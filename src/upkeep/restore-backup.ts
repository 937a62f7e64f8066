import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EpochMs } from '../domain/calendar';
import { DomainError } from '../domain/errors';
import type { Environment } from '../platform/config/environment';
import { DATABASE_FILE } from '../platform/database/database.module';
import { filesBelow } from '../platform/files';
import { InstanceLock } from '../platform/instance-lock';
import { belongs, FOLDERS, isNamedByContent, MANIFEST_FILE, manifestSchema, type Manifest } from './backup-format';
import { putInPlace } from './replace-data';
import { checkDatabase, sha256Of } from './snapshot';
import { listTar, unpackTar } from './tar';

interface RestoreOrder {
  /** Absolute. */
  readonly archive: string;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

/**
 * Puts a backup in the place of what is there, which is kept beside it; nothing changes unless the backup is intact.
 * @throws DomainError dataDirInUse | backupInvalid | backupTooNew
 */
export async function restoreBackup(
  { dataDir, configDir }: Pick<Environment, 'dataDir' | 'configDir'>,
  { archive, now, signal }: RestoreOrder,
): Promise<{ readonly manifest: Manifest; readonly before: string }> {
  const lock = InstanceLock.acquire(dataDir);
  try {
    return await withUnpacked(archive, dataDir, signal, async (unpacked, manifest) => {
      signal.throwIfAborted();
      const before = join(dataDir, `before-restore-${timestamp(now)}`);
      await putInPlace({ unpacked, dataDir, configDir, before });
      return { manifest, before };
    });
  } finally {
    lock.release();
  }
}

/**
 * Reads a backup back: every member, the database's own check, and the hash that each recording is named by. A restore
 * asks for less: one recording that went bad is no reason to lose the rest.
 * @param folder where it is unpacked for the while
 * @throws DomainError backupInvalid | backupTooNew
 */
export async function verifyBackup(archive: string, folder: string, signal: AbortSignal): Promise<Manifest> {
  return withUnpacked(archive, folder, signal, async (unpacked, manifest) => {
    for (const { path } of await filesBelow(join(unpacked, 'media')))
      if (isNamedByContent(`media/${path}`) && (await sha256Of(join(unpacked, 'media', path))) !== basename(path))
        throw invalid(archive, `media/${path}`);
    return manifest;
  });
}

async function withUnpacked<T>(
  archive: string,
  folder: string,
  signal: AbortSignal,
  work: (unpacked: string, manifest: Manifest) => Promise<T>,
): Promise<T> {
  const unpacked = await mkdtemp(join(folder, 'restore-'));
  try {
    await unpack(archive, unpacked, signal);
    return await work(unpacked, await verify(unpacked, archive));
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

/** Nothing but plain files under the names that a backup uses: so nothing can be written elsewhere. */
async function unpack(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  try {
    for (const { type, path } of await listTar(archive, signal)) {
      if (type !== '-' || !belongs(path)) throw invalid(archive, `member ${type} ${path}`);
    }
    await unpackTar(archive, folder, signal);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'archiveFailed') throw error;
    throw invalid(archive, String(error.facts['problem']), error);
  }
}

/** @throws DomainError backupInvalid | backupTooNew */
async function verify(unpacked: string, archive: string): Promise<Manifest> {
  const manifest = await readManifest(join(unpacked, MANIFEST_FILE), archive);
  const database = join(unpacked, DATABASE_FILE);
  const sha256 = await sha256Of(database).catch(() => 'none');
  if (sha256 !== manifest.database.sha256) throw invalid(archive, `database: SHA-256 ${sha256}`);
  await checkDatabase(database, archive);
  for (const folder of FOLDERS) {
    const files = await filesBelow(join(unpacked, folder));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const expected = manifest[folder];
    if (files.length !== expected.files || bytes !== expected.bytes) {
      throw invalid(archive, `${folder}: ${files.length} files, ${bytes} bytes`);
    }
  }
  return manifest;
}

async function readManifest(file: string, archive: string): Promise<Manifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw invalid(archive, MANIFEST_FILE, error);
  }
}

function invalid(file: string, problem: string, cause?: unknown): DomainError {
  return new DomainError('backupInvalid', { file, problem }, { cause });
}

/** "20261122T054500123Z": sorts by time and suits every file system. */
export function timestamp(now: EpochMs): string {
  return new Date(now).toISOString().replace(/[-:.]/g, '');
}
