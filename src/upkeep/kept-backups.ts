import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../platform/files';

/** What is known of a back-up that the service made, in a file beside it. */
const recordSchema = z.object({
  stationId: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.int(),
  bytes: z.int(),
  /** Of the archive. */
  sha256: z.string(),
  /** null: read back and found whole. */
  problem: z.string().nullable(),
});
export type BackupRecord = z.output<typeof recordSchema>;
export interface KeptBackup extends BackupRecord {
  readonly name: string;
}

const NAME = /^sao-luu-[a-z0-9-]+-\d{8}T\d{9}Z\.tar$/;

/** The station's own, newest first; whatever else lies in the folder is none of it. @throws Error when it cannot be read */
export async function keptBackups(folder: string, stationId: string): Promise<KeptBackup[]> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name));
  const found = await Promise.all(names.map(async (name) => recordOf(folder, name)));
  return found
    .filter((one) => one?.stationId === stationId)
    .filter((one) => one !== null)
    .sort((a, b) => b.createdAt - a.createdAt);
}

async function recordOf(folder: string, name: string): Promise<KeptBackup | null> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')));
    return { name, ...record };
  } catch {
    // Not ours, or not finished.
    return null;
  }
}

export async function writeRecord(folder: string, { name, ...record }: KeptBackup): Promise<void> {
  await writeWhole(join(folder, `${name}.json`), `${JSON.stringify(record, null, 2)}\n`, 0o600);
}

/** The record first: an archive without one counts as no back-up. */
export async function removeBackup(folder: string, name: string): Promise<void> {
  await rm(join(folder, `${name}.json`), { force: true });
  await rm(join(folder, name), { force: true });
}

/** Sound ones beyond the newest `keepCount`; unsound ones once a newer sound one is there. */
export function backupsToRemove(newestFirst: readonly KeptBackup[], keepCount: number): KeptBackup[] {
  const sound = newestFirst.filter(({ problem }) => problem === null);
  const newest = sound[0]?.createdAt ?? 0;
  const unsound = newestFirst.filter(({ problem, createdAt }) => problem !== null && createdAt < newest);
  return [...sound.slice(keepCount), ...unsound];
}
