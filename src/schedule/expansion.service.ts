import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { addDays, civilDateAt, instantOf, type CalendarDay, type CivilDate, type EpochMs } from '../domain/calendar';
import type { PlannedIssue } from '../domain/cadence';
import { Clock } from '../domain/clock';
import { expandPlan, isHeldDown, type Expansion, type Shortfall, type WantedAiring } from '../domain/expand-plan';
import { isInEffect, type Plan, type Programme } from '../domain/plan';
import { reconcile, type Reconciliation } from '../domain/reconcile';
import type { Span } from '../domain/report-period';
import { Station } from '../platform/config/station';
import { Recent } from '../platform/database/recent';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { PlansService } from '../plans/plans.service';
import type { StoredPlan } from '../plans/stored-plan';
import { RecordingsService } from '../recordings/recordings.service';
import { CalendarService } from './calendar.service';
import { CueQueue } from './cue-queue';
import { notYetAired, toScheduled, type Airing, type ScheduledAiring } from './rows';
import { ScheduleRepository } from './schedule.repository';

/** What the plans say at an instant, beside what the rows say. */
export interface ScheduleState {
  readonly plans: readonly StoredPlan[];
  readonly calendar: ReadonlyMap<CivilDate, CalendarDay>;
  readonly airings: readonly ScheduledAiring[];
  readonly expansion: Expansion;
}

/** What a plan would change in the days that are laid out. */
export interface PlanPreview extends Reconciliation<ScheduledAiring> {
  /** Airings that would find no slot, and do now. */
  readonly unplaced: readonly Shortfall[];
  /** Airings that people placed: they stay whatever the plan says. */
  readonly held: number;
  readonly horizonDays: number;
}

interface Materialised {
  readonly created: number;
  readonly moved: number;
  readonly withdrawn: number;
}

/** Plans → airing rows, for a rolling horizon. Safe to call at any time and as often as one likes. */
@Injectable()
export class ExpansionService {
  private readonly shown: Recent<ScheduleState>;

  constructor(
    private readonly repository: ScheduleRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly plans: PlansService,
    private readonly recordings: RecordingsService,
    private readonly calendar: CalendarService,
    private readonly station: Station,
    private readonly cueQueue: CueQueue,
    private readonly clock: Clock,
  ) {
    this.shown = new Recent(unitOfWork);
  }

  /** Brings rows in line with the plans in force and nudges the queue for what is new or moved. */
  async refresh(): Promise<Materialised> {
    const now = this.clock.now();
    const changed: Airing[] = [];
    const counts = await this.unitOfWork.run(async (manager) => {
      const today = civilDateAt(now, this.station.timeZone);
      for (const year of new Set(
        [today, addDays(today, this.station.config.horizonDays)].map((date) => Number(date.slice(0, 4))),
      ))
        await this.calendar.ensureHolidays(manager, year);
      const state = await this.stateAt(now, manager);
      return this.materialise(manager, state, now, changed);
    });
    for (const row of changed) this.cueQueue.nudge(row.id, row.revision, row.provisionalStart - this.leadMs);
    return counts;
  }

  /**
   * Everything a decision about the schedule needs, read once.
   * @param within only plans in effect on some day of it, and airings since the first of them began
   */
  async stateAt(now: EpochMs, manager?: EntityManager, within?: Span): Promise<ScheduleState> {
    const inForce = await this.plans.inForce(manager);
    const plans = within ? inForce.filter(({ plan }) => isInEffect(plan, within)) : inForce;
    const calendar = await this.calendar.byDate(manager);
    // What sessions add round their items stands in the session's own reserve.
    const rows = await this.repository.itemsSince(this.since(plans, now), manager);
    const sessions = await this.repository.sessions([...new Set(rows.flatMap((row) => row.sessionId ?? []))], manager);
    const airings = rows.map((row) => toScheduled(row, sessions));
    const known = { calendar, airings };
    return {
      plans,
      ...known,
      expansion: this.expand(
        plans.map(({ plan }) => plan),
        known,
        now,
      ),
    };
  }

