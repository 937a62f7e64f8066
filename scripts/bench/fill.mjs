import { createRequire } from 'node:module';

const sqlite = createRequire(import.meta.url)('sqlite3');

/** Fills a table from expressions by column; what is not named takes its default, or nothing. */
export async function fill(database, table, expressions, from) {
  const columns = await database.all(`PRAGMA table_info("${table}")`);
  const nothing = ({ type, pk }) => (pk ? 'NULL' : type === 'text' ? "''" : '0');
  const list = columns.map(
    (column) => expressions[column.name] ?? column.dflt_value ?? (column.notnull ? nothing(column) : 'NULL'),
  );
  const names = columns.map(({ name }) => `"${name}"`);
  await database.run(`INSERT INTO "${table}" (${names.join(', ')}) SELECT ${list.join(', ')} ${from}`);
}

export function open(file) {
  const handle = new sqlite.Database(file);
  const wrap = (name) => (sql) =>
    new Promise((resolve, reject) => handle[name](sql, (error, rows) => (error ? reject(error) : resolve(rows))));
  return { run: wrap('run'), all: wrap('all'), close: () => new Promise((resolve) => handle.close(resolve)) };
}

/** A common table expression that counts. */
export const series = (name, from, to) =>
  `${name}(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM ${name} WHERE n < ${to})`;
