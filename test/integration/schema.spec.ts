import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { migrations } from '../../src/platform/database/migrations';

const source = join(__dirname, '..', '..', 'src');

/** Every `*.entity.ts` of the service: a table that no migration makes is found here, not by a user. */
const entities = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.entity.ts'))
  .map((file) => join(source, file));

it('has migrations that make exactly the tables the entities describe', async () => {
  const dataSource = new DataSource({ type: 'sqlite', database: ':memory:', entities, migrations });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations();
    const differences = await dataSource.driver.createSchemaBuilder().log();
    expect(differences.upQueries.map(({ query }) => query)).toEqual([]);
    for (const _migration of migrations) await dataSource.undoLastMigration();
    const left = await dataSource.query<{ name: string }[]>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('migrations', 'sqlite_sequence')",
    );
    expect(left).toEqual([]);
  } finally {
    await dataSource.destroy();
  }
});
