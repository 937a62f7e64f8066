import { z } from 'zod';
import { isSettled } from '../domain/airing';
import { isoAt, type EpochMs } from '../domain/calendar';
import { required, typedLines, typedText } from '../platform/http/typed-text';
import type { EmergencyView } from './emergency.service';

const words = typedText(500);
const onSecond = z.enum(['queue', 'replace']);

const authorisation = {
  /** Why it cannot wait. */
  reason: required(typedLines(500)),
  /** Of the order that it rests on. */
  documentNumber: required(words),
  onSecond: onSecond.optional(),
  /** Clusters that are to hear it; all when left out. */
  clusterCodes: z.array(z.string()).min(1).optional(),
  actor: words.optional(),
};

/** What is aired: a recording, or for so long at most a live source of the settings. */
export const authoriseBody = z.union([
  z.strictObject({ recordingId: z.uuid(), ...authorisation }),
  z.strictObject({ liveSource: words, maxDurationSeconds: z.int().min(1).max(3_600), ...authorisation }),
]);
export type AuthoriseBody = z.output<typeof authoriseBody>;

export const startBody = z.strictObject({ onSecond: onSecond.optional(), actor: words.optional() });
export type StartBody = z.output<typeof startBody>;

export const withdrawBody = z.strictObject({ reason: required(typedLines(500)), actor: words.optional() });
export type WithdrawBody = z.output<typeof withdrawBody>;

export const stopBody = z.strictObject({ actor: words.optional() });
export type StopBody = z.output<typeof stopBody>;

export const reviewBody = z.strictObject({ note: required(typedLines(500)), actor: words.optional() });
export type ReviewBody = z.output<typeof reviewBody>;

/** An emergency for the API; instants with the station's offset. */
export function emergencyResponse({ row, airing }: EmergencyView, timeZone: string) {
  const iso = (at: EpochMs | null) => (at === null ? null : isoAt(at, timeZone));
  const {
    stationId: _station,
    authoriserId: _account,
    authorisedAt,
    withdrawnAt,
    startedAt,
    stoppedAt,
    reviewedAt,
    ...rest
  } = row;
  return {
    ...rest,
    state: emergencyState({ row, airing }),
    authorisedAt: iso(authorisedAt),
    withdrawnAt: iso(withdrawnAt),
    startedAt: iso(startedAt),
    stoppedAt: iso(stoppedAt),
    reviewedAt: iso(reviewedAt),
    airing: airing && {
      state: airing.state,
      reason: airing.reason,
      measuredStart: iso(airing.measuredStart),
      airtimeSeconds: airing.airtimeSeconds,
      clustersReached: airing.clustersReached,
      clustersTotal: airing.clustersTotal,
    },
  };
}

export type EmergencyState = 'authorised' | 'withdrawn' | 'started' | 'ended' | 'reviewed';

export function emergencyState({ row, airing }: EmergencyView): EmergencyState {
  if (row.reviewedAt !== null) return 'reviewed';
  if (airing === null) return row.withdrawnAt === null ? 'authorised' : 'withdrawn';
  return isSettled(airing.state) ? 'ended' : 'started';
}
