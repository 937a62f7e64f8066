import { isSettled } from '../../domain/airing';
import type { EpochMs } from '../../domain/calendar';
import { issueKey } from '../../domain/ledger-figures';
import { proposeMakeUp, type MakeUpCandidate } from '../../domain/make-up';
import { Station } from '../../platform/config/station';
import type { Content } from '../../recordings/recordings.service';
import type { ScheduleState } from '../expansion.service';
import { startOf, type Airing } from '../rows';
import type { AttestationRecord } from '../compliance/attestation.repository';

/** What makes a lost airing need no make-up any more. */
export interface Answers {
  readonly attestations: readonly AttestationRecord[];
  /** By airing. */
  readonly declines: ReadonlyMap<string, unknown>;
}

/**
 * Lost and not excused: a cancellation that no document ordered leaves the airing owed. An emergency is started again, not
 * made up, and a session's tunes and relay go with their session.
 */
export function isLost({ state, document, priority, part }: Airing): boolean {
  if (priority === 'EMERGENCY' || part !== 'item') return false;
  return state === 'missed' || state === 'partial' || (state === 'cancelled' && document === null);
}

/** Original airings that are lost and that no make-up, attestation or decision of staff answers for, oldest first. */
export function openLosses(
  state: ScheduleState,
  contents: ReadonlyMap<string, Content>,
  { attestations, declines }: Answers,
): Airing[] {
  const rows = state.airings.map(({ row }) => row);
  const answered = new Set(
    rows.flatMap((row) => (!isSettled(row.state) || row.state === 'aired' ? (row.makeUpForId ?? []) : [])),
  );
  const attested = new Set(
    attestations.map(({ programmeKey, periodKey, ordinal }) => nameOf(programmeKey, periodKey, ordinal)),
  );
  return rows.filter((row) => {
    if (row.makeUpForId !== null || !isLost(row) || answered.has(row.id) || declines.has(row.id)) return false;
    const content = contents.get(row.contentId);
    const isPlanned = row.role === 'first' || row.role === 'repeat';
    return !(isPlanned && attested.has(nameOf(content?.programmeKey, content?.periodKey, row.ordinal)));
  });
}

function nameOf(programmeKey: string | null | undefined, periodKey: string | null | undefined, ordinal: number) {
  return `${issueKey(programmeKey ?? '', periodKey ?? '')}/${String(ordinal)}`;
}

/** The next slot in which a lost airing can be made up, beside what is and what will be on the schedule. */
export function candidateFor(
  row: Airing,
  content: Content | null,
  state: ScheduleState,
  station: Station,
  now: EpochMs,
  durationSeconds: number = row.plannedDurationSeconds,
): MakeUpCandidate | null {
  const notBefore = now + station.config.cueLeadSeconds * 1000;
  const live = state.airings.filter((airing) => !isSettled(airing.state));
  const wanted = state.expansion.airings;
  const planned = wanted.map((airing) => ({
    start: airing.provisionalStart,
    durationSeconds: airing.plannedDurationSeconds,
  }));
  const ownLive = live.filter(({ row: other }) => other.contentId === row.contentId && other.language === row.language);
  const ownWanted = wanted.filter(
    (airing) =>
      content !== null && airing.programmeKey === content.programmeKey && airing.periodKey === content.periodKey,
  );
  return proposeMakeUp({
    periodKey: content?.periodKey ?? null,
    occurrenceKey: row.occurrenceKey,
    durationSeconds,
    grid: station.grid,
    calendar: state.calendar,
    // Most of a year is over.
    busy: [...live, ...planned].filter(({ start, durationSeconds }) => start + durationSeconds * 1000 > notBefore),
    sameContent: [...ownLive.map((own) => startOf(own.row)), ...ownWanted.map((own) => own.provisionalStart)],
    notBefore,
    horizonDays: station.config.horizonDays,
  });
}
