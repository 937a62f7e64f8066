import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '../domain/errors';
import { SystemClock } from '../platform/clock';
import type { Environment } from '../platform/config/environment';
import { DATABASE_FILE } from '../platform/database/database.module';
import { isMember, MANIFEST_FILE, type Folder, type Manifest } from './backup-format';
import type { Command, Invocation } from './command';
import { environment } from './context';
import { filesBelow, flush, makeFolder, refuseExisting, type FoundFile } from './files';
import { sha256Of, snapshotDatabase } from './snapshot';
import { packTar, type Packed, type TarPart } from './tar';

export const backup: Command = {
  name: 'backup',
  synopsis: 'FILE [--force] [--json]',
  help: {
    vi:
      'Sao lưu vào một tệp tar, kể cả khi dịch vụ đang chạy: cơ sở dữ liệu, bản ghi âm, báo cáo, cấu hình (station.yaml, plans/).\n' +
      'Không gồm tệp đã phát ra, bản thu kiểm tra sóng và sổ tạm của bộ phát. --force: ghi đè tệp đã có.',
    en:
      'Backs up into one tar file, even while the service runs: database, recordings, reports, settings (station.yaml, plans/).\n' +
      "Not in it: what the outputs wrote, air-checks, the playout engine's journal. --force: replace an existing file.",
  },
  options: { force: 'boolean' },
  operandCount: { min: 1, max: 1 },
  run,
};

async function run(invocation: Invocation): Promise<0> {
  const file = invocation.path(invocation.operand(0));
  refuseExisting(file, invocation.has('force'));
  await makeFolder(dirname(file));
  const temporary = await mkdtemp(join(dirname(file), '.backup-'));
  try {
    const parts = await collect(environment(), temporary);
    invocation.io.signal.throwIfAborted();
    const { bytes, sha256 } = await write(file, parts, temporary, invocation);
    const { manifest } = parts;
    invocation.answer({ file, bytes, sha256, manifest }, [
      `Đã sao lưu: ${file} (${bytes} byte; ${manifest.media.files} tệp âm thanh, ${manifest.reports.files} tệp báo cáo).`,
      `Backed up: ${file} (${bytes} bytes; ${manifest.media.files} audio files, ${manifest.reports.files} report files).`,
      `SHA-256: ${sha256}`,
    ]);
    return 0;
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
async function collect({ dataDir, configDir }: Environment, temporary: string): Promise<Parts> {
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
    createdAt: new Date(new SystemClock().now()).toISOString(),
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
async function write(file: string, parts: Parts, temporary: string, invocation: Invocation): Promise<Packed> {
  const draft = `${file}.part`;
  try {
    const packed = await pack(draft, parts, temporary, invocation.io.signal);
    refuseExisting(file, invocation.has('force'));
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
