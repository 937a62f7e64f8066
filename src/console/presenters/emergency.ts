import { outputsFor, shareAnOutput } from '../../domain/addressing';
import type { AiringState } from '../../domain/airing';
import { emergencyState, type EmergencyState } from '../../emergency/emergency.dto';
import type { EmergencyView } from '../../emergency/emergency.service';
import type { StationConfig } from '../../platform/config/station-config';
import type { EngineStatus } from '../../playout/playout-engine';
import type { RecordingView } from '../../recordings/recording.view';
import type { Words } from '../words';
import { durationText, momentText, nameText, timeToTheSecond } from './format';

export interface EmergencyCard {
  readonly id: string;
  readonly title: string;
  readonly state: EmergencyState | 'stopping';
  /** Some output gives it out at this moment, its chime included. */
  readonly isSounding: boolean;
  /** What became of its airing; null before the start. */
  readonly airing: AiringState | null;
  readonly reason: string;
  readonly documentNumber: string;
  readonly clusters: string;
  readonly authorised: string;
  readonly started: string | null;
  readonly stopped: string | null;
  /** Of an emergency that is over: "05:30:02, 45 giây". */
  readonly heard: string | null;
  readonly reached: { readonly reached: number; readonly total: number } | null;
  /** In words, where it did not go as it should. */
  readonly why: string | null;
  readonly withdrawal: { readonly by: string; readonly note: string } | null;
  readonly review: { readonly by: string; readonly note: string } | null;
}

/** What pressing the button does, as far as can be told beforehand. */
export interface EmergencyEffects {
  readonly isLive: boolean;
  readonly duration: string;
  readonly isUnapproved: boolean;
  readonly clusterCount: number;
  /** "Thôn 1 (Cụm 1, Cụm 2); Thôn 2 (Cụm 3)". */
  readonly villages: string;
  /** Clusters that were not chosen and hang on the same outputs; "" for none. */
  readonly others: string;
  readonly interrupts: readonly { readonly title: string; readonly output: string }[];
  readonly down: readonly { readonly output: string; readonly clusters: string }[];
  /** Another emergency that is on an output this one needs. */
  readonly second: string | null;
}

type Clusters = StationConfig['clusters'];

export interface StationFacts {
  readonly timeZone: string;
  readonly clusters: Clusters;
  readonly outputs: readonly Pick<StationConfig['outputs'][number], 'code' | 'label'>[];
  readonly statuses: readonly EngineStatus[];
}

export function presentEmergency(
  { row, airing }: EmergencyView,
  { timeZone, clusters, statuses }: StationFacts,
  words: Words,
): EmergencyCard {
  const deed = (by: string | null, at: number | null) =>
    by === null || at === null ? null : `${nameText(by, words)}, ${momentText(at, timeZone)}`;
  const state = emergencyState({ row, airing });
  const isOver = state === 'ended' || state === 'reviewed';
  const { measuredStart = null, airtimeSeconds = 0, reason = null } = airing ?? {};
  return {
    ...{ id: row.id, title: row.title, airing: airing?.state ?? null },
    state: state === 'started' && row.stoppedAt !== null ? 'stopping' : state,
    isSounding: statuses.some(({ current }) => current?.airingId === row.airingId),
    ...{ reason: row.reason, documentNumber: row.documentNumber },
    clusters: villagesOf(chosen(row.clusterCodes, clusters)),
    authorised: deed(row.authorisedBy, row.authorisedAt) ?? '',
    started: deed(row.startedBy, row.startedAt),
    stopped: deed(row.stoppedBy, row.stoppedAt),
    heard:
      isOver && measuredStart !== null
        ? `${timeToTheSecond(measuredStart, timeZone)}, ${durationText(airtimeSeconds, words)}`
        : null,
    reached: isOver && airing ? { reached: airing.clustersReached, total: airing.clustersTotal } : null,
    why: reason === null || reason === 'completed' ? null : words.reason[reason],
    withdrawal: noted(deed(row.withdrawnBy, row.withdrawnAt), row.withdrawnNote),
    review: noted(deed(row.reviewedBy, row.reviewedAt), row.reviewNote),
  };
}

function noted(by: string | null, note: string | null): { by: string; note: string } | null {
  return by === null || note === null ? null : { by, note };
}

interface EffectFacts extends StationFacts {
  /** null: from a live source. */
  readonly recording: Pick<RecordingView, 'durationSeconds' | 'reviewStatus'> | null;
  readonly running: readonly EmergencyView[];
}

export function presentEffects({ row }: EmergencyView, facts: EffectFacts, words: Words): EmergencyEffects {
  const { clusters, outputs, statuses, recording, running } = facts;
  const heard = chosen(row.clusterCodes, clusters);
  const carrying = outputsFor(row.clusterCodes, clusters, outputs);
  const status = new Map(statuses.map((one) => [one.outputCode, one]));
  const carriers = outputs.filter(({ code }) => carrying.has(code));
  const servedBy = (code: string) => clusters.filter((cluster) => cluster.outputs.includes(code));
  const others = clusters.filter((cluster) => !heard.includes(cluster) && cluster.outputs.some((o) => carrying.has(o)));
  return {
    isLive: recording === null,
    duration: durationText(recording?.durationSeconds ?? row.maxDurationSeconds ?? 0, words),
    isUnapproved: recording !== null && recording.reviewStatus !== 'approved',
    ...{ clusterCount: heard.length, villages: villagesOf(heard), others: villagesOf(others) },
    interrupts: carriers.flatMap(({ code, label }) => {
      const current = status.get(code)?.current;
      return current && current.priority !== 'EMERGENCY' ? [{ title: current.title, output: label }] : [];
    }),
    down: carriers
      .filter(({ code }) => ['down', 'reconnecting'].includes(status.get(code)?.state ?? 'down'))
      .map(({ code, label }) => ({ output: label, clusters: villagesOf(servedBy(code)) })),
    second:
      running.find((other) => shareAnOutput(carrying, outputsFor(other.row.clusterCodes, clusters, outputs)))?.row
        .title ?? null,
  };
}

function chosen(codes: readonly string[] | null, clusters: Clusters): Clusters {
  return clusters.filter(({ code }) => codes?.includes(code) ?? true);
}

function villagesOf(clusters: Clusters): string {
  const villages = [...new Set(clusters.map(({ village }) => village))];
  const of = (village: string) => clusters.filter((one) => one.village === village).map(({ name }) => name);
  return villages.map((village) => `${village} (${of(village).join(', ')})`).join('; ');
}
