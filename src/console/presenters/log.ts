import { civilDateAt, type EpochMs } from '../../domain/calendar';
import type { ProvedEntry } from '../../playout/proof/logged-proof';
import type { LogWords, Verdict } from '../pages/log-words';
import type { Sheet } from '../../reports/render/xlsx.renderer';
import { date, number, text, type Cell } from '../../reports/table';
import type { Words } from '../words';
import type { CsvCell } from './csv';
import { dateText, decimalText, durationText, timeText, timeToTheSecond } from './format';

const FRAMES_PER_SECOND = 48_000;
/** Heard before the item itself, so that its beginning is not cut. */
const LEAD_SECONDS = 2;

export interface LogLine {
  readonly id: number;
  readonly date: string;
  readonly planned: string;
  readonly title: string;
  readonly output: string;
  /** "05:30:00–05:42:30"; null when nothing went out. */
  readonly measured: string | null;
  readonly duration: string;
  readonly result: string;
  readonly isWhole: boolean;
  readonly verdict: Verdict;
  /** Why there is no verdict, by how much it is off, how long it is silent. */
  readonly details: readonly string[];
  readonly airCheck:
    | { readonly kind: 'none' | 'gone' }
    /** `href` begins to play at the item. */
    | { readonly kind: 'there'; readonly href: string; readonly isReturned: boolean; readonly label: string };
  readonly incidents: readonly string[];
}

export interface LogFacts {
  /** What the filter leaves, in the order to be shown. */
  readonly entries: readonly ProvedEntry[];
  /** Kinds of incidents by airing. */
  readonly incidents: ReadonlyMap<string, readonly string[]>;
  readonly outputs: ReadonlyMap<string, string>;
  readonly hasFile: (played: ProvedEntry['played']) => boolean;
  readonly isReturned: (airCheck: string) => boolean;
  readonly timeZone: string;
}

export interface LogFilter {
  /** In NFC; '' for all. */
  readonly q: string;
  readonly output: string;
  readonly verdict: Verdict | '';
}

/** Newest first. */
export function filterLog(entries: readonly ProvedEntry[], { q, output, verdict }: LogFilter): ProvedEntry[] {
  const wanted = q.toLocaleLowerCase('vi');
  return entries
    .filter(
      (entry) =>
        (output === '' || entry.played.outputCode === output) &&
        (verdict === '' || verdictOf(entry) === verdict) &&
        entry.played.title.normalize('NFC').toLocaleLowerCase('vi').includes(wanted),
    )
    .sort((a, b) => b.played.plannedStart - a.played.plannedStart || b.played.id - a.played.id);
}

/** What was never heard waits for no comparison. */
function verdictOf({ played, proof }: ProvedEntry): Verdict {
  if (played.kind === 'test') return 'test';
  return proof?.verdict ?? (played.frames > 0 ? 'pending' : 'noData');
}

export function presentLog(facts: LogFacts, words: Words, log: LogWords): LogLine[] {
  const { timeZone } = facts;
  return facts.entries.map((entry) => {
    const { played } = entry;
    return {
      id: played.id,
      date: dateText(civilDateAt(played.plannedStart, timeZone)),
      planned: timeText(played.plannedStart, timeZone),
      title: played.kind === 'test' ? words.onAir.testTone : played.title,
      output: facts.outputs.get(played.outputCode) ?? played.outputCode,
      measured: measuredText(played, timeZone),
      duration: durationText(played.frames / FRAMES_PER_SECOND, words),
      result: resultText(played, words, log),
      isWhole: played.endReason === 'completed',
      verdict: verdictOf(entry),
      details: detailsOf(entry, words, log),
      airCheck: airCheckOf(played, facts, log),
      incidents: (facts.incidents.get(played.airingId) ?? []).map((kind) => log.incident[kind] ?? kind),
    };
  });
}

function measuredText({ start, end }: ProvedEntry['played'], timeZone: string): string | null {
  if (start === null) return null;
  return `${timeToTheSecond(start, timeZone)}–${end === null ? '' : timeToTheSecond(end, timeZone)}`;
}

