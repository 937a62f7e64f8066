import { existsSync } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { DomainError } from '../domain/errors';

/** @throws DomainError fileExists {file} unless it may be replaced */
export function refuseExisting(file: string, mayReplace: boolean): void {
  if (!mayReplace && existsSync(file)) throw new DomainError('fileExists', { file });
}

/** @throws DomainError fileMissing | notAFile | fileUnreadable */
export async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new DomainError('fileMissing', { file });
  if (!found.isFile()) throw new DomainError('notAFile', { file });
  await access(file, constants.R_OK).catch((cause: unknown) => {
    throw new DomainError('fileUnreadable', { file }, { cause });
  });
}

/** @throws DomainError folderUnusable {folder, reason} when it cannot be made */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new DomainError('folderUnusable', { folder, reason }, { cause: error });
  }
}

/** Writes a file whole or not at all: FILE.part, fsync, rename. @param mode of the new file */
export async function writeWhole(file: string, content: Buffer | string, mode = 0o644): Promise<void> {
  const draft = `${file}.part`;
  try {
    const handle = await open(draft, 'w', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await flush(dirname(file));
}

/** Makes a rename in this folder survive a power cut. */
export async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface FoundFile {
  /** With "/" between its parts, starting at the folder that was walked. */
  readonly path: string;
  readonly bytes: number;
}

/** Every file below a folder, links to files among them, sorted; none when there is no such folder. */
export async function filesBelow(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const found: FoundFile[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const file = join(entry.parentPath, entry.name);
    const { size: bytes } = await stat(file);
    found.push({ path: relative(folder, file), bytes });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
