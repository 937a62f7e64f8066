/** States of an airing; see NEXT for what may follow what. */
export type AiringState = 'planned' | 'cued' | 'playing' | 'aired' | 'partial' | 'missed' | 'cancelled' | 'excused';

/** Role, fixed at planning. `extra` is a one-off outside the plan's count. */
export type AiringRole = 'first' | 'repeat' | 'makeUp' | 'extra';

/** Transitions as data. */
export const NEXT = {
  planned: ['cued', 'cancelled', 'excused', 'missed'],
  cued: ['playing', 'cancelled', 'excused', 'missed', 'planned'],
  playing: ['aired', 'partial', 'missed'],
  /** By proof alone: the air-check was silent. */
  aired: ['partial'],
  partial: [],
  missed: [],
  /** Taken back by staff before its time came. */
  cancelled: ['planned'],
  excused: [],
} as const satisfies Record<AiringState, readonly AiringState[]>;

export function canBecome(from: AiringState, to: AiringState): boolean {
  return (NEXT[from] as readonly AiringState[]).includes(to);
}

/** True once the airing is over and booked. */
export function isSettled(state: AiringState): boolean {
  return state !== 'planned' && state !== 'cued' && state !== 'playing';
}

/** Why an airing ended as it did; printed in the report through `reasonText`. */
export type AiringReason =
  | 'completed'
  | 'noRecording'
  | 'notApproved'
  | 'mediaMissing'
  | 'mediaAltered'
  | 'startedTooLate'
  | 'serviceDown'
  | 'engineLost'
  | 'outputFailed'
  | 'decoderFailed'
  | 'sourceFailed'
  | 'sourceSilent'
  | 'sourceRefused'
  | 'cutShort'
  | 'interrupted'
  | 'replaced'
  | 'provedSilent'
  | 'noOutput'
  | 'sessionFull'
  | 'cancelledByStaff'
  | 'mourningNoMusic'
  | 'calendarBlocked'
  /** A filler for which there was no gap. */
  | 'notNeeded';

/** What of a session a row is: one of its items, or what the session itself adds round them. */
export type SessionPart = 'item' | 'openingTune' | 'relay' | 'closingTune' | 'filler';
