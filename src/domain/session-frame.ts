import type { EpochMs } from './calendar';
import type { Interval } from './rundown';

/** What a session (buổi phát) adds round its items; null for what it does without. Real lengths. */
export interface FrameParts {
  readonly openingMs: number | null;
  readonly relayMs: number | null;
  readonly closingMs: number | null;
}

export interface SessionFrame {
  readonly opening: Interval | null;
  /** Its end is fixed: what is relayed late or fails leaves the items where they are. */
  readonly relay: Interval | null;
  /** Air for the items. It ends early enough for the closing tune, which follows the last of them. */
  readonly items: Interval;
}

/**
 * Signature tune, relay, items and closing tune, back to back inside a session's limit. A part that would not leave room
 * for those before it is left out, the items' air being what is shortened first.
 */
export function frameSession(session: Interval, { openingMs, relayMs, closingMs }: FrameParts): SessionFrame {
  const opening = following(session.start, openingMs, session.end);
  const relay = following(opening?.end ?? session.start, relayMs, session.end);
  const start = relay?.end ?? opening?.end ?? session.start;
  return { opening, relay, items: { start, end: Math.max(start, session.end - (closingMs ?? 0)) } };
}

/** Where the closing tune goes: after all that the session has aired; null when its limit is reached. */
export function closingStart(session: Interval, lastEnd: EpochMs, closingMs: number): EpochMs | null {
  return lastEnd + closingMs <= session.end ? Math.max(lastEnd, session.start) : null;
}

function following(start: EpochMs, lengthMs: number | null, limit: EpochMs): Interval | null {
  return lengthMs === null || start + lengthMs > limit ? null : { start, end: start + lengthMs };
}
