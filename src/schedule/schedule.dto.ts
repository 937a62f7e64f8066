import { z } from 'zod';
import { actorOf as actorNamed } from '../audit/actor';
import { instantOf, isoAt, parseCivilDate, type EpochMs } from '../domain/calendar';
import { DomainError } from '../domain/errors';
import type { AiringState } from '../domain/airing';
import type { MakeUpCandidate } from '../domain/make-up';
import { NEXT } from '../domain/airing';
import { typedText } from '../platform/http/typed-text';
import type { MoveTarget } from './airing-places';
import type { OneOff } from './airings.service';
import { secondsOf, startOf, type Airing } from './rows';
import type { AiringView } from './schedule.service';

const civilDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** RFC 3339 with an offset, or a date that means the station's midnight. */
export const instant = z.union([z.iso.datetime({ offset: true }), civilDate]);
const words = typedText(500);
/** Number of a document; an empty field of a form is none. */
const documentNumber = words.nullish().transform((text) => (text === undefined || text === '' ? null : text));
const STATES = Object.keys(NEXT) as [AiringState, ...AiringState[]];

export const airingsQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  state: z.enum(STATES).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().transform(positionFrom).optional(),
});
export type AiringsQuery = z.output<typeof airingsQuery>;

export const oneOffBody = z.strictObject({
  recordingId: z.uuid(),
  at: z.iso.datetime({ offset: true }),
  priority: z.enum(['NORMAL', 'PRIORITY', 'EMERGENCY']).default('NORMAL'),
  makeUpForId: z.uuid().optional(),
  /** Clusters that are to hear it; all when left out. A make-up addresses what its original did. */
  clusterCodes: z.array(z.string()).min(1).optional(),
  actor: words.optional(),
});
export type OneOffBody = z.output<typeof oneOffBody>;

export const moveBody = z.strictObject({ at: z.iso.datetime({ offset: true }), actor: words.optional() });
export type MoveBody = z.output<typeof moveBody>;

/** An instant, or a session of a day: there the first stretch that is free. */
export const moveCheckQuery = z
  .strictObject({
    at: z.iso.datetime({ offset: true }).optional(),
    date: civilDate.optional(),
    session: z.string().max(100).optional(),
  })
  .superRefine(({ at, date, session }, context) => {
    if ((at === undefined) === (date !== undefined && session !== undefined)) return;
    const allowed = { vi: '"at", hoặc "date" và "session"', en: '"at", or "date" and "session"' };
    context.addIssue({ code: 'custom', params: { allowed } });
  });
export type MoveCheckQuery = z.output<typeof moveCheckQuery>;

export const restoreBody = z.strictObject({ actor: words.optional() });
export type RestoreBody = z.output<typeof restoreBody>;

export const cancelBody = z.strictObject({
  reason: words.pipe(z.string().min(1)),
  document: documentNumber,
  actor: words.optional(),
});
export type CancelBody = z.output<typeof cancelBody>;

export const calendarDayBody = z.strictObject({
  kind: z.enum(['holiday', 'mourning', 'event']),
  policy: z.enum(['air', 'skip', 'noMusic']),
  title: words.pipe(z.string().min(1)),
  document: documentNumber,
  actor: words.optional(),
});
export type CalendarDayBody = z.output<typeof calendarDayBody>;

export const planImportBody = z.strictObject({
  /** YAML text of the plan. */
  source: z.string().min(1).max(2_000_000),
  /** Name that messages about the text carry. */
  file: words.default('plan.yaml'),
  /** Whether it may take the place of what was edited in the console. */
  replace: z.boolean().default(false),
  actor: words.optional(),
});
export type PlanImportBody = z.output<typeof planImportBody>;

export const progressQuery = z.object({ on: civilDate.optional() });
export type ProgressQuery = z.output<typeof progressQuery>;

/** Headers that say who and on what basis. */
export interface ScheduleHeaders {
  readonly 'x-actor'?: string;
  readonly 'if-match'?: string;
  readonly 'idempotency-key'?: string;
}

export function actorOf(body: { readonly actor?: string | undefined }, headers: ScheduleHeaders): string {
  return actorNamed(body.actor, headers['x-actor']);
}

export function toOneOff(body: OneOffBody, headers: ScheduleHeaders): OneOff {
  return {
    recordingId: body.recordingId,
    at: Date.parse(body.at),
    priority: body.priority,
    makeUpForId: body.makeUpForId ?? null,
    clusterCodes: body.clusterCodes ?? null,
    idempotencyKey: idempotencyKeyFrom(headers['idempotency-key']),
    actor: actorOf(body, headers),
  };
}

export function toMoveTarget({ at, date = '', session = '' }: MoveCheckQuery): MoveTarget {
  return at === undefined ? { kind: 'session', date, sessionCode: session } : { kind: 'instant', at: Date.parse(at) };
}

export function instantFrom(text: string, timeZone: string): EpochMs {
  return text.length === 10 ? instantOf(parseCivilDate(text), '00:00', timeZone) : Date.parse(text);
}

export function cursorOf(row: Airing): string {
  return Buffer.from(`${String(row.provisionalStart)} ${row.id}`).toString('base64url');
}

function positionFrom(cursor: string, context: z.RefinementCtx): { start: EpochMs; id: string } {
  const [, start, id] = /^(\d+) ([\da-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (start !== undefined && id !== undefined) return { start: Number(start), id };
  const allowed = { vi: 'nextCursor của trang trước', en: 'the nextCursor of the page before' };
  context.addIssue({ code: 'custom', params: { allowed } });
  return z.NEVER;
}

/** Absent and empty mean none; a key is 1 to 200 visible ASCII characters. */
function idempotencyKeyFrom(header: string | undefined): string | null {
  if (header === undefined || header.trim() === '') return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(header.trim()))
    throw new DomainError('invalidInput', { found: 'Idempotency-Key', allowed: '1-200 visible ASCII characters' });
  return header.trim();
}

/** An airing for the API and the console; instants with the station's offset. */
export function airingResponse({ row, content, makeUp }: AiringView, timeZone: string) {
  const iso = (at: EpochMs | null) => (at === null ? null : isoAt(at, timeZone));
  return {
    id: row.id,
    occurrenceKey: row.occurrenceKey,
    contentId: row.contentId,
    programmeKey: content?.programmeKey ?? null,
    periodKey: content?.periodKey ?? null,
    title: row.title,
    language: row.language,
    role: row.role,
    ordinal: row.ordinal,
    makeUpForId: row.makeUpForId,
    priority: row.priority,
    part: row.part,
    liveSource: row.liveSource,
    clusterCodes: row.clusterCodes,
    state: row.state,
    reason: row.reason,
    note: row.note,
    document: row.document,
    start: isoAt(startOf(row), timeZone),
    frozen: row.plannedStart !== null,
    durationSeconds: secondsOf(row),
    measuredStart: iso(row.measuredStart),
    airtimeSeconds: row.airtimeSeconds,
    clustersReached: row.clustersReached,
    clustersTotal: row.clustersTotal,
    approver: row.approver,
    settledAt: iso(row.settledAt),
    makeUpCandidate: makeUp ? candidateResponse(makeUp, timeZone) : null,
    revision: row.revision,
  };
}

export function candidateResponse({ slot, start, late }: MakeUpCandidate, timeZone: string) {
  const sessionCode = slot.kind === 'session' ? slot.sessionCode : null;
  return { date: slot.date, sessionCode, start: isoAt(start, timeZone), late };
}
