import { Injectable } from '@nestjs/common';
import { civilDateAt, instantOf } from '../domain/calendar';
import { clonePlan } from '../domain/clone-plan';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import type { Plan, Programme } from '../domain/plan';
import { planSource } from '../platform/config/plan-file';
import { Station } from '../platform/config/station';
import { Recent } from '../platform/database/recent';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { PlansService } from '../plans/plans.service';
import type { PlanVersion, StoredPlan } from '../plans/stored-plan';
import type { AiredItem } from '../schedule/aired-item';
import { ExpansionService } from '../schedule/expansion.service';
import { ProgressService, type ProgrammeProgress } from '../schedule/progress.service';
import { ScheduleService } from '../schedule/schedule.service';
import { PLAN_WORDS } from './pages/plan-words';
import { TEXT_NAME } from './pages/plan-forms';
import {
  presentChanges,
  presentPreview,
  presentTopics,
  type PlanChanges,
  type PlanLook,
  type ScheduleChange,
  type TopicCoverage,
} from './presenters/plan';
import type { Words } from './words';

export interface PlanView {
  readonly stored: StoredPlan;
  readonly progress: ReadonlyMap<string, ProgrammeProgress>;
  readonly topics: readonly TopicCoverage[];
  readonly versions: readonly PlanVersion[];
}

/** A plan that was not saved yet, with what it would change. */
export interface PlanDraft {
  readonly plan: Plan;
  readonly source: string;
  /** The version in use of its code, 0 for none. */
  readonly inUse: number;
  readonly changes: PlanChanges;
  readonly schedule: ScheduleChange;
}

/** Plans: what they say, how far they have come, and what a new version would change. */
@Injectable()
export class PlanBoard {
  /** By plan: a whole year of rows. */
  private readonly aired = new Map<string, Recent<readonly AiredItem[]>>();

  constructor(
    private readonly plans: PlansService,
    private readonly expansion: ExpansionService,
    private readonly progress: ProgressService,
    private readonly schedule: ScheduleService,
    private readonly station: Station,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  look(words: Words): PlanLook {
    return { words, own: PLAN_WORDS[words.language], sessions: this.station.grid.sessions };
  }

  get timeZone(): string {
    return this.station.timeZone;
  }

  async all(): Promise<readonly StoredPlan[]> {
    return this.plans.inForce();
  }

  /** The plan of that code; without one the plan in effect today, else the latest. null: there is none. */
  async view(code: string, words: Words): Promise<PlanView | null> {
    const stored = await this.chosen(code);
    if (!stored) return null;
    const { plan } = stored;
    const { programmes } = await this.progress.of(plan.code, null);
    return {
      stored,
      progress: new Map(programmes.map((one) => [one.programmeKey, one])),
      topics: presentTopics(plan, await this.airedOf(plan), this.timeZone, words),
      versions: await this.plans.versions(plan.code),
    };
  }

  /** @throws DomainError notFound */
  async programme(code: string, key: string): Promise<{ readonly stored: StoredPlan; readonly programme: Programme }> {
    const stored = await this.plans.byCode(code);
    const programme = stored.plan.programmes.find((one) => one.key === key);
    if (!programme) throw new DomainError('notFound', { kind: 'programme', id: key });
    return { stored, programme };
  }

  /**
   * Text to begin with: a version of the plan, or its clone for another year.
   * @throws DomainError notFound | cloneYearInvalid
   */
  async text(code: string, n: number | undefined, year: number | undefined): Promise<string> {
    const { plan } = n === undefined ? await this.plans.byCode(code) : await this.plans.version(code, n);
    return planSource(year === undefined ? plan : clonePlan(plan, year));
  }

  /** @throws as `PlansService.import` does */
  async draft(source: string, words: Words): Promise<PlanDraft> {
    const plan = await this.plans.check(source, TEXT_NAME);
    const all = await this.all();
    const inUse = all.find((stored) => stored.plan.code === plan.code) ?? null;
    const look = this.look(words);
    const known = { plan, others: all.map((stored) => stored.plan) };
    return {
      ...{ plan, source, inUse: inUse?.n ?? 0 },
      changes: presentChanges(inUse?.plan ?? null, plan, look),
      schedule: presentPreview(await this.expansion.preview(plan), known, this.timeZone, look),
    };
  }

  private async airedOf({ code, effective: { from, to } }: Plan): Promise<readonly AiredItem[]> {
    const recent = this.aired.get(code) ?? new Recent<readonly AiredItem[]>(this.unitOfWork);
    this.aired.set(code, recent);
    const [first, end] = [instantOf(from, '00:00', this.timeZone), instantOf(to, '24:00', this.timeZone)];
    return recent.at(this.clock.now(), () => this.schedule.airedBetween(first, end));
  }

  private async chosen(code: string): Promise<StoredPlan | null> {
    if (code !== '') return this.plans.byCode(code);
    const all = await this.all();
    const today = civilDateAt(this.clock.now(), this.timeZone);
    const current = all.find(({ plan: { effective } }) => effective.from <= today && today <= effective.to);
    return current ?? all.at(-1) ?? null;
  }
}
