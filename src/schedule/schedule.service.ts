import { Injectable } from '@nestjs/common';
import type { EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { computeLedger, type AiringFact, type Attestation, type Obligation } from '../domain/compliance';
import type { MakeUpCandidate } from '../domain/make-up';
import type { Plan } from '../domain/plan';
import type { Span } from '../domain/report-period';
import type { AiringState } from '../domain/airing';
import { Station } from '../platform/config/station';
import { Recent } from '../platform/database/recent';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { PlansService } from '../plans/plans.service';
import { RecordingsService, type Content } from '../recordings/recordings.service';
import type { AiredItem } from './aired-item';
import { AttestationRepository, type AttestationRecord } from './compliance/attestation.repository';
import { ExpansionService, type ScheduleState } from './expansion.service';
import { LossesService, type Losses } from './make-ups/losses.service';
import { candidateFor, isLost } from './make-ups/lost-airings';
import { startOf, type Airing } from './rows';
import { ScheduleRepository, type AiringFilter } from './schedule.repository';

/** An airing with where it could be made up, when it was lost and nothing answers for it yet. */
export interface AiringView {
  readonly row: Airing;
  readonly content: Content | null;
  readonly makeUp: MakeUpCandidate | null;
}

export interface Books {
  readonly plans: readonly Plan[];
  readonly obligations: readonly Obligation[];
  readonly facts: readonly AiringFact[];
  readonly attestations: readonly (Attestation & Pick<AttestationRecord, 'document' | 'attestedBy'>)[];
}

/** Reads of the schedule: airings, the ledger, what went on air. */
@Injectable()
export class ScheduleService {
  private readonly books: Recent<Books>;
  /** By lost airing, for as long as what was lost stays the same; null: no session has room. */
  private readonly slots = new WeakMap<Losses, Map<string, MakeUpCandidate | null>>();

  constructor(
    private readonly repository: ScheduleRepository,
    private readonly attestations: AttestationRepository,
    private readonly losses: LossesService,
    private readonly expansion: ExpansionService,
    private readonly plans: PlansService,
    private readonly recordings: RecordingsService,
    private readonly station: Station,
    private readonly clock: Clock,
    unitOfWork: UnitOfWork,
  ) {
    this.books = new Recent(unitOfWork);
  }

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
    const candidates = rows.some(isLost) ? await this.candidatesOf(rows) : new Map<string, MakeUpCandidate>();
    return rows.map((row) => {
      const content = contents.get(row.contentId) ?? null;
      return { row, content, makeUp: candidates.get(row.id) ?? null };
    });
  }

  /** A lost make-up shows where its original can still be made up. */
  private async candidatesOf(rows: readonly Airing[]): Promise<Map<string, MakeUpCandidate>> {
    const now = this.clock.now();
    const losses = await this.losses.at(now);
    const open = new Map(losses.open.map((row) => [row.id, row]));
    return new Map(
      rows.filter(isLost).flatMap((row) => {
        const lost = open.get(row.makeUpForId ?? row.id);
        const candidate = lost && this.slotOf(lost, losses, now);
        return candidate ? [[row.id, candidate] as const] : [];
      }),
    );
  }

  private slotOf(lost: Airing, losses: Losses, now: EpochMs): MakeUpCandidate | null {
    const known = this.slots.get(losses) ?? new Map<string, MakeUpCandidate | null>();
    this.slots.set(losses, known);
    const content = losses.contents.get(lost.contentId) ?? null;
    const found = known.get(lost.id);
    const slot = found === undefined ? candidateFor(lost, content, losses.state, this.station, now) : found;
    known.set(lost.id, slot);
    return slot;
  }

  /**
   * Every obligation of the plans in force with its state at `now`, and what it was judged by.
   * @param within only plans in effect on some day of it
   */
  async ledger(now: EpochMs, within?: Span): Promise<Books> {
    if (within) return this.booksOf(await this.expansion.stateAt(now, undefined, within), now);
    return this.books.at(now, async () => this.booksOf(await this.expansion.shownAt(now), now));
  }

  private async booksOf(state: ScheduleState, now: EpochMs): Promise<Books> {
    const plans = state.plans.map((stored) => stored.plan);
    // Most airings of a year are news of the day, which no programme asks for.
    const contents = new Map((await this.recordings.contentsOfProgrammes()).map((content) => [content.id, content]));
    // What only some villages heard discharges no duty towards the commune.
    const forAll = state.airings.filter(({ row }) => row.clusterCodes === null);
    const facts = forAll.map(({ row }) => factOf(row, contents.get(row.contentId)));
    const { shortfalls } = state.expansion;
    const attestations = (await this.attestations.standing()).map(({ id, ...row }) => ({ attestationId: id, ...row }));
    const { trackedFrom } = this.station.config;
    const { timeZone } = this.station;
    const obligations = computeLedger({ plans, facts, attestations, shortfalls, trackedFrom, timeZone, now });
    return { plans, obligations, facts, attestations };
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
    const plans = await this.plans.inForce();
    return new Map(
      plans.flatMap(({ plan }) => plan.programmes.map((programme) => [programme.key, programme.title] as const)),
    );
  }
}

/** Whose sound it was, as Bảng 3 of the report counts it. */
function sourceOf({ part, priority }: Airing): AiredItem['source'] {
  if (priority === 'EMERGENCY') return 'emergency';
  return part === 'relay' ? 'relay' : 'own';
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
    plannedStart: startOf(row),
    start: row.measuredStart,
    airtimeSeconds: row.airtimeSeconds,
  };
}
