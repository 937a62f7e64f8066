import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { OPEN_READONLY } from 'sqlite3';
import { DataSource } from 'typeorm';
import { DomainError } from '../domain/errors';
import { migrations } from '../platform/database/migrations';

const BUSY_TIMEOUT_MS = 10_000;

/** A copy of the database as it is at one instant, made over a connection that only reads: the service may go on writing. */
export async function snapshotDatabase(database: string, copy: string): Promise<void> {
  await reading(database, (connection) => connection.query('VACUUM INTO ?', [copy]));
}

/**
 * @param archive the backup's name, for the error
 * @throws DomainError backupInvalid | backupTooNew {file, migration}
 */
export async function checkDatabase(database: string, archive: string): Promise<void> {
  const damaged = (problem: string, cause?: unknown) =>
    new DomainError('backupInvalid', { file: archive, problem: `database: ${problem}` }, { cause });
  const { verdict, applied } = await reading(database, async (connection) => {
    const integrity = await connection.query<{ integrity_check: string }[]>('PRAGMA integrity_check');
    const rows = await connection.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
    return { verdict: integrity[0]?.integrity_check ?? 'no answer', applied: rows.map(({ name }) => name) };
  }).catch((error: unknown) => {
    throw damaged((error as Error).message, error);
  });
  if (verdict !== 'ok') throw damaged(verdict);
  const known = migrations.map((Migration) => Migration.name);
  const unknown = applied.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new DomainError('backupTooNew', { file: archive, migration: unknown });
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Does something over a connection that only reads, whether or not the service runs. @param entities those it reads by */
export async function reading<T>(
  database: string,
  work: (connection: DataSource) => Promise<T>,
  entities: readonly (abstract new () => object)[] = [],
): Promise<T> {
  const options = { database, entities: [...entities], flags: OPEN_READONLY, busyTimeout: BUSY_TIMEOUT_MS };
  const connection = new DataSource({ type: 'sqlite', ...options });
  await connection.initialize();
  try {
    return await work(connection);
  } finally {
    await connection.destroy();
  }
}
