import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const MIGRATIONS = join(PROJECT, 'src', 'platform', 'database', 'migrations');
const CACHE = join(PROJECT, 'node_modules', '.cache', 'truyen-thanh');

/**
 * Lays a database with the whole schema and no rows into a folder that has none: a hundred rigs would otherwise migrate
 * one each, which takes longer than what most of them test. Made anew whenever a migration has changed.
 */
export async function layDatabase(dataDir: string): Promise<void> {
  const schema = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS).sort()) schema.update(readFileSync(join(MIGRATIONS, file)));
  const laid = join(CACHE, schema.digest('hex').slice(0, 16));
  if (!existsSync(laid)) await migrateInto(laid);
  cpSync(laid, dataDir, { recursive: true, force: false });
}

async function migrateInto(folder: string): Promise<void> {
  // What only starts the built service need not load TypeORM.
  const { DATABASE_FILE, openDatabase } = jest.requireActual<
    typeof import('../../src/platform/database/database.module')
  >('../../src/platform/database/database.module');
  const { migrations } = jest.requireActual<typeof import('../../src/platform/database/migrations')>(
    '../../src/platform/database/migrations',
  );
  mkdirSync(CACHE, { recursive: true });
  const own = mkdtempSync(join(CACHE, 'new-'));
  const database = join(own, DATABASE_FILE);
  await (await openDatabase({ type: 'sqlite', database, enableWAL: true, synchronize: false, migrations })).destroy();
  try {
    renameSync(own, folder);
  } catch {
    // Another worker was first.
    rmSync(own, { recursive: true });
  }
}
