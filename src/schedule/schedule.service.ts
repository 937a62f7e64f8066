import { Injectable } from '@nestjs/common';
import type { EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { computeLedger, type AiringFact, type Obligation } from '../domain/compliance';
import { proposeMakeUp, type MakeUpCandidate } from '../domain/make-up';
import type { Plan } from '../domain/plan';
import { isSettled, type AiringState } from '../domain/airing';
import { Station } from '../platform/config/station';
import { RecordingsService, type Content } from '../recordings/recordings.service';
import { ExpansionService, type ScheduleState } from './expansion.service';
import type { AiredItem } from './aired-item';
import { startOf, type Airing } from './rows';
import { ScheduleRepository, type AiringFilter } from './schedule.repository';

/** An airing with where it could be made up, when it was lost and nothing answers for it yet. */
export interface AiringView {
  readonly row: Airing;
  readonly content: Content | null;
  readonly makeUp: MakeUpCandidate | null;
}

/** Reads of the schedule: airings, the ledger, what went on air. */
@Injectable()
export class ScheduleService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly expansion: ExpansionService,
    private readonly recordings: RecordingsService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  async airings(filter: AiringFilter): Promise<AiringView[]> {
    return this.viewsOf(await this.repository.page(filter));
  }

  async countByState(): Promise<ReadonlyMap<AiringState, number>> {
    return this.repository.countByState();
  }

  async airingView(id: string): Promise<AiringView | null> {
    const row = await this.repository.airing(id);
    return row ? ((await this.viewsOf([row]))[0] ?? null) : null;
  }

  private async viewsOf(rows: readonly Airing[]): Promise<AiringView[]> {
    const contents = await this.contentsOf(rows);
    const state = rows.some(isOwed) ? await this.expansion.stateAt(this.clock.now()) : null;
    return rows.map((row) => {
      const content = contents.get(row.contentId) ?? null;
      return { row, content, makeUp: state ? this.makeUpFor(row, content, state) : null };
    });
  }

  /** Every obligation of the plans in force with its state at `now`. */
  async ledger(now: EpochMs): Promise<{ plans: Plan[]; obligations: Obligation[] }> {
    const state = await this.expansion.stateAt(now);
    const plans = state.plans.map((stored) => stored.plan);
    const contents = await this.contentsOf(state.airings.map(({ row }) => row));
    // What only some villages heard discharges no duty towards the commune.
    const forAll = state.airings.filter(({ row }) => row.clusterCodes === null);
    const facts = forAll.map(({ row }) => factOf(row, contents.get(row.contentId)));
    const { shortfalls } = state.expansion;
    const obligations = computeLedger({ plans, facts, shortfalls, timeZone: this.station.timeZone, now });
    return { plans, obligations };
  }

  /** What went on air, by measured start; `to` exclusive. */
  async airedBetween(from: EpochMs, to: EpochMs): Promise<AiredItem[]> {
    const measured = await this.repository.measuredBetween(from, to);
    // Tunes and fillers are no programme; how long they sounded is in the as-played log.
    const rows = measured.filter(({ part }) => part === 'item' || part === 'relay');
    const contents = await this.contentsOf(rows);
    const firsts = await this.repository.firstMeasured([...contents.keys()]);
    const titles = await this.programmeTitles();
    const topics = await this.recordings.topicsOf(rows.flatMap((row) => row.renditionId ?? []));
    return rows.map((row) => {
      const content = contents.get(row.contentId);
      const start = row.measuredStart ?? startOf(row);
      return {
        airingId: row.id,
        occurrenceKey: row.occurrenceKey,
        contentId: row.contentId,
        start,
        plannedStart: startOf(row),
        airtimeSeconds: row.airtimeSeconds,
        state: row.state as AiredItem['state'],
        reason: row.reason,
        programmeKey: content?.programmeKey ?? null,
        programmeTitle: titles.get(content?.programmeKey ?? '') ?? null,
        periodKey: content?.periodKey ?? null,
        number: content?.number ?? null,
        title: row.title,
        topics: topics.get(row.renditionId ?? '') ?? [],
        role: row.role,
        airedBefore: (firsts.get(row.contentId) ?? start) < start,
        language: row.language,
        clustersReached: row.clustersReached,
        clustersTotal: row.clustersTotal,
        approver: row.approver,
        source: sourceOf(row),
      };
    });
  }

  private async contentsOf(rows: readonly Airing[]): Promise<Map<string, Content>> {
    const contents = await this.recordings.contents([...new Set(rows.map((row) => row.contentId))]);
    return new Map(contents.map((content) => [content.id, content]));
  }

  private async programmeTitles(): Promise<Map<string, string>> {
    const { plans } = await this.expansion.stateAt(this.clock.now());
    return new Map(
      plans.flatMap(({ plan }) => plan.programmes.map((programme) => [programme.key, programme.title] as const)),
    );
  }

  private makeUpFor(row: Airing, content: Content | null, state: ScheduleState): MakeUpCandidate | null {
    // An emergency's hour is past: it is started again, not made up.
    if (!isOwed(row) || row.priority === 'EMERGENCY' || row.part !== 'item') return null;
    const rootId = row.makeUpForId ?? row.id;
    const answered = state.airings.some(
      ({ row: other }) => other.makeUpForId === rootId && (!isSettled(other.state) || other.state === 'aired'),
    );
    if (answered) return null;
    const busy = [...state.airings.filter(({ state: of }) => !isSettled(of)), ...state.expansion.airings.map(asBusy)];
    return proposeMakeUp({
      periodKey: content?.periodKey ?? null,
      occurrenceKey: row.occurrenceKey,
      durationSeconds: row.plannedDurationSeconds,
      grid: this.station.grid,
      calendar: state.calendar,
      busy,
      notBefore: this.clock.now() + this.station.config.cueLeadSeconds * 1000,
      horizonDays: this.station.config.horizonDays,
    });
  }
}

/** Whose sound it was, as Bảng 3 of the report counts it. */
function sourceOf({ part, priority }: Airing): AiredItem['source'] {
  if (priority === 'EMERGENCY') return 'emergency';
  return part === 'relay' ? 'relay' : 'own';
}

/** Lost and not excused: a cancellation that no document ordered leaves the airing owed. */
function isOwed({ state, document }: Airing): boolean {
  return state === 'missed' || state === 'partial' || (state === 'cancelled' && document === null);
}

function asBusy(airing: { provisionalStart: EpochMs; plannedDurationSeconds: number }) {
  return { start: airing.provisionalStart, durationSeconds: airing.plannedDurationSeconds };
}

function factOf(row: Airing, content: Content | undefined): AiringFact {
  return {
    airingId: row.id,
    occurrenceKey: row.occurrenceKey,
    programmeKey: content?.programmeKey ?? null,
    periodKey: content?.periodKey ?? null,
    language: row.language,
    role: row.role,
    makeUpForId: row.makeUpForId,
    state: row.state,
    reason: row.reason,
    document: row.document,
    start: row.measuredStart,
    airtimeSeconds: row.airtimeSeconds,
  };
}
