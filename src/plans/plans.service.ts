import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import type { Plan } from '../domain/plan';
import { parsePlan, planSource } from '../platform/config/plan-file';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { PlansRepository, type NewPlanVersion } from './plans.repository';
import type { PlanVersion, StoredPlan } from './stored-plan';

/** What an import did: nothing when the very same plan is in force already. */
export interface PlanImport {
  readonly code: string;
  readonly n: number;
  readonly changed: boolean;
}

interface ImportTerms {
  /** A file that was imported before changes nothing, whatever came after it: the files are read at every start. */
  readonly atStart?: boolean;
  /** A file may take the place of what was edited in the console. */
  readonly replace?: boolean;
  /** The version that was edited, 0 for none: with another one in force somebody else was quicker. */
  readonly edited?: number;
}

/** Plans in force, as immutable versions. */
@Injectable()
export class PlansService {
  constructor(
    private readonly repository: PlansRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly station: Station,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** The newest version of every plan. */
  async inForce(manager?: EntityManager): Promise<StoredPlan[]> {
    return this.repository.latest(manager);
  }

  /** @throws DomainError notFound */
  async byCode(code: string): Promise<StoredPlan> {
    const found = (await this.repository.latest()).find((stored) => stored.plan.code === code);
    if (!found) throw new DomainError('notFound', { kind: 'plan', id: code });
    return found;
  }

  /** Every version of a plan, newest first. */
  async versions(code: string): Promise<PlanVersion[]> {
    return this.repository.versions(code);
  }

  /** @throws DomainError notFound */
  async version(code: string, n: number): Promise<StoredPlan> {
    const found = await this.repository.version(code, n);
    if (!found) throw new DomainError('notFound', { kind: 'plan', id: `${code}/${String(n)}` });
    return found;
  }

  /**
   * The plan of a text that `import` would take.
   * @throws as import does
   */
  async check(text: string, file: string): Promise<Plan> {
    const plan = parsePlan(text, file, this.station.grid);
    refuseSharedProgrammes(plan, await this.repository.latest());
    return plan;
  }

  /**
   * Makes a plan's YAML text the next version of its code; future airings follow it at the next expansion.
   * @param file the name that problems carry
   * @throws ConfigError planInvalid; DomainError planConflict when another plan owes the same programme in an
   * overlapping span, planChangedInConsole when a file differs from what was edited in the console, revisionConflict
   */
  async import(
    text: string,
    file: string,
    origin: NewPlanVersion['origin'],
    actor: string,
    terms: ImportTerms = {},
  ): Promise<PlanImport> {
    const plan = parsePlan(text, file, this.station.grid);
    const source = planSource(plan);
    const sha256 = createHash('sha256').update(source).digest('hex');
    return this.unitOfWork.run(async (manager) => {
      const current = await this.repository.latest(manager);
      const last = current.find((stored) => stored.plan.code === plan.code);
      if (last?.sha256 === sha256) return { code: plan.code, n: last.n, changed: false };
      const earlier = await this.repository.versions(plan.code, manager);
      if (last && terms.atStart && earlier.some((one) => one.sha256 === sha256))
        return { code: plan.code, n: last.n, changed: false };
      refuseOverwriting(plan.code, earlier[0], origin, terms);
      refuseSharedProgrammes(plan, current);
      const n = (last?.n ?? 0) + 1;
      const version = { n, sha256, source, origin, activatedAt: this.clock.now() };
      const versionId = await this.repository.insert(manager, plan, version);
      await this.audit.append(manager, {
        actor,
        action: 'plan.import',
        subjectId: versionId,
        before: last ? { n: last.n, sha256: last.sha256 } : null,
        after: { code: plan.code, n, sha256, origin },
      });
      return { code: plan.code, n, changed: true };
    });
  }
}

function refuseOverwriting(
  plan: string,
  last: PlanVersion | undefined,
  origin: NewPlanVersion['origin'],
  { replace = false, edited }: ImportTerms,
): void {
  const n = last?.n ?? 0;
  if (edited !== undefined && edited !== n) throw new DomainError('revisionConflict', { expected: edited, current: n });
  if (origin === 'file' && last && last.origin !== 'file' && !replace)
    throw new DomainError('planChangedInConsole', { plan, version: n });
}

/** An issue is identified by programme and period: two plans owing the same one would be counted as one. */
function refuseSharedProgrammes(plan: Plan, current: readonly StoredPlan[]): void {
  const keys = new Set(plan.programmes.map((programme) => programme.key));
  for (const { plan: other } of current) {
    if (other.code === plan.code) continue;
    const apart = other.effective.to < plan.effective.from || plan.effective.to < other.effective.from;
    const shared = other.programmes.find((programme) => keys.has(programme.key));
    if (!apart && shared)
      throw new DomainError('planConflict', { plan: plan.code, other: other.code, programme: shared.key });
  }
}
