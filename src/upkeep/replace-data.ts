import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DATABASE_FILE } from '../platform/database/database.module';
import { isMember } from './backup-format';
import { filesBelow } from '../platform/files';

interface Places {
  /** A verified backup, unpacked inside DATA_DIR. */
  readonly unpacked: string;
  readonly dataDir: string;
  readonly configDir: string;
  /** Where what is there now goes. */
  readonly before: string;
}

interface Move {
  readonly from: string;
  readonly to: string;
}

/** With its journal files: without them a database that was not closed properly would lose its last transactions. */
const PRESENT_DATA = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`, 'media', 'reports'];
const RESTORED_DATA = [DATABASE_FILE, 'media', 'reports'];

/** Puts the backup in the place of what is there. When a move fails, those before it are taken back. */
export async function putInPlace(places: Places): Promise<void> {
  const moves = await movesOf(places);
  await promisify(execFile)('sync', ['-f', places.unpacked]);
  const done: Move[] = [];
  await mkdir(places.before, { mode: 0o700 });
  try {
    for (const one of moves) {
      await move(one);
      done.push(one);
    }
    await promisify(execFile)('sync', ['-f', places.dataDir]);
  } catch (error) {
    for (const { from, to } of done.reverse()) await move({ from: to, to: from });
    // Everything is back where it was: only empty folders are left.
    await rm(places.before, { recursive: true, force: true });
    throw error;
  }
}

async function movesOf({ unpacked, dataDir, configDir, before }: Places): Promise<Move[]> {
  const within = (names: readonly string[], from: string, to: string): Move[] =>
    names.map((name) => ({ from: join(from, name), to: join(to, name) })).filter((one) => existsSync(one.from));
  const [presentConfig, restoredConfig] = [await settingsIn(configDir), await settingsIn(join(unpacked, 'config'))];
  return [
    ...within(PRESENT_DATA, dataDir, before),
    ...within(presentConfig, configDir, join(before, 'config')),
    ...within(restoredConfig, join(unpacked, 'config'), configDir),
    ...within(RESTORED_DATA, unpacked, dataDir),
  ];
}

/** station.yaml and plans/*.yaml; whatever else lies in CONFIG_DIR stays. */
async function settingsIn(configDir: string): Promise<string[]> {
  const plans = (await filesBelow(join(configDir, 'plans'))).map(({ path }) => join('plans', path));
  return ['station.yaml', ...plans].filter((path) => isMember('config', `config/${path}`));
}

async function move({ from, to }: Move): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    // Only CONFIG_DIR may be on another file system; it holds plain files.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, `${to}.part`);
    await rename(`${to}.part`, to);
    await rm(from);
  }
}
