import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { DomainError } from '../domain/errors';

/** Files of one folder that go into an archive under their relative names, listed in a file, each ended by a NUL. */
export interface TarPart {
  readonly folder: string;
  readonly listFile: string;
}

export interface Packed {
  readonly bytes: number;
  readonly sha256: string;
}

/** What a member is besides its name; "-" is a plain file (see ls(1)). */
export interface TarMember {
  readonly type: string;
  readonly path: string;
}

/** Packs exactly these files, in this order, into an open file. @throws DomainError archiveFailed */
export async function packTar(parts: readonly TarPart[], target: FileHandle, signal: AbortSignal): Promise<Packed> {
  const args = [
    '-c',
    '-f',
    '-',
    '--format=posix',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--dereference',
    '--hard-dereference',
    '--no-recursion',
  ];
  const files = parts.flatMap(({ folder, listFile }) => ['-C', folder, '-T', listFile]);
  const hash = createHash('sha256');
  let bytes = 0;
  await tar([...args, '--null', '--verbatim-files-from', ...files], signal, async (chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
    await target.writeFile(chunk);
  });
  return { bytes, sha256: hash.digest('hex') };
}

/** @throws DomainError archiveFailed when it is no tar archive, or a damaged one */
export async function listTar(archive: string, signal: AbortSignal): Promise<TarMember[]> {
  const args = ['-t', '-v', '-f', archive, '--force-local', '--numeric-owner', '--quoting-style=escape'];
  const chunks: Buffer[] = [];
  await tar(args, signal, (chunk) => {
    chunks.push(chunk);
    return Promise.resolve();
  });
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    // Type and mode, owner, size, date, minute, name. A line break or a backslash in a name comes escaped. (With seconds
    // and their fractions the column would be padded, and a name could not be told from one that begins with a blank.)
    const [, type = '?', path = line] = /^(.)\S{9} \S+ +\S+ \d{4}-\d\d-\d\d \d\d:\d\d (.*)$/.exec(line) ?? [];
    return { type, path };
  });
}

/** Unpacks everything into an empty folder. @throws DomainError archiveFailed */
export async function unpackTar(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  const args = ['-x', '-f', archive, '--force-local', '-C', folder, '--no-same-owner', '--no-same-permissions'];
  await tar(args, signal, () => Promise.resolve());
}

async function tar(
  args: readonly string[],
  signal: AbortSignal,
  take: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  // The plain locale, but for letters: messages in English, file names as they are.
  const child = spawn('tar', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    signal,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Awaited below; until then it must not count as unhandled.
  ended.catch(() => undefined);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  for await (const chunk of child.stdout) await take(chunk as Buffer);
  const code = await ended;
  if (code !== 0) throw new DomainError('archiveFailed', { problem: complaint.trim().split('\n')[0] ?? String(code) });
}
