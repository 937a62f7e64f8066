import { AUDIO_WARNINGS } from '../../audio/audio-errors';
import { findingText } from '../../audio/finding-words';
import type { Permission } from '../../domain/permissions';
import type { NormaliseState } from '../../recordings/normalising.service';
import { recordingError } from '../../recordings/recording-error';
import type { RecordingView, ReviewedRecordingView } from '../../recordings/recording.view';
import type { Words } from '../words';
import { decimalText, durationText, momentText, nameText, timeText } from './format';

/** Where a recording stands, as one word for the clerk. */
export type RecordingStage = 'processing' | 'rejected' | 'draft' | 'submitted' | 'returned' | 'approved';

export interface RecordingCard {
  readonly id: string;
  /** Sent back as If-Match: a decision is about what was seen. */
  readonly revision: number;
  readonly title: string;
  /** The issue; null for a special. */
  readonly issue: string | null;
  readonly stage: RecordingStage;
  readonly language: string;
  readonly version: number;
  readonly uploaded: { readonly by: string; readonly at: string };
  readonly duration: string | null;
  readonly loudness: LoudnessView | null;
  readonly topics: readonly string[];
  readonly hasMusic: boolean;
  readonly warnings: readonly string[];
  /** Silence at the ends that could be cut off on a click. */
  readonly trim: TrimView | null;
  /** While it is not ready; null when it is, or when nothing is known of it. */
  readonly work: WorkView | null;
  /** Why the file cannot be used. */
  readonly error: string | null;
  /** Newest first. */
  readonly reviews: readonly ReviewLine[];
  /** What the reader may decide about it. */
  readonly decisions: readonly ReviewLine['decision'][];
}

export interface TrimView {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** How long it would be then. */
  readonly duration: string;
}

export interface WorkView {
  readonly text: string;
  /** null: nobody works on it now. */
  readonly percent: number | null;
  /** Failed for a fault of the machine, and the reader may have it tried again. */
  readonly canRetry: boolean;
}

export interface LoudnessView {
  readonly beforeLufs: string;
  readonly afterLufs: string;
  readonly peakDbtp: string;
  readonly targetReached: boolean;
}

export interface ReviewLine {
  readonly decision: 'submit' | 'approve' | 'return';
  readonly by: string;
  readonly at: string;
  readonly comment: string | null;
}

export interface RecordingsView {
  readonly waiting: readonly RecordingCard[];
  readonly processing: readonly RecordingCard[];
  readonly rejected: readonly RecordingCard[];
  readonly approved: readonly RecordingCard[];
}

export interface RecordingFacts {
  /** Newest first. */
  readonly recordings: readonly ReviewedRecordingView[];
  /** By recording, of those that are not ready. */
  readonly work: ReadonlyMap<string, NormaliseState>;
  /** Title of the issue by content; specials are absent. */
  readonly issues: ReadonlyMap<string, string>;
  readonly timeZone: string;
  /** Of the reader: what is not theirs to do is not offered. */
  readonly may: (permission: Permission) => boolean;
}

const DECISIONS: Readonly<Record<RecordingStage, readonly ReviewLine['decision'][]>> = {
  processing: [],
  rejected: [],
  draft: ['submit'],
  returned: ['submit'],
  submitted: ['approve', 'return'],
  approved: ['return'],
};

const WAITING: readonly RecordingStage[] = ['submitted', 'returned', 'draft'];

/** What awaits the approver first; versions that a newer one stands in for are left out. */
export function presentRecordings(facts: RecordingFacts, words: Words): RecordingsView {
  const current = facts.recordings.filter((one) => !isReplaced(one, facts.recordings));
  const cards = current.map((one) => presentCard(one, facts, words));
  const inStage = (stage: RecordingStage) => cards.filter((card) => card.stage === stage);
  return {
    waiting: WAITING.flatMap(inStage),
    processing: inStage('processing'),
    rejected: inStage('rejected'),
    approved: inStage('approved'),
  };
}

function stageOf({ status, reviewStatus }: Pick<RecordingView, 'status' | 'reviewStatus'>): RecordingStage {
  return status === 'ready' ? reviewStatus : status;
}

