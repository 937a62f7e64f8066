import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MoreThan, type EntityManager } from 'typeorm';
import { DomainError } from '../domain/errors';
import type { Allowed } from '../platform/config/config-error';
import { DATABASE_FILE } from '../platform/database/database.module';
import { ChainCheck, type ChainFault } from '../playout/log-chain';
import { PlayoutLogRow } from '../playout/playout.entity';
import type { Command, Invocation } from './command';
import { environment } from './context';
import { reading } from '../upkeep/snapshot';

const PAGE_ROWS = 1_000;

export const logVerify: Command = {
  name: 'log verify',
  synopsis: '[--json]',
  help: {
    vi:
      'Kiểm tra chuỗi băm của nhật ký phát sóng, kể cả khi dịch vụ đang chạy: dòng bị sửa, bị xóa hoặc bị chèn.\n' +
      'Ai viết lại được toàn bộ cơ sở dữ liệu thì viết lại được cả chuỗi: hãy ghi mã cuối chuỗi vào nơi khác để đối chiếu.',
    en:
      "Checks the as-played log's hash chain, even while the service runs: rows edited, removed or inserted.\n" +
      'Whoever can rewrite the whole database can rewrite the chain too: keep the last hash elsewhere and compare.',
  },
  options: {},
  operandCount: { min: 0, max: 0 },
  run,
};

type Fault = ChainFault | { readonly id: number; readonly problem: 'removed' | 'endMissing' | 'unknownDelivery' };

interface Verification {
  readonly rows: number;
  /** The last row that holds. */
  readonly head: { readonly id: number; readonly hash: string } | null;
  readonly fault: Fault | null;
}

const PROBLEMS: Readonly<Record<Fault['problem'], Allowed>> = {
  altered: { vi: 'nội dung đã bị sửa', en: 'its content was edited' },
  brokenLink: {
    vi: 'không nối tiếp dòng trước: một trong hai dòng bị chèn vào hoặc bị viết lại',
    en: 'it does not follow from the row before it: one of the two was inserted or rewritten',
  },
  removed: { vi: 'dòng này đã bị xóa', en: 'it was removed' },
  endMissing: { vi: 'các dòng cuối, từ số này, đã bị xóa', en: 'the last rows, from this one on, were removed' },
  unknownDelivery: {
    vi: 'lượt phát của dòng này không có trong sổ',
    en: 'the delivery it tells of is not on the books',
  },
};

async function run(invocation: Invocation): Promise<0 | 1> {
  const { dataDir } = environment();
  const database = join(dataDir, DATABASE_FILE);
  if (!existsSync(database)) throw new DomainError('databaseMissing', { dataDir });
  const { rows, head, fault } = await verify(database);
  if (fault === null) {
    const end = head === null ? '–' : `${head.id} ${head.hash}`;
    invocation.answer({ ok: true, rows, head }, [
      `Nhật ký phát sóng nguyên vẹn: ${rows} dòng. Cuối chuỗi: ${end}`,
      `The as-played log is whole: ${rows} rows. Head: ${end}`,
    ]);
    return 0;
  }
  const { id, problem } = fault;
  invocation.answer({ ok: false, rows, head, firstBadId: id, problem }, [
    `Nhật ký phát sóng sai từ dòng ${id}: ${PROBLEMS[problem].vi}.`,
    `The as-played log is wrong from row ${id} on: ${PROBLEMS[problem].en}.`,
  ]);
  return 1;
}

/** One reading transaction: what the service writes meanwhile belongs to the next verification. */
async function verify(database: string): Promise<Verification> {
  return reading(
    database,
    async ({ manager }) => {
      await manager.query('BEGIN');
      const chain = await followChain(manager);
      return chain.fault === null ? { ...chain, fault: await faultBesides(manager, chain.head?.id ?? 0) } : chain;
    },
    [PlayoutLogRow],
  );
}

async function followChain(manager: EntityManager): Promise<Verification> {
  const chain = new ChainCheck();
  let rows = 0;
  let last: Verification['head'] = null;
  for (;;) {
    const page = await pageAfter(manager, last?.id ?? Number.MIN_SAFE_INTEGER);
    for (const row of page) {
      const fault = chain.next(row);
      if (fault !== null) return { rows, head: last, fault: named(fault, last?.id ?? 0) };
      rows += 1;
      last = { id: row.id, hash: row.hash };
    }
    if (page.length < PAGE_ROWS) return { rows, head: last, fault: null };
  }
}

function pageAfter(manager: EntityManager, id: number): Promise<PlayoutLogRow[]> {
  return manager.find(PlayoutLogRow, { where: { id: MoreThan(id) }, order: { id: 'ASC' }, take: PAGE_ROWS });
}

/** SQLite gives ids without gaps here: where one is, a row was. */
function named(fault: ChainFault, lastId: number): Fault {
  const isGap = fault.problem === 'brokenLink' && fault.id > lastId + 1;
  return isGap ? { id: lastId + 1, problem: 'removed' } : fault;
}

/** What a chain cannot show: that its end is gone, or that something well-formed was put at its end. */
async function faultBesides(manager: EntityManager, lastId: number): Promise<Fault | null> {
  const [stranger] = await manager.query<{ id: number | null }[]>(
    "SELECT MIN(id) AS id FROM playout_log WHERE kind <> 'test' AND deliveryId NOT IN (SELECT id FROM delivery)",
  );
  if (typeof stranger?.id === 'number') return { id: stranger.id, problem: 'unknownDelivery' };
  // The highest id ever given, which SQLite keeps apart from the table.
  const [given] = await manager.query<{ seq: number }[]>("SELECT seq FROM sqlite_sequence WHERE name = 'playout_log'");
  const [untold] = await manager.query<{ id: string }[]>(
    "SELECT id FROM delivery WHERE state = 'ended' AND id NOT IN (SELECT deliveryId FROM playout_log) LIMIT 1",
  );
  const isCut = untold !== undefined || (given?.seq ?? 0) > lastId;
  return isCut ? { id: lastId + 1, problem: 'endMissing' } : null;
}
