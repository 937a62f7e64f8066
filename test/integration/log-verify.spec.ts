import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { DATABASE_FILE } from '../../src/platform/database/database.module';
import { migrations } from '../../src/platform/database/migrations';
import { CHAIN_START, chainHash, type LogEntry } from '../../src/playout/log-chain';
import { DeliveryRow, PlayoutLogRow } from '../../src/playout/playout.entity';
import { CliStation } from '../support/cli-run';

const ROWS = 5;

const entry = (n: number): LogEntry => ({
  ...{ stationId: 'son-mai', kind: 'played', airingId: `airing-${n}`, deliveryId: `delivery-${n}`, segment: 0 },
  ...{ outputCode: 'loa', title: `Số ${n}`, plannedStart: 1_000 * n, commandedAt: null, start: 1_000 * n, end: null },
  ...{ firstFrame: 96_000, frames: 48_000, sha256: 'aa', endReason: 'completed', airCheck: null, proof: null },
});

describe('log verify', () => {
  let station: CliStation;
  let service: DataSource;

  /** The service's own connection, which stays open throughout. */
  async function open(upTo = migrations.length): Promise<DataSource> {
    mkdirSync(station.dataDir, { recursive: true });
    const database = join(station.dataDir, DATABASE_FILE);
    const entities = [PlayoutLogRow, DeliveryRow];
    const dataSource = new DataSource({
      ...{ type: 'sqlite', database, entities, enableWAL: true },
      migrations: migrations.slice(0, upTo),
    });
    await dataSource.initialize();
    await dataSource.runMigrations();
    return dataSource;
  }

  async function append(...entries: readonly LogEntry[]): Promise<void> {
    for (const each of entries) {
      const [last] = await service.manager.find(PlayoutLogRow, { order: { id: 'DESC' }, take: 1 });
      const previousHash = last?.hash ?? CHAIN_START;
      await service.manager.insert(PlayoutLogRow, { ...each, previousHash, hash: chainHash(previousHash, each) });
      if (each.kind === 'played') await deliver(each);
    }
  }

  async function deliver({ stationId, airingId, deliveryId, plannedStart }: LogEntry): Promise<void> {
    const row = { id: deliveryId, stationId, airingId, outputId: 'loa', attempt: 1, state: 'ended', plannedStart };
    await service.manager.insert(DeliveryRow, row as DeliveryRow);
  }

  async function verify(): Promise<{ code: number } & Record<string, unknown>> {
    const { code, stdout } = await station.run(['log', 'verify', '--json']);
    return { code, ...(JSON.parse(stdout) as Record<string, unknown>) };
  }

  const sql = (query: string): Promise<unknown> => service.query(query);

  beforeEach(async () => {
    station = new CliStation();
    service = await open();
    await append(...Array.from({ length: ROWS - 1 }, (_, n) => entry(n + 1)));
    await append({ ...entry(2), kind: 'proof', proof: '{"verdict":"proved","matchScore":0.98}' });
  });
  afterEach(async () => {
    await service.destroy();
    station.remove();
  });

  it('finds a whole log whole, and says where it ends', async () => {
    const { hash } = await service.manager.findOneByOrFail(PlayoutLogRow, { id: ROWS });
    expect(await verify()).toEqual({ code: 0, ok: true, rows: ROWS, head: { id: ROWS, hash } });
    const { stdout } = await station.run(['log', 'verify']);
    expect(stdout).toContain(`Nhật ký phát sóng nguyên vẹn: ${ROWS} dòng. Cuối chuỗi: ${ROWS} ${hash}`);
    // A test tone is no delivery of an airing.
    await append({ ...entry(9), kind: 'test' });
    expect(await verify()).toMatchObject({ code: 0, rows: ROWS + 1 });
  });

  it('finds an edited field, whichever it is', async () => {
    const edits = ["title = 'Khác'", 'start = start + 1', 'frames = 1', "endReason = 'cutShort'", "airCheck = 'x'"];
    for (const edit of [...edits, "kind = 'proof'", 'end = 5', "stationId = 'khac'"]) {
      const row = await service.manager.findOneByOrFail(PlayoutLogRow, { id: 3 });
      await sql(`UPDATE playout_log SET ${edit} WHERE id = 3`);
      expect([edit, await verify()]).toEqual([edit, expect.objectContaining({ code: 1, ok: false, firstBadId: 3 })]);
      await service.manager.save(PlayoutLogRow, row);
      expect((await verify()).code).toBe(0);
    }
    await sql('UPDATE playout_log SET proof = \'{"verdict":"silent"}\' WHERE id = 5');
    expect(await verify()).toMatchObject({ code: 1, firstBadId: 5, problem: 'altered' });
  });

  it('finds a row that was edited together with its hash at the next one', async () => {
    const row = await service.manager.findOneByOrFail(PlayoutLogRow, { id: 3 });
    const { id: _id, previousHash, hash: _hash, ...fields } = row;
    const forged = { ...fields, frames: 1 };
    await service.manager.update(PlayoutLogRow, { id: 3 }, { ...forged, hash: chainHash(previousHash, forged) });
    expect(await verify()).toMatchObject({ code: 1, firstBadId: 4, problem: 'brokenLink' });
  });

  it('finds a removed row: the first, one in the middle, the last ones, all', async () => {
    for (const [condition, firstBadId, problem] of [
      ['id = 5', 5, 'endMissing'],
      ['id = 3', 3, 'removed'],
      ['id = 1', 1, 'removed'],
      ['id > 0', 1, 'endMissing'],
    ] as const) {
      await sql(`DELETE FROM playout_log WHERE ${condition}`);
      expect(await verify()).toMatchObject({ code: 1, firstBadId, problem });
    }
  });

  it('finds the end missing by the deliveries alone', async () => {
    await sql('DELETE FROM playout_log WHERE id >= 4');
    await sql("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'playout_log'");
    expect(await verify()).toMatchObject({ code: 1, firstBadId: 4, problem: 'endMissing' });
  });

  it('finds an inserted row, in between and at the end', async () => {
    const third = await service.manager.findOneByOrFail(PlayoutLogRow, { id: 3 });
    const put = { ...entry(9), previousHash: third.hash, hash: chainHash(third.hash, entry(9)) };
    await sql('UPDATE playout_log SET id = id + 100 WHERE id > 3');
    await service.manager.insert(PlayoutLogRow, { ...put, id: 50 });
    await sql('UPDATE playout_log SET id = id - 99 WHERE id > 100');
    await sql('UPDATE playout_log SET id = 4 WHERE id = 50');
    expect(await verify()).toMatchObject({ code: 1, firstBadId: 5, problem: 'brokenLink' });
    await sql('DELETE FROM playout_log WHERE id = 4');
    await sql('UPDATE playout_log SET id = id - 1 WHERE id > 4');
    await sql("UPDATE sqlite_sequence SET seq = 5 WHERE name = 'playout_log'");
    expect((await verify()).code).toBe(0);
    const last = await service.manager.findOneByOrFail(PlayoutLogRow, { id: 5 });
    await service.manager.insert(PlayoutLogRow, {
      ...{ ...entry(9), previousHash: last.hash },
      hash: chainHash(last.hash, entry(9)),
    });
    expect(await verify()).toMatchObject({ code: 1, firstBadId: 6, problem: 'unknownDelivery' });
  });

  it('follows more rows than one page holds, and each station’s chain by itself', async () => {
    await service.manager.insert(PlayoutLogRow, {
      ...{ ...entry(7), stationId: 'son-tay', previousHash: CHAIN_START },
      hash: chainHash(CHAIN_START, { ...entry(7), stationId: 'son-tay' }),
    });
    await deliver({ ...entry(7), stationId: 'son-tay' });
    expect(await verify()).toMatchObject({ code: 0, rows: ROWS + 1 });
    let previousHash = (await service.manager.findOneByOrFail(PlayoutLogRow, { id: 5 })).hash;
    const many = Array.from({ length: 1_100 }, () => {
      const row = { ...entry(1), previousHash, hash: chainHash(previousHash, entry(1)) };
      previousHash = row.hash;
      return row;
    });
    for (let from = 0; from < many.length; from += 50)
      await service.manager.insert(PlayoutLogRow, many.slice(from, from + 50));
    expect(await verify()).toMatchObject({ code: 0, rows: ROWS + 1 + many.length });
  });

  it('finds entries from before proofs whole after the upgrade', async () => {
    await service.destroy();
    station.remove();
    station = new CliStation();
    service = await open(1);
    // As the service hashed an entry then: every field there was.
    const { kind: _kind, airCheck: _airCheck, proof: _proof, ...old } = entry(1);
    const fields = Object.entries(old).sort(([a], [b]) => (a < b ? -1 : 1));
    const hash = createHash('sha256').update(CHAIN_START).update(JSON.stringify(fields)).digest('hex');
    const names = [...Object.keys(old), 'previousHash', 'hash'].map((name) => `"${name}"`);
    const values = [...Object.values(old), CHAIN_START, hash];
    await service.query(`INSERT INTO playout_log (${names.join()}) VALUES (${values.map(() => '?').join()})`, values);
    await deliver(entry(1));
    await service.destroy();
    service = await open();
    await append(entry(2));
    expect(await verify()).toMatchObject({ code: 0, rows: 2, head: { id: 2 } });
    await sql('DELETE FROM playout_log WHERE id = 2');
    expect(await verify()).toMatchObject({ code: 1, firstBadId: 2, problem: 'endMissing' });
  });

  it('says when there is no database', async () => {
    await service.destroy();
    station.remove();
    station = new CliStation();
    const { code, stderr } = await station.run(['log', 'verify']);
    expect(code).toBe(1);
    expect(stderr).toContain(station.dataDir);
    service = await open();
  });
});
