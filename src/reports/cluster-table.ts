import type { AiringReason } from '../domain/airing';
import type { ClusterReach } from '../playout/cluster-reach.service';
import type { BookedAiring } from '../schedule/report-books.service';
import type { ClusterLine } from './report';

export type ClusterFacts = ClusterReach;

/** What was lost for want of a recording or its approval is the newsroom's matter, not the technician's. */
const TECHNICAL: ReadonlySet<AiringReason> = new Set<AiringReason>([
  'mediaMissing',
  'mediaAltered',
  'startedTooLate',
  'serviceDown',
  'engineLost',
  'outputFailed',
  'decoderFailed',
  'sourceFailed',
  'sourceSilent',
  'cutShort',
  'provedSilent',
  'noOutput',
]);

/** Bảng 5. A cluster that left the settings stays while something of the period was meant for it. */
export function countClusters(airings: readonly BookedAiring[], { clusters, reach }: ClusterFacts): ClusterLine[] {
  const settled = airings.filter(({ state }) => state === 'aired' || state === 'partial' || state === 'missed');
  return clusters.flatMap((cluster) => {
    const own = settled.filter(({ airingId }) => reach.get(airingId)?.addressed.includes(cluster.code));
    if (own.length === 0) return [];
    const failed = own.filter(({ airingId }) => !reach.get(airingId)?.reached.includes(cluster.code));
    // Aired, and yet not here: one of several outputs failed.
    const incidents = failed.filter(({ state, reason }) => state === 'aired' || (reason && TECHNICAL.has(reason)));
    const succeeded = own.length - failed.length;
    return {
      ...cluster,
      scheduled: own.length,
      succeeded,
      ratePercent: Math.round((succeeded / own.length) * 1000) / 10,
      disconnections: null,
      incidents: incidents.length,
    };
  });
}
