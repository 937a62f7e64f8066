import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { InterruptionPolicy } from '../../domain/plan';
import type { PlayoutOutcome } from '../playout-engine';
import { errorCode } from '../../platform/error-code';

export type EndedOutcome = Extract<PlayoutOutcome, { kind: 'ended' }>;
export type InterruptedOutcome = Extract<PlayoutOutcome, { kind: 'interrupted' }>;

/** Append-only, one JSON line each. `at` is a wall instant, epoch milliseconds. */
export type JournalRecord =
  /** Durable before the item's first sample is handed over: from here on it is never started again. */
  | {
      readonly kind: 'starting';
      readonly at: number;
      readonly deliveryId: string;
      readonly commandedAt: number;
      readonly sha256: string;
      readonly interruption: InterruptionPolicy;
    }
  /** Of the segment that plays. */
  | {
      readonly kind: 'progress';
      readonly at: number;
      readonly deliveryId: string;
      readonly start: number;
      readonly end: number;
      readonly firstFrame: number;
      readonly frames: number;
      readonly airCheck: string | null;
    }
  | { readonly kind: 'interrupted'; readonly at: number; readonly outcome: InterruptedOutcome }
  | { readonly kind: 'ended'; readonly at: number; readonly outcome: EndedOutcome }
  /** The service has taken the outcome in: it need not be reported again. */
  | { readonly kind: 'acknowledged'; readonly at: number; readonly deliveryId: string };

/** What the journal knows of one delivery. */
export interface JournalEntry {
  readonly at: number;
  readonly interruption: InterruptionPolicy;
  /** Segments before the last one. */
  readonly interrupted: readonly InterruptedOutcome[];
  /** As it ended, or as a lost engine left it. */
  readonly outcome: EndedOutcome;
  readonly state: 'unfinished' | 'ended' | 'acknowledged';
}

export const JOURNAL_KEEP_MS = 48 * 3_600_000;
const COMPACT_BYTES = 1_000_000;

export const NOT_AIRED = { start: null, end: null, firstFrame: null, frames: 0, airCheck: null } as const;

/** What of an item counts as delivered once a segment of `frames` comes after those `before` it. */
export function wholeFrames(
  interruption: InterruptionPolicy,
  before: readonly { readonly frames: number }[],
  frames: number,
): number {
  const all = [...before.map((segment) => segment.frames), frames];
  return interruption === 'resume' ? all.reduce((sum, one) => sum + one, 0) : Math.max(...all);
}

/** Folds a record into what is known so far; pure. The first end of a delivery stands. */
function foldRecord(entry: JournalEntry | undefined, record: JournalRecord): JournalEntry | undefined {
  const { at } = record;
  switch (record.kind) {
    case 'starting': {
      if (entry !== undefined) return entry;
      const { deliveryId, commandedAt, sha256, interruption } = record;
      const identity = { deliveryId, segment: 0, commandedAt, sha256 };
      return {
        ...{ at, interruption, interrupted: [], state: 'unfinished' },
        outcome: { kind: 'ended', ...identity, ...NOT_AIRED, wholeFrames: 0, endReason: 'engineLost' },
      };
    }
    case 'progress': {
      if (entry?.state !== 'unfinished') return entry;
      const { start, end, firstFrame, frames, airCheck } = record;
      const whole = wholeFrames(entry.interruption, entry.interrupted, frames);
      const measured = { start, end, firstFrame, frames, airCheck, wholeFrames: whole };
      return { ...entry, at, outcome: { ...entry.outcome, ...measured } };
    }
    case 'interrupted': {
      if (entry?.state !== 'unfinished') return entry;
      const { segment, wholeFrames: whole } = record.outcome;
      const outcome = { ...entry.outcome, ...NOT_AIRED, segment: segment + 1, wholeFrames: whole };
      return { ...entry, at, interrupted: [...entry.interrupted, record.outcome], outcome };
    }
    case 'ended':
      if (entry === undefined)
        return { at, interruption: 'resume', interrupted: [], state: 'ended', outcome: record.outcome };
      return entry.state === 'unfinished' ? { ...entry, at, state: 'ended', outcome: record.outcome } : entry;
    case 'acknowledged':
      return entry === undefined ? entry : { ...entry, at, state: 'acknowledged' };
  }
}

