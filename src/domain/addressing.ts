import { DomainError } from './errors';

/** A loudspeaker cluster and the outputs that serve it, as the settings have them. */
export interface ServedCluster {
  readonly code: string;
  readonly outputs: readonly string[];
}

/**
 * Outputs that carry an airing.
 * @param clusterCodes the clusters it addresses; null addresses all, and then every output carries it, also one that
 * only listens along and serves none
 */
export function outputsFor(
  clusterCodes: readonly string[] | null,
  clusters: readonly ServedCluster[],
  allOutputs: readonly { readonly code: string }[],
): ReadonlySet<string> {
  if (clusterCodes === null) return new Set(allOutputs.map(({ code }) => code));
  return new Set(clusters.filter(({ code }) => clusterCodes.includes(code)).flatMap(({ outputs }) => outputs));
}

/**
 * Clusters that somebody chose, as they are kept: in the settings' order, and null when it is all of them.
 * @throws DomainError clusterUnknown
 */
export function chosenClusters(
  chosen: readonly string[] | null,
  clusters: readonly Pick<ServedCluster, 'code'>[],
): readonly string[] | null {
  if (chosen === null) return null;
  const codes = clusters.map(({ code }) => code);
  const unknown = chosen.find((code) => !codes.includes(code));
  if (unknown !== undefined) throw new DomainError('clusterUnknown', { cluster: unknown });
  return codes.every((code) => chosen.includes(code)) ? null : codes.filter((code) => chosen.includes(code));
}

/** Whether two airings meet on some output: if not, they may go out at the same time. */
export function shareAnOutput(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((output) => b.has(output));
}
