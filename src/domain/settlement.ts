import type { AiringReason, AiringState } from './airing';

/** What one output did with an airing. */
export interface DeliveryFact {
  readonly outputCode: string;
  /** A monitor listens; it never counts as delivery. */
  readonly role: 'transmission' | 'monitor';
  /** Frames of the item that the output accepted. */
  readonly frames: number;
  /** The air-check proved more silence among those frames than is tolerated. */
  readonly provedSilent: boolean;
  readonly reason: AiringReason;
}

export interface SettlementInput {
  readonly deliveries: readonly DeliveryFact[];
  /** Outputs that serve each addressed cluster. */
  readonly clusters: readonly { readonly code: string; readonly outputCodes: readonly string[] }[];
  readonly expectedFrames: number;
  /** Share of addressed clusters, 0..1. */
  readonly requiredClusterShare: number;
}

export interface Settlement {
  readonly state: Extract<AiringState, 'aired' | 'partial' | 'missed' | 'cancelled'>;
  readonly reason: AiringReason;
  readonly clustersReached: number;
}

/** Share of an item's frames that a cluster's output must have accepted for the cluster to count as served. */
const DELIVERED_SHARE = 0.95;

/**
 * The airing's state from what its outputs really accepted: aired when enough addressed clusters got at least
 * 95 % of its frames, audibly as far as is known; partial when anything at all went out, missed otherwise.
 */
export function settleAiring(input: SettlementInput): Settlement {
  const transmitted = input.deliveries.filter((delivery) => delivery.role === 'transmission');
  const full = fullOutputs(input);
  const clustersReached = reachedClusters(input).length;
  // Quotients, not products: 100 * 0.55 is more than 55.
  const enough = clustersReached > 0 && clustersReached / input.clusters.length >= input.requiredClusterShare;
  if (enough) return { state: 'aired', reason: 'completed', clustersReached };
  const failed = transmitted.find((delivery) => delivery.reason !== 'completed');
  const silent = transmitted.some((delivery) => delivery.provedSilent);
  const short = transmitted.some((delivery) => !full.has(delivery.outputCode));
  const reason = failed?.reason ?? (silent ? 'provedSilent' : short ? 'cutShort' : 'noOutput');
  return { state: transmitted.some((delivery) => delivery.frames > 0) ? 'partial' : 'missed', reason, clustersReached };
}

type Sent = Pick<SettlementInput, 'deliveries' | 'expectedFrames'>;

/** Codes of the addressed clusters whose output was given the item in full, in the order of `clusters`. */
export function reachedClusters(input: Sent & Pick<SettlementInput, 'clusters'>): string[] {
  const full = fullOutputs(input);
  return input.clusters.filter((cluster) => cluster.outputCodes.some((code) => full.has(code))).map(({ code }) => code);
}

function fullOutputs({ deliveries, expectedFrames }: Sent): ReadonlySet<string> {
  const isFull = ({ role, frames, provedSilent }: DeliveryFact) =>
    role === 'transmission' && !provedSilent && frames / expectedFrames >= DELIVERED_SHARE;
  return new Set(deliveries.filter(isFull).map((delivery) => delivery.outputCode));
}

/** A filler owes nothing: whatever of it sounded was wanted, and none where there was no gap. */
export function settleFiller(deliveries: readonly DeliveryFact[]): Settlement {
  const hasSounded = deliveries.some(({ role, frames }) => role === 'transmission' && frames > 0);
  return hasSounded
    ? { state: 'aired', reason: 'completed', clustersReached: 0 }
    : { state: 'cancelled', reason: 'notNeeded', clustersReached: 0 };
}