/** Lines that a power cut tore are skipped: the record before them stands. */
export function parseJournal(text: string): ReadonlyMap<string, JournalEntry> {
  const entries = new Map<string, JournalEntry>();
  for (const line of text.split('\n')) {
    const record = parseLine(line);
    if (record === null) continue;
    const id = deliveryOf(record);
    const entry = foldRecord(entries.get(id), record);
    if (entry !== undefined) entries.set(id, entry);
  }
  return entries;
}

/** The memory of one engine that survives its death; one process at a time writes it. */
export class Journal {
  private entries = new Map<string, JournalEntry>();
  private handle: FileHandle | null = null;
  private bytes = 0;
  private isTorn = false;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly path: string) {}

  static async open(path: string, now: number): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true });
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return '';
      throw error;
    });
    const journal = new Journal(path);
    journal.entries = new Map(parseJournal(text));
    await journal.rewrite(now);
    return journal;
  }

  get(deliveryId: string): JournalEntry | undefined {
    return this.entries.get(deliveryId);
  }

  all(): readonly JournalEntry[] {
    return [...this.entries.values()];
  }

  /** Adds a record; resolves when it is in the file and, if `durable`, on the disk. Appends keep their order. */
  append(record: JournalRecord, durable: boolean): Promise<void> {
    const id = deliveryOf(record);
    const entry = foldRecord(this.entries.get(id), record);
    if (entry !== undefined) this.entries.set(id, entry);
    return this.inOrder(async () => {
      const line = `${JSON.stringify(record)}\n`;
      // A full disk may have taken half of the line before: this one must not become part of it.
      const text = this.isTorn ? `\n${line}` : line;
      this.isTorn = true;
      await this.handle?.appendFile(text);
      this.isTorn = false;
      this.bytes += text.length;
      if (durable) await this.handle?.datasync();
    });
  }

  /** Forgets what is settled and old, when the file has grown enough for it to matter. */
  async compact(now: number): Promise<void> {
    if (this.bytes > COMPACT_BYTES) await this.inOrder(() => this.rewrite(now));
  }

  async close(): Promise<void> {
    await this.inOrder(async () => {
      await this.handle?.close();
      this.handle = null;
    });
  }

  private inOrder(work: () => Promise<void>): Promise<void> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async rewrite(now: number): Promise<void> {
    for (const [id, entry] of this.entries) {
      if (entry.state === 'acknowledged' && entry.at < now - JOURNAL_KEEP_MS) this.entries.delete(id);
    }
    const lines = this.all()
      .flatMap(recordsOf)
      .map((record) => `${JSON.stringify(record)}\n`);
    const fresh = await open(`${this.path}.new`, 'w', 0o600);
    await fresh.writeFile(lines.join(''));
    await fresh.sync();
    await rename(`${this.path}.new`, this.path);
    await syncFolder(dirname(this.path));
    await this.handle?.close();
    this.handle = fresh; // The rename kept the file it writes to.
    this.bytes = 0;
    this.isTorn = false;
  }
}

/** Without it a power cut may undo the rename, and with it every record appended since. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

function recordsOf({ at, interruption, interrupted, outcome, state }: JournalEntry): readonly JournalRecord[] {
  const { deliveryId, commandedAt, sha256, start, end, firstFrame, frames, airCheck } = outcome;
  const starting: JournalRecord = { kind: 'starting', at, deliveryId, commandedAt, sha256, interruption };
  const earlier = interrupted.map((segment): JournalRecord => ({ kind: 'interrupted', at, outcome: segment }));
  const ended: JournalRecord = { kind: 'ended', at, outcome };
  if (state === 'acknowledged') return [ended, { kind: 'acknowledged', at, deliveryId }];
  if (state === 'ended') return [starting, ...earlier, ended];
  if (start === null || end === null || firstFrame === null) return [starting, ...earlier];
  return [starting, ...earlier, { kind: 'progress', at, deliveryId, start, end, firstFrame, frames, airCheck }];
}

function deliveryOf(record: JournalRecord): string {
  return 'outcome' in record ? record.outcome.deliveryId : record.deliveryId;
}

function parseLine(line: string): JournalRecord | null {
  if (line === '') return null;
  try {
    return JSON.parse(line) as JournalRecord;
  } catch {
    return null;
  }
}
