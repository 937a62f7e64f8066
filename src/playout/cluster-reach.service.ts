import { Injectable } from '@nestjs/common';
import { groupBy } from '../domain/group-by';
import { reachedClusters, type DeliveryFact } from '../domain/settlement';
import type { BookedAiring } from '../schedule/report-books.service';
import { expectedFrames, reasonOf } from './delivery-terms';
import type { ClusterOutputRow, DeliveryRow } from './playout.entity';
import { PlayoutRepository } from './playout.repository';

/** Cluster codes that one airing was meant for, and those whose output was given it in full. */
export interface Reach {
  readonly addressed: readonly string[];
  readonly reached: readonly string[];
}

export interface ClusterReach {
  readonly clusters: readonly { readonly code: string; readonly name: string; readonly village: string }[];
  /** By airing. */
  readonly reach: ReadonlyMap<string, Reach>;
}

/** Who heard what, as far as an output's acceptance says it, judged as the settlement judged it. */
@Injectable()
export class ClusterReachService {
  constructor(private readonly repository: PlayoutRepository) {}

  /** @param silent deliveries that an air-check proved silent */
  async of(airings: readonly BookedAiring[], silent: ReadonlySet<string>): Promise<ClusterReach> {
    const deliveries = await this.repository.deliveriesOfAll(airings.map(({ airingId }) => airingId));
    const { outputs, clusters, links } = await this.repository.history();
    const byOutput = new Map(outputs.map((output) => [output.id, output]));
    const byAiring = groupBy(deliveries, ({ airingId }) => airingId);
    const reach = airings.map((airing) => {
      const own = byAiring.get(airing.airingId) ?? [];
      const cuedAt = Math.min(airing.start, ...own.map(({ commandedAt, plannedStart }) => commandedAt ?? plannedStart));
      const served = clusters.filter(({ id, code }) => isAddressed(airing, { id, code }, links, cuedAt));
      const facts = own.map((delivery): DeliveryFact => {
        const output = byOutput.get(delivery.outputId);
        const identity = { outputCode: output?.code ?? '', role: output?.role ?? 'monitor' };
        const provedSilent = silent.has(delivery.id);
        return { ...identity, frames: delivery.frames ?? 0, provedSilent, reason: endOf(delivery) };
      });
      const addressed = served.map(({ id, code }) => ({
        code,
        outputCodes: links
          .filter((link) => link.clusterId === id && held(link, cuedAt))
          .flatMap(({ outputId }) => byOutput.get(outputId)?.code ?? []),
      }));
      const reached = reachedClusters({
        deliveries: facts,
        clusters: addressed,
        expectedFrames: expectedFrames(airing, own),
      });
      return [airing.airingId, { addressed: addressed.map(({ code }) => code), reached }] as const;
    });
    const named = clusters.map(({ code, name, village }) => ({ code, name, village }));
    return { clusters: named, reach: new Map(reach) };
  }
}

function endOf({ endReason }: DeliveryRow) {
  return reasonOf(endReason ?? 'engineLost');
}

/** Frozen at the cue; what was lost before it was meant for whom it names, or for all that were served then. */
function isAddressed(
  { clusterIds, clusterCodes }: BookedAiring,
  { id, code }: { readonly id: string; readonly code: string },
  links: readonly ClusterOutputRow[],
  at: number,
): boolean {
  if (clusterIds.length > 0) return clusterIds.includes(id);
  if (!links.some((link) => link.clusterId === id && held(link, at))) return false;
  return clusterCodes === null || clusterCodes.includes(code);
}

function held({ validTo }: ClusterOutputRow, at: number): boolean {
  return validTo === null || validTo > at;
}
