import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { EpochMs } from '../domain/calendar';
import type { Environment } from '../platform/config/environment';
import { writeWhole } from '../platform/files';
import { restoreBackup } from './restore-backup';

const requestSchema = z.object({
  /** Absolute. */
  archive: z.string(),
  requestedBy: z.string(),
  /** Epoch milliseconds. */
  requestedAt: z.int(),
});
export type RestoreRequest = z.output<typeof requestSchema>;

const outcomeSchema = requestSchema.extend({
  at: z.int(),
  /** Where the former data are; null when nothing was replaced. */
  before: z.string().nullable(),
  problem: z.string().nullable(),
  /** Whether the audit log has it. */
  booked: z.boolean(),
});
export type RestoreOutcome = z.output<typeof outcomeSchema>;

const requestFile = (dataDir: string) => join(dataDir, 'restore-request.json');
const outcomeFile = (dataDir: string) => join(dataDir, 'restore-outcome.json');

export async function writeRequest(dataDir: string, request: RestoreRequest): Promise<void> {
  await writeWhole(requestFile(dataDir), JSON.stringify(request), 0o600);
}

export async function readRequest(dataDir: string): Promise<RestoreRequest | null> {
  return read(requestFile(dataDir), requestSchema);
}

export async function withdrawRequest(dataDir: string): Promise<void> {
  await rm(requestFile(dataDir), { force: true });
}

export async function writeOutcome(dataDir: string, outcome: RestoreOutcome): Promise<void> {
  await writeWhole(outcomeFile(dataDir), JSON.stringify(outcome), 0o600);
}

export async function readOutcome(dataDir: string): Promise<RestoreOutcome | null> {
  return read(outcomeFile(dataDir), outcomeSchema);
}

/**
 * Before the service opens its database: the restore that somebody asked for on the page. A back-up that is not intact
 * changes nothing, and the service starts with the data it had.
 * @throws DomainError dataDirInUse
 */
export async function carryOutRestore(
  environment: Pick<Environment, 'dataDir' | 'configDir'>,
  now: EpochMs,
): Promise<RestoreOutcome | null> {
  const { dataDir } = environment;
  const request = await readRequest(dataDir);
  if (request === null) return null;
  const outcome = { ...request, at: now, ...(await attempt(environment, request.archive, now)), booked: false };
  await writeOutcome(dataDir, outcome);
  await withdrawRequest(dataDir);
  return outcome;
}

async function attempt(environment: Pick<Environment, 'dataDir' | 'configDir'>, archive: string, now: EpochMs) {
  try {
    const { before } = await restoreBackup(environment, { archive, now, signal: new AbortController().signal });
    return { before, problem: null };
  } catch (error) {
    if ((error as { code?: unknown }).code === 'dataDirInUse') throw error;
    return { before: null, problem: String((error as { facts?: { problem?: unknown } }).facts?.problem ?? error) };
  }
}

async function read<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema> | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}
