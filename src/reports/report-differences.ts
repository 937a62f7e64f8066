import type { Difference, Report, ReportLetterhead } from './report';
import { tablesOf, type ReportTables } from './report-tables';
import { countText } from './report-words';
import type { Cell, ReportTable } from './table';

/** Whether two reports say the same; when the books were read, and what locking adds, is not what they say. */
export function sameData(a: Report, b: Report): boolean {
  return dataText(a) === dataText(b);
}

/** The data as canonical JSON: what a seal's hash is made of. Keys in the order of the model, which builds them alike. */
export function dataText(report: Report): string {
  const { asOf: _asOf, seal: _seal, ...data } = report;
  return JSON.stringify(data, (_key, value: unknown) => (isRecord(value) ? sorted(value) : value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What changed from one version to the next: the letterhead, the printed tables cell by cell; of the log only how long it is. */
export function differencesOf(before: Report, after: Report): Difference[] {
  const [old, now] = [keyedRows(before), keyedRows(after)];
  const names = Object.keys(now) as (keyof typeof now)[];
  return [
    ...letterheadDifferences(before.letterhead, after.letterhead),
    ...names.flatMap((name) => tableDifferences(old[name], now[name])),
    ...(before.log.length === after.log.length
      ? []
      : [
          {
            place: 'Nhật ký phát sóng: số mục',
            before: countText(before.log.length),
            after: countText(after.log.length),
          },
        ]),
  ];
}

const NOTHING = 'không có';
const LETTERHEAD: Readonly<Record<keyof ReportLetterhead, string>> = {
  issuingBodyParent: 'cơ quan chủ quản',
  issuingBody: 'cơ quan ban hành',
  documentSymbol: 'ký hiệu',
  place: 'địa danh',
  recipients: 'kính gửi',
  distribution: 'nơi nhận',
  signerTitle: 'chức vụ người ký',
  signerName: 'người ký',
  systemName: 'tên hệ thống',
};

/** @param old of a report that was kept before a part was a setting: without it */
function letterheadDifferences(old: Partial<ReportLetterhead>, now: ReportLetterhead): Difference[] {
  const textOfPart = (part: string | readonly string[] | null | undefined) => [part ?? NOTHING].flat().join('; ');
  return (Object.keys(LETTERHEAD) as (keyof ReportLetterhead)[])
    .map((part) => ({
      place: `Thể thức, ${LETTERHEAD[part]}`,
      ...{ before: textOfPart(old[part]), after: textOfPart(now[part]) },
    }))
    .filter(({ before, after }) => before !== after);
}

interface KeyedTable {
  readonly table: ReportTable;
  readonly rows: ReadonlyMap<string, readonly Cell[]>;
}

/** Rows by what they are about, so that an added one does not shift the rest. */
function keyedRows(report: Report): Readonly<Record<Exclude<keyof ReportTables, 'log'>, KeyedTable>> {
  const tables = tablesOf(report);
  const keyed = (table: ReportTable, keys: readonly string[]): KeyedTable => ({
    table,
    rows: new Map(table.rows.map((row, index) => [keys[index] ?? String(index), row])),
  });
  return {
    targets: keyed(
      tables.targets,
      report.targets.flatMap(({ planCode, programmeKey, lines }) =>
        lines.map(({ unit }) => `${planCode}/${programmeKey}/${unit}`),
      ),
    ),
    airings: keyed(tables.airings, [...report.airings.map(({ airingId }) => airingId), 'total']),
    sources: keyed(
      tables.sources,
      report.sources.map(({ source }) => source),
    ),
    topics: keyed(
      tables.topics,
      report.topics.map(({ code }) => code),
    ),
    clusters: keyed(
      tables.clusters,
      report.clusters.map(({ code }) => code),
    ),
    lost: keyed(
      tables.lost,
      report.lost.map(({ airingId, label }) => airingId ?? label),
    ),
    attested: keyed(
      tables.attested,
      report.attested.map(({ date, time, label }) => `${date} ${time} ${label}`),
    ),
  };
}

function tableDifferences(old: KeyedTable, now: KeyedTable): Difference[] {
  const place = now.table.caption.split('. ')[0] ?? now.table.caption;
  const differences: Difference[] = [];
  for (const key of new Set([...old.rows.keys(), ...now.rows.keys()])) {
    const [before, after] = [old.rows.get(key), now.rows.get(key)];
    if (before && after) differences.push(...rowDifferences(place, before, after, now.table));
    else
      differences.push({
        place,
        before: before ? rowText(before, old.table) : NOTHING,
        after: after ? rowText(after, now.table) : NOTHING,
      });
  }
  return differences;
}

function rowDifferences(
  place: string,
  before: readonly Cell[],
  after: readonly Cell[],
  { columns }: ReportTable,
): Difference[] {
  const name = nameOf(after, columns);
  return columns.flatMap(({ title }, index) => {
    const [old, now] = [textOf(before[index]), textOf(after[index])];
    // A row's running number says nothing.
    if (title === 'STT' || old === now) return [];
    return { place: `${place}, ${name}: ${title}`, before: old, after: now };
  });
}

/** The first words of the row: its programme, station, code. */
function nameOf(row: readonly Cell[], columns: ReportTable['columns']): string {
  const words = row.filter((_, index) => columns[index]?.title !== 'STT').map(textOf);
  return words
    .slice(0, 3)
    .filter((text) => text !== '')
    .join(', ');
}

function rowText(row: readonly Cell[], { columns }: ReportTable): string {
  return row
    .filter((_, index) => columns[index]?.title !== 'STT')
    .map(textOf)
    .filter((text) => text !== '')
    .join(', ');
}

function textOf(cell: Cell | undefined): string {
  return cell?.lines.join('; ') ?? '';
}