  /** What the schedule would become were the plan in force; nothing is written. */
  async preview(plan: Plan): Promise<PlanPreview> {
    const now = this.clock.now();
    const state = await this.stateAt(now);
    const others = state.plans.map((stored) => stored.plan).filter(({ code }) => code !== plan.code);
    const { airings, shortfalls } = this.expand([...others, plan], state, now);
    const { create, move, withdraw } = reconcile(this.nearby(airings, now), state.airings, now + this.leadMs);
    const known = new Set(state.expansion.shortfalls.map(({ occurrenceKey }) => occurrenceKey));
    const unplaced = shortfalls.filter(({ kind, occurrenceKey }) => kind === 'conflict' && !known.has(occurrenceKey));
    const held = state.airings.filter(
      ({ placedBy, state: stage }) => placedBy === 'staff' && stage === 'planned',
    ).length;
    return { create, move, withdraw, unplaced, held, horizonDays: this.station.config.horizonDays };
  }

  private expand(
    plans: readonly Plan[],
    { calendar, airings }: Pick<ScheduleState, 'calendar' | 'airings'>,
    now: EpochMs,
  ): Expansion {
    return expandPlan({
      plans,
      grid: this.station.grid,
      calendar,
      // An emergency is over sooner than what it delays could be laid out anew.
      existing: airings.filter(({ row }) => row.priority !== 'EMERGENCY'),
      notBefore: now + this.leadMs,
    });
  }

  /** What is laid out already, as far ahead as the station's settings say. */
  private nearby(airings: readonly WantedAiring[], now: EpochMs): readonly WantedAiring[] {
    const horizon = now + this.station.config.horizonDays * 86_400_000;
    return airings.filter(({ provisionalStart }) => provisionalStart <= horizon);
  }

  /** The same for what is only shown. */
  async shownAt(now: EpochMs): Promise<ScheduleState> {
    return this.shown.at(now, () => this.stateAt(now));
  }

  private get leadMs(): number {
    return this.station.config.cueLeadSeconds * 1000;
  }

  /** Far enough back to see every airing of the plans in force; a week may begin before its plan. */
  private since(plans: readonly StoredPlan[], now: EpochMs): EpochMs {
    const first = plans.map((stored) => stored.plan.effective.from).sort()[0];
    return first === undefined ? now - 86_400_000 : instantOf(addDays(first, -7), '00:00', this.station.timeZone);
  }

  private async materialise(
    manager: EntityManager,
    state: ScheduleState,
    now: EpochMs,
    changed: Airing[],
  ): Promise<Materialised> {
    const wanted = this.nearby(state.expansion.airings, now);
    const { create, move, withdraw } = reconcile(wanted, state.airings, now + this.leadMs);
    const issues = await this.ensureContents(manager, state);
    for (const { row } of withdraw) await this.repository.deleteAiring(manager, row);
    for (const airing of create) changed.push(await this.create(manager, airing, issues, now));
    const byKey = new Map(wanted.map((airing) => [airing.occurrenceKey, airing]));
    const moved = new Set(move.map(({ row }) => row));
    for (const stored of state.airings) {
      const airing = byKey.get(stored.occurrenceKey);
      if (!airing || isHeldDown(stored, now + this.leadMs)) continue;
      const { row } = stored;
      const placement = moved.has(stored) ? await this.placement(manager, airing) : {};
      const changes = { ...placement, ...changedTerms(row, termsOf(issueOf(airing, issues))) };
      if (Object.keys(changes).length > 0 && (await this.repository.change(manager, row, changes)))
        changed.push({ ...row, ...changes, revision: row.revision + 1 });
    }
    return { created: create.length, moved: move.length, withdrawn: withdraw.length };
  }

