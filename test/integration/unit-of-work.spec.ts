import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Column, Entity, PrimaryColumn, type DataSource, type EntityManager } from 'typeorm';
import { openDatabase } from '../../src/platform/database/database.module';
import { Recent } from '../../src/platform/database/recent';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';

@Entity('note')
class NoteRow {
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ type: 'text' }) body!: string;
}

describe('unit of work', () => {
  let folder: string;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unit-of-work-'));
    dataSource = await openDatabase({
      type: 'sqlite',
      database: join(folder, 'test.sqlite'),
      enableWAL: true,
      busyTimeout: 10_000,
      entities: [NoteRow],
      synchronize: true,
    });
    unitOfWork = new UnitOfWork(dataSource);
  });

  afterEach(async () => {
    await dataSource.destroy();
    rmSync(folder, { recursive: true });
  });

  const note = (manager: EntityManager, id: string) => manager.save(NoteRow, { id, body: id });
  const storedIds = async () => (await dataSource.manager.find(NoteRow)).map(({ id }) => id).sort();

  it('lets what was read stand through runs that only read, and through none that wrote, kept or not', async () => {
    const recent = new Recent<string[]>(unitOfWork);
    const shown = () => recent.at(0, storedIds);
    const first = await shown();
    await unitOfWork.run((manager) => manager.find(NoteRow));
    expect(await shown()).toBe(first);
    await unitOfWork.run((manager) => note(manager, 'a'));
    expect(await shown()).toEqual(['a']);
    const refused = unitOfWork.run(async (manager) => {
      await note(manager, 'b');
      // It shares the connection, and sees what is not there afterwards.
      expect(await recent.at(20_000, storedIds)).toEqual(['a', 'b']);
      throw new Error('changed my mind');
    });
    await expect(refused).rejects.toThrow('changed my mind');
    expect(await recent.at(20_000, storedIds)).toEqual(['a']);
  });

  it('keeps exactly the acknowledged rows of 50 overlapping transactions and plain writes', async () => {
    const acknowledged: string[] = [];
    const refused: string[] = [];
    const transaction = async (n: number) => {
      const ids = [`t${n}-a`, `t${n}-b`];
      try {
        await unitOfWork.run(async (manager) => {
          await note(manager, ids[0]!);
          await delay(n % 5);
          if (n % 3 === 0) throw new Error('changed my mind');
          await note(manager, ids[1]!);
        });
        acknowledged.push(...ids);
      } catch {
        refused.push(...ids);
      }
    };
    const plainWrite = async (n: number) => {
      await delay(n % 7);
      await unitOfWork.run((manager) => note(manager, `p${n}`));
      acknowledged.push(`p${n}`);
    };
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    await Promise.all(numbers.flatMap((n) => [transaction(n), plainWrite(n)]));

    expect(refused).toHaveLength(34);
    expect(await storedIds()).toEqual(acknowledged.sort());
  });

  it('survives the closing of the connection', async () => {
    await unitOfWork.run((manager) => note(manager, 'kept'));
    await dataSource.destroy();
    await dataSource.initialize();
    expect(await storedIds()).toEqual(['kept']);
  });

  it('refuses a run inside a run instead of waiting for itself', async () => {
    const nested = unitOfWork.run((manager) =>
      note(manager, 'outer').then(() => unitOfWork.run(() => Promise.resolve())),
    );
    await expect(nested).rejects.toThrow(/inside another run/);
    expect(await storedIds()).toEqual([]);
    await unitOfWork.run((manager) => note(manager, 'next'));
    expect(await storedIds()).toEqual(['next']);
  });

  it('refuses a write that goes past it, also from work that outlived its run', async () => {
    await expect(dataSource.manager.save(NoteRow, { id: 'x', body: 'x' })).rejects.toThrow(/outside UnitOfWork/);
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let late: Promise<unknown> = Promise.resolve();
    await unitOfWork.run((manager) => {
      late = ended.then(() => note(manager, 'late'));
      return Promise.resolve();
    });
    end();
    await expect(late).rejects.toThrow(/outside UnitOfWork/);
    expect(await storedIds()).toEqual([]);
  });

  it('lets the outlived work of one run start a run of its own', async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let late: Promise<unknown> = Promise.resolve();
    await unitOfWork.run(() => {
      late = ended.then(() => unitOfWork.run((manager) => note(manager, 'later')));
      return Promise.resolve();
    });
    end();
    await late;
    expect(await storedIds()).toEqual(['later']);
  });

  it('says that the database is locked when another process holds it', async () => {
    const other = await openDatabase({ type: 'sqlite', database: join(folder, 'test.sqlite'), enableWAL: true });
    await dataSource.query('PRAGMA busy_timeout = 50');
    await other.query('BEGIN IMMEDIATE');
    await expect(unitOfWork.run((manager) => note(manager, 'x'))).rejects.toMatchObject({ code: 'databaseLocked' });
    await other.query('COMMIT');
    await other.destroy();
    await unitOfWork.run((manager) => note(manager, 'y'));
    expect(await storedIds()).toEqual(['y']);
  });

  it('makes every commit durable', async () => {
    expect(await dataSource.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await dataSource.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await dataSource.query('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
  });
});