function resultText({ kind, endReason }: ProvedEntry['played'], words: Words, log: LogWords): string {
  const reasons: Readonly<Record<string, string>> = words.reason;
  if (endReason === 'withdrawn') return kind === 'test' ? log.stopped : log.withdrawn;
  return reasons[endReason] ?? endReason;
}

function detailsOf({ proof }: ProvedEntry, words: Words, log: LogWords): readonly string[] {
  if (proof === null) return [];
  // That there is none is said where it would be listened to.
  if (proof.verdict === 'noData') return proof.reason === 'noAirCheck' ? [] : [log.noData[proof.reason]];
  const { offsetMs, silentSeconds } = proof;
  return [
    ...(offsetMs === null ? [] : [log.offsetOf(decimalText(offsetMs, words))]),
    ...(silentSeconds > 0 ? [log.silentFor(decimalText(silentSeconds, words))] : []),
  ];
}

function airCheckOf(played: ProvedEntry['played'], facts: LogFacts, log: LogWords): LogLine['airCheck'] {
  const { airCheck, firstFrame, title, start, plannedStart } = played;
  if (airCheck === null) return { kind: 'none' };
  if (!facts.hasFile(played)) return { kind: 'gone' };
  const from = Math.max(0, (firstFrame ?? 0) / FRAMES_PER_SECOND - LEAD_SECONDS).toFixed(1);
  return {
    ...{ kind: 'there', isReturned: facts.isReturned(airCheck) },
    href: `/api/v1/playout/log/${String(played.id)}/air-check#t=${from}`,
    label: log.listenTo(title, momentOf(start ?? plannedStart, facts.timeZone)),
  };
}

function momentOf(at: EpochMs, timeZone: string): string {
  return `${timeText(at, timeZone)} ${dateText(civilDateAt(at, timeZone))}`;
}

/** The same lines for a spreadsheet, with numbers as numbers. */
export function logTable(facts: LogFacts, words: Words, log: LogWords): CsvCell[][] {
  const head = [
    ...[log.date, log.planned, log.programme, log.output, log.start, log.end, log.duration, log.result],
    ...[log.proof, log.offset, log.silent, log.match, log.source, log.incidents],
  ];
  const lines = presentLog(facts, words, log);
  return [head, ...facts.entries.map((entry, at) => tableRow(entry, lines[at], facts, log))];
}

const WIDTHS_MM = [24, 18, 90, 40, 24, 24, 24, 36, 36, 20, 24, 18, 40, 60];

/** The same table for a workbook, its dates as dates. */
export function logSheet(facts: LogFacts, words: Words, log: LogWords): Sheet {
  const [head = [], ...rows] = logTable(facts, words, log);
  const dates = facts.entries.map(({ played }) => date(civilDateAt(played.plannedStart, facts.timeZone)));
  return {
    name: log.title,
    columns: head.map((title, at) => ({ title: String(title), widthMm: WIDTHS_MM[at] ?? 0, align: 'left' })),
    rows: rows.map(([, ...row], at) => [dates[at] ?? text(''), ...row.map(sheetCell)]),
  };
}

function sheetCell(cell: CsvCell): Cell {
  return typeof cell === 'number' ? number(cell) : text(cell ?? '');
}

function tableRow(
  { played, proof }: ProvedEntry,
  line: LogLine | undefined,
  { timeZone, isReturned }: LogFacts,
  log: LogWords,
): CsvCell[] {
  const examined = proof === null || proof.verdict === 'noData' ? null : proof;
  const time = (at: EpochMs | null) => (at === null ? null : timeToTheSecond(at, timeZone));
  const { airCheck } = played;
  return [
    ...[line?.date ?? '', line?.planned ?? '', line?.title ?? '', line?.output ?? ''],
    ...[time(played.start), time(played.end), Math.round(played.frames / (FRAMES_PER_SECOND / 10)) / 10],
    ...[line?.result ?? '', log.verdicts[line?.verdict ?? 'noData']],
    ...[examined?.offsetMs ?? null, examined?.silentSeconds ?? null, examined?.matchScore ?? null],
    airCheck === null ? null : isReturned(airCheck) ? log.returned : log.mixed,
    line?.incidents.join('; ') ?? '',
  ];
}