  /** Every issue of the plans has its content row from the first day, so that a clerk can record ahead. */
  private async ensureContents(manager: EntityManager, state: ScheduleState): Promise<ReadonlyMap<string, IssueEntry>> {
    const owners = state.plans.flatMap(({ versionId, plan }) =>
      plan.programmes.map((programme) => ({ versionId, programme, ...plan.effective })),
    );
    const owned = state.expansion.issues.flatMap((issue) => {
      // Next year's plan has the same programmes; each owes the periods anchored in its own span.
      const { programmeKey, period } = issue;
      const owner = owners.find(
        ({ programme, from, to }) => programme.key === programmeKey && period.anchor >= from && period.anchor <= to,
      );
      return owner ? [{ ...owner, issue, title: issueTitle(owner.programme, issue) }] : [];
    });
    const ids = await this.recordings.ensureIssues(
      manager,
      owned.map(({ title, issue: { programmeKey, period, number, required } }) => {
        return { programmeKey, periodKey: period.key, number, required, title };
      }),
    );
    return new Map(
      owned.map(({ versionId, programme, title, issue }, index) => {
        const contentId = ids[index] ?? '';
        return [`${issue.programmeKey}/${issue.period.key}`, { versionId, programme, contentId, title }];
      }),
    );
  }

  private async placement(manager: EntityManager, airing: WantedAiring) {
    const template = this.station.grid.sessions.find((session) => session.code === airing.sessionCode);
    const session = template ? await this.repository.sessionOn(manager, airing.date, template) : null;
    const { position, provisionalStart, plannedDurationSeconds } = airing;
    return { sessionId: session?.id ?? null, position, provisionalStart, plannedDurationSeconds };
  }

  private async create(
    manager: EntityManager,
    airing: WantedAiring,
    issues: ReadonlyMap<string, IssueEntry>,
    now: EpochMs,
  ): Promise<Airing> {
    const { occurrenceKey, language, role, ordinal } = airing;
    const issue = issueOf(airing, issues);
    return this.repository.insertAiring(manager, {
      ...notYetAired(now),
      ...(await this.placement(manager, airing)),
      ...{ occurrenceKey, language, role, ordinal },
      ...termsOf(issue),
      contentId: issue.contentId,
      placedBy: 'plan',
      makeUpForId: null,
    });
  }
}

function issueOf(airing: WantedAiring, issues: ReadonlyMap<string, IssueEntry>): IssueEntry {
  const issue = issues.get(`${airing.programmeKey}/${airing.periodKey}`);
  if (!issue) throw new Error(`No content for ${airing.occurrenceKey}`);
  return issue;
}

/** What an airing takes from its plan besides its place; it follows the plan until it is cued. */
function termsOf({ versionId, title, programme: { priority, policies } }: IssueEntry) {
  const { startGraceSeconds, requiredClusterShare } = policies;
  return { planVersionId: versionId, title, priority, startGraceSeconds, requiredClusterShare };
}

/** The fields of `terms` in which the row differs. */
function changedTerms(row: Airing, terms: ReturnType<typeof termsOf>): Partial<Airing> {
  return Object.fromEntries(Object.entries(terms).filter(([key, value]) => row[key as keyof Airing] !== value));
}

interface IssueEntry {
  readonly versionId: string;
  readonly programme: Programme;
  readonly contentId: string;
  readonly title: string;
}

/** "Chuyên mục … – số 07 (tuần 2026-W07)", "… – tháng 08/2026": what staff and the log call the issue. */
function issueTitle(programme: Programme, { number, period }: PlannedIssue): string {
  const number2 = String(number).padStart(2, '0');
  if (period.kind === 'week')
    return `${programme.title} – số ${number2} (tuần ${period.key.slice(6)}/${period.key.slice(0, 4)})`;
  return `${programme.title} – tháng ${period.key.slice(5)}/${period.key.slice(0, 4)}`;
}
