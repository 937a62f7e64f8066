import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors';
import { SystemClock } from '../platform/clock';
import { DATABASE_FILE } from '../platform/database/database.module';
import { InstanceLock } from '../platform/instance-lock';
import { belongs, FOLDERS, MANIFEST_FILE, manifestSchema, type Manifest } from './backup-format';
import type { Command, Invocation } from './command';
import { environment } from './context';
import { filesBelow, requireFile } from './files';
import { putInPlace } from './replace-data';
import { checkDatabase, sha256Of } from './snapshot';
import { listTar, unpackTar } from './tar';

export const restore: Command = {
  name: 'restore',
  synopsis: 'FILE [--json]',
  help: {
    vi:
      'Khôi phục từ tệp sao lưu; phải dừng dịch vụ trước. Kiểm tra xong mới thay; dữ liệu và cấu hình đang có được chuyển\n' +
      'vào DATA_DIR/before-restore-…; nếu có lỗi thì giữ nguyên như cũ.',
    en:
      'Restores a backup; stop the service first. Everything is verified before anything is replaced; present data and settings\n' +
      'move to DATA_DIR/before-restore-…; on any failure all stays as it was.',
  },
  options: {},
  operandCount: { min: 1, max: 1 },
  run,
};

async function run(invocation: Invocation): Promise<0> {
  const archive = invocation.path(invocation.operand(0));
  const { signal } = invocation.io;
  await requireFile(archive);
  const { dataDir, configDir } = environment();
  const lock = InstanceLock.acquire(dataDir);
  try {
    const unpacked = await mkdtemp(join(dataDir, 'restore-'));
    try {
      await unpack(archive, unpacked, signal);
      const manifest = await verify(unpacked, archive);
      signal.throwIfAborted();
      const before = join(dataDir, `before-restore-${timestamp()}`);
      await putInPlace({ unpacked, dataDir, configDir, before });
      tell(invocation, archive, manifest, before);
      return 0;
    } finally {
      await rm(unpacked, { recursive: true, force: true });
    }
  } finally {
    lock.release();
  }
}

function tell(invocation: Invocation, file: string, manifest: Manifest, before: string): void {
  invocation.answer({ file, manifest, before }, [
    `Đã khôi phục bản sao lưu lúc ${manifest.createdAt} (${manifest.media.files} tệp âm thanh). Có thể khởi động dịch vụ.`,
    `Restored the backup of ${manifest.createdAt} (${manifest.media.files} audio files). The service can be started.`,
    `Dữ liệu trước đó / Former data: ${before}`,
  ]);
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
function timestamp(): string {
  return new Date(new SystemClock().now()).toISOString().replace(/[-:.]/g, '');
}
