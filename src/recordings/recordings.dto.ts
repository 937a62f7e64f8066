import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';
import type { Finding } from '../audio/findings';
import { findingText } from '../audio/finding-words';
import { actorOf } from '../audit/actor';
import type { Language } from '../platform/config/config-error';
import { languageCode, slug, taking } from '../platform/config/fields';
import { revisionFromIfMatch } from '../platform/http/if-match';
import { currentPrincipal } from '../platform/http/request-context';
import { typedLines, typedText } from '../platform/http/typed-text';
import { recordingError, type RecordingError } from './recording-error';
import type { RecordingView } from './recording.view';
import type { RecordingPosition } from './recordings.repository';
import type { ReviewDecision } from './review';
import type { ReviewRequest } from './review.service';
import type { TrimRequest } from './trim.service';
import type { UploadRequest } from './upload.service';

type SchemaObject = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const LONGEST_TITLE = 300;
const LONGEST_COMMENT = 2_000;
const LONGEST_PAGE = 200;

/** An empty field of an HTML form says nothing. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** `["B.I.1"]` as JSON, `B.I.1,B.I.2`, or the field repeated. */
const topics = z.union([z.string(), z.array(z.string())]).transform(topicCodes);

const uploadShape = z.object({
  contentId: optional(z.uuid()),
  special: optional(z.stringbool()),
  programmeKey: optional(slug),
  title: optional(typedText(LONGEST_TITLE)),
  language: optional(languageCode),
  topics: optional(topics),
  hasMusic: optional(z.stringbool()),
  urgent: optional(z.stringbool()),
  actor: optional(z.string()),
});

/** The multipart fields beside `file`. */
export const uploadFields = taking(
  uploadShape,
  (fields) => (fields.contentId === undefined) === (fields.special === true),
  { vi: 'hoặc contentId (số của chuyên mục), hoặc special=true', en: 'either contentId (an issue) or special=true' },
);
export type UploadFields = z.output<typeof uploadShape>;

const reviewShape = z.object({
  actor: optional(z.string()),
  comment: optional(typedLines(LONGEST_COMMENT)),
});
/** A decision may be sent without a body. */
export const reviewBody = reviewShape.optional();
export type ReviewBody = z.output<typeof reviewBody>;

export const trimBody = z.object({
  fromSeconds: z.number().min(0),
  toSeconds: z.number().positive(),
  actor: optional(z.string()),
});
export type TrimBody = z.output<typeof trimBody>;

export type ReviewHeaders = Readonly<Record<'x-actor' | 'if-match' | 'accept-language', string | undefined>>;

/** For the API's description only. */
export const UPLOAD_SCHEMA: SchemaObject = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary' },
    contentId: { type: 'string', format: 'uuid', description: 'The issue, or an earlier special' },
    special: { type: 'boolean', description: 'true instead of contentId' },
    programmeKey: { type: 'string', description: 'Programme that a special belongs to' },
    title: { type: 'string' },
    language: { type: 'string', default: 'vie', description: 'ISO 639-3' },
    topics: { type: 'string', description: 'Codes of the plan: a JSON array, a comma list, or the field repeated' },
    hasMusic: { type: 'boolean', default: false },
    urgent: { type: 'boolean', default: false, description: 'Made ready before all others: for an emergency' },
    actor: { type: 'string', description: 'Name of the person' },
  },
};
export const REVIEW_SCHEMA: SchemaObject = {
  type: 'object',
  properties: { actor: { type: 'string' }, comment: { type: 'string', description: 'Required by return' } },
};

export const TRIM_SCHEMA: SchemaObject = {
  type: 'object',
  required: ['fromSeconds', 'toSeconds'],
  properties: {
    fromSeconds: { type: 'number', description: 'Of the recording as it is heard now' },
    toSeconds: { type: 'number' },
    actor: { type: 'string' },
  },
};

