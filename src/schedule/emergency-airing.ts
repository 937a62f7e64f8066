import type { EpochMs } from '../domain/calendar';
import { notYetAired, type Airing } from './rows';

/** How long an emergency may wait for an output that is down, or behind another emergency. */
const GRACE_SECONDS = 900;

/** A rendition, or at most `frames` of a live source. */
export type EmergencyAiringSound = Pick<
  Airing,
  'contentId' | 'language' | 'title' | 'renditionId' | 'sha256' | 'liveSource'
> & { readonly frames: number };

export interface EmergencyOrder {
  /** Made when it was authorised. */
  readonly airingId: string;
  readonly occurrenceKey: string;
  readonly stationId: string;
  readonly sound: EmergencyAiringSound;
  /** Who authorised it, as printed where other airings name their approver. */
  readonly authorisedBy: string;
  readonly documentNumber: string;
  /** Clusters that are to hear it; null: all. */
  readonly clusterCodes: readonly string[] | null;
}

/** The airing of an emergency that is commanded now: it passes by plan, quiet hours and calendar, and is frozen at once. */
export function emergencyAiring(order: EmergencyOrder, now: EpochMs, clustersTotal: number): Airing {
  const { contentId, language, title, renditionId, sha256, liveSource, frames } = order.sound;
  return {
    ...notYetAired(now),
    ...{ id: order.airingId, stationId: order.stationId, occurrenceKey: order.occurrenceKey, revision: 1 },
    ...{ contentId, language, title, role: 'extra', ordinal: 0, makeUpForId: null, planVersionId: null },
    ...{ placedBy: 'staff', sessionId: null, position: 0, provisionalStart: now, plannedStart: now },
    ...{ plannedDurationSeconds: Math.ceil(frames / 48_000), priority: 'EMERGENCY', startGraceSeconds: GRACE_SECONDS },
    ...{ requiredClusterShare: 0.5, state: 'cued', document: order.documentNumber, clustersTotal },
    clusterCodes: order.clusterCodes,
    ...{ renditionId, sha256, liveSource, frames, approver: order.authorisedBy },
  };
}