/** A file that was returned or could not be used needs nobody's care once a newer version is there. */
function isReplaced(one: RecordingView, all: readonly RecordingView[]): boolean {
  if (stageOf(one) === 'approved' || stageOf(one) === 'submitted') return false;
  return all.some(
    ({ contentId, language, version, status }) =>
      contentId === one.contentId && language === one.language && version > one.version && status !== 'rejected',
  );
}

export function presentCard(
  one: RecordingFacts['recordings'][number],
  facts: RecordingFacts,
  words: Words,
): RecordingCard {
  const { timeZone } = facts;
  const stage = stageOf(one);
  return {
    ...{ id: one.id, revision: one.revision, title: one.title, version: one.version, stage },
    issue: facts.issues.get(one.contentId) ?? null,
    language: words.spoken[one.language] ?? one.language,
    uploaded: { by: nameText(one.uploadedBy, words), at: momentText(one.createdAt, timeZone) },
    duration: one.durationSeconds === null ? null : durationText(one.durationSeconds, words),
    loudness: loudnessOf(one, words),
    decisions: DECISIONS[stage].filter((decision) =>
      facts.may(decision === 'submit' ? 'recordings.submit' : 'recordings.approve'),
    ),
    topics: one.topics,
    hasMusic: one.hasMusic,
    // Whether the target was reached is said beside the figures.
    warnings: warningTexts(one, words),
    trim: facts.may('recordings.submit') ? trimOf(one, words) : null,
    work: workOf(one, facts, words),
    error: one.errorCode === null ? null : recordingError(one.errorCode, words.language).detail,
    reviews: [...one.reviews].reverse().map(({ decision, actor, comment, at }) => ({
      ...{ decision, comment, by: nameText(actor, words), at: momentText(at, timeZone) },
    })),
  };
}

function workOf({ id }: RecordingView, { work: all, timeZone, may }: RecordingFacts, words: Words): WorkView | null {
  const work = all.get(id);
  const { progress } = words.recordings;
  switch (work?.state) {
    case undefined:
      return null;
    case 'working': {
      const left = work.secondsLeft === null ? '' : `, ${progress.left(durationText(work.secondsLeft, words))}`;
      return { text: progress[work.stage] + left, percent: Math.round(work.share * 100), canRetry: false };
    }
    case 'queued':
    case 'waitingForQueue':
      return { text: progress[work.state], percent: null, canRetry: false };
    case 'failed':
      return {
        text: progress.failed(timeText(work.nextTryAt, timeZone)),
        percent: null,
        canRetry: may('recordings.upload'),
      };
  }
}

function loudnessOf({ source, rendition }: RecordingView, words: Words): LoudnessView | null {
  if (source === null || rendition === null) return null;
  return {
    beforeLufs: decimalText(source.integratedLufs, words),
    afterLufs: decimalText(rendition.integratedLufs, words),
    peakDbtp: decimalText(rendition.truePeakDbtp, words),
    targetReached: rendition.targetReached,
  };
}

/** Where it is known what a warning is about, that is said with its place. */
function warningTexts({ warnings, findings }: RecordingView, words: Words): readonly string[] {
  const told = findings.filter(({ code }) => code !== 'targetNotReached');
  const others = warnings.filter((code) => findings.every((finding) => finding.code !== code));
  return [
    ...others.filter((code) => code !== 'targetNotReached').map((code) => warningText(code, words)),
    ...told.map((finding) => findingText(finding, words.language)),
  ];
}

function trimOf({ suggestedTrim }: RecordingView, words: Words): TrimView | null {
  if (suggestedTrim === null) return null;
  const { fromSeconds, toSeconds } = suggestedTrim;
  return { fromSeconds, toSeconds, duration: durationText(toSeconds - fromSeconds, words) };
}

function warningText(code: string, words: Words): string {
  if (code === 'duplicateOriginal') return words.recordings.duplicate;
  return code in AUDIO_WARNINGS ? AUDIO_WARNINGS[code as keyof typeof AUDIO_WARNINGS][words.language] : code;
}