export const listQuery = z.object({
  status: z.enum(['processing', 'ready', 'rejected']).optional(),
  reviewStatus: z.enum(['draft', 'submitted', 'approved', 'returned']).optional(),
  contentId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(50),
  cursor: z.string().transform(positionOf).optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const issuesQuery = z.object({
  programme: slug.optional(),
  year: z.coerce.number().int().min(1900).max(9999).optional(),
});
export type IssuesQuery = z.output<typeof issuesQuery>;

export function toUploadRequest(fields: UploadFields, fileName: string | undefined, actor?: string): UploadRequest {
  const { contentId, programmeKey = null, title, language = 'vie', topics: codes = [] } = fields;
  const { hasMusic = false, urgent = false } = fields;
  return {
    target: contentId === undefined ? { kind: 'special', programmeKey } : { kind: 'content', contentId },
    title: title === undefined || title === '' ? null : title,
    language,
    topics: codes,
    hasMusic,
    lane: urgent ? 'urgent' : 'usual',
    actor: actorOf(fields.actor, actor),
    uploaderId: currentPrincipal()?.id ?? null,
    originalName: fileName === undefined ? '' : safeName(fileName),
    uploadId: null,
  };
}

/** If-Match is optional; an entity tag that is not a revision of ours never matches. */
export function toReviewRequest(
  recordingId: string,
  decision: ReviewDecision,
  body: ReviewBody,
  headers: ReviewHeaders,
): ReviewRequest {
  const { actor, comment } = body ?? {};
  return {
    recordingId,
    decision,
    actor: actorOf(actor, headers['x-actor']),
    comment: comment === undefined || comment === '' ? null : comment,
    revision: revisionFromIfMatch(headers['if-match']),
  };
}

export function toTrimRequest(recordingId: string, body: TrimBody, headers: ReviewHeaders): TrimRequest {
  const { fromSeconds, toSeconds, actor } = body;
  return {
    recordingId,
    trim: { fromSeconds, toSeconds },
    actor: actorOf(actor, headers['x-actor']),
    revision: revisionFromIfMatch(headers['if-match']),
  };
}

/** The recording's revision as an entity tag. */
export function etagOf({ revision }: Pick<RecordingView, 'revision'>): string {
  return `"${revision}"`;
}

/** A finding with its sentence. */
export type ToldFinding = Finding & { readonly detail: string };

/** The view with findings and the reason of a rejection in words. */
export function toResponse<View extends RecordingView>(
  view: View,
  language: Language,
): Omit<View, 'errorCode' | 'findings'> & {
  readonly findings: readonly ToldFinding[];
  readonly error?: RecordingError;
} {
  const { errorCode, findings, ...rest } = view;
  const told = findings.map((finding) => ({ ...finding, detail: findingText(finding, language) }));
  const shown = { ...rest, findings: told };
  return errorCode === null ? shown : { ...shown, error: recordingError(errorCode, language) };
}

/** Where the list goes on after a full page. */
export function nextCursor(page: readonly RecordingView[], limit: number): { readonly nextCursor?: string } {
  const last = page.at(-1);
  if (last === undefined || page.length < limit) return {};
  return { nextCursor: Buffer.from(`${last.createdAt} ${last.id}`).toString('base64url') };
}

function positionOf(cursor: string, context: z.RefinementCtx): RecordingPosition {
  const [, createdAt, id] = /^(\d+) ([\da-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt !== undefined && id !== undefined) return { createdAt: Number(createdAt), id };
  const allowed = { vi: 'nextCursor của trang trước', en: 'the nextCursor of the page before' };
  context.addIssue({ code: 'custom', params: { allowed } });
  return z.NEVER;
}

function topicCodes(given: string | readonly string[], context: z.RefinementCtx): readonly string[] {
  const pieces = typeof given === 'string' && given.trim().startsWith('[') ? jsonStrings(given) : [given].flat();
  if (pieces === undefined) {
    const allowed = { vi: 'mảng JSON các mã chủ đề', en: 'a JSON array of topic codes' };
    context.addIssue({ code: 'custom', params: { allowed } });
    return z.NEVER;
  }
  const codes = pieces.flatMap((piece) => piece.split(',')).map((code) => code.normalize('NFC').trim());
  return [...new Set(codes.filter((code) => code !== ''))];
}

function jsonStrings(text: string): readonly string[] | undefined {
  try {
    return z.array(z.string()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Never a path, and nothing that would garble a log line or a header. */
export function safeName(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  return Array.from(base.replace(/\p{C}/gu, ' ').trim()).slice(0, 200).join('') || 'ban-ghi';
}
