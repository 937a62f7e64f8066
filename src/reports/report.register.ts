import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditAction } from '../audit/audit-actions';
import { AuditTrail } from '../audit/audit.service';
import { DomainError } from '../domain/errors';
import { reportPeriodOf, type ReportScope } from '../domain/report-period';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { ReportArchive, type StagedFile, type StoredFile } from './report.archive';
import type { Report } from './report';
import { sameData } from './report-differences';
import { ReportRepository, type ReportSummary, type StoredReport } from './report.repository';
import { ReportService } from './report.service';

/** Reports kept as numbered versions with their files. */
@Injectable()
export class ReportRegister {
  constructor(
    private readonly reports: ReportService,
    private readonly repository: ReportRepository,
    private readonly archive: ReportArchive,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Makes a period's report as a draft, with the words that staff gave the version before. An open draft is made anew and
   * keeps its number; only after a lock does a version follow. Data that say the same change nothing.
   * @param period as `reportPeriodOf` takes it
   * @param actor as printed, see `unverifiedActor`
   * @throws DomainError invalidInput | revisionConflict | diskFull
   */
  async create(period: string, scope: ReportScope, actor: string): Promise<ReportSummary> {
    const fresh = await this.reports.of(period, scope);
    const before = await this.repository.last(fresh);
    const report = before && isCurrent(before.model) ? { ...fresh, texts: before.model.texts } : fresh;
    const staged = await this.archive.stage(period, report);
    try {
      const made = await this.unitOfWork.run(async (manager) => {
        const last = await this.repository.last(report, manager);
        if (last && isCurrent(last.model) && sameData({ ...last.model, texts: report.texts }, report)) return last;
        if (last?.revision !== before?.revision || last?.id !== before?.id) throw new DomainError('revisionConflict');
        return last && isOpen(last)
          ? this.remake(manager, last, report, staged, actor)
          : this.insert(manager, report, (last?.version ?? 0) + 1, staged, actor);
      });
      if (before && made.id === before.id && made.revision !== before.revision)
        await this.archive.remove(period, before.files);
      return made;
    } finally {
      await this.archive.discard(staged);
    }
  }

  private async insert(
    manager: EntityManager,
    report: Report,
    version: number,
    staged: readonly StagedFile[],
    actor: string,
  ): Promise<StoredReport> {
    const { kind, period, scope, from, to } = report;
    const files = await this.archive.keep(period, stemOf(report, version, 0), staged);
    const identity = { kind, period, scope, from, to, version, createdAt: Date.parse(report.asOf) };
    const row = await this.repository.insert(manager, { ...identity, model: report, files });
    await this.book(manager, row, 'report.create', actor, null);
    return row;
  }

  private async remake(
    manager: EntityManager,
    row: StoredReport,
    report: Report,
    staged: readonly StagedFile[],
    actor: string,
  ): Promise<StoredReport> {
    const files = await this.archive.keep(row.period, stemOf(report, row.version, row.revision + 1), staged);
    const createdAt = Date.parse(report.asOf);
    const changes = { status: 'draft', checkedBy: null, model: report, files, createdAt } as const;
    if (!(await this.repository.change(manager, row, changes))) throw new DomainError('revisionConflict');
    const changed = { ...row, ...changes, revision: row.revision + 1 };
    await this.book(manager, changed, 'report.remake', actor, { status: row.status, files: row.files });
    return changed;
  }

  private async book(
    manager: EntityManager,
    { id, period, scope, version, files }: StoredReport,
    action: AuditAction<'report'>,
    actor: string,
    before: Readonly<Record<string, unknown>> | null,
  ): Promise<void> {
    const after = { period, scope, version, files };
    await this.audit.append(manager, { actor, action, subjectId: id, before, after });
  }

  /** Whether any version of the period's report was ever made. @throws DomainError invalidInput */
  async has(period: string, scope: ReportScope): Promise<boolean> {
    return (await this.repository.last({ ...reportPeriodOf(period), scope })) !== null;
  }

  async list(): Promise<ReportSummary[]> {
    return this.repository.list();
  }

  /** @throws DomainError notFound */
  async get(id: string): Promise<StoredReport> {
    const report = await this.repository.byId(id);
    if (!report) throw new DomainError('notFound', { kind: 'report', id });
    return report;
  }

  /** @throws DomainError notFound */
  async file(id: string, name: string): Promise<{ readonly file: StoredFile; readonly content: Buffer }> {
    const report = await this.repository.byId(id);
    const file = report?.files.find((candidate) => candidate.name === name);
    if (!report || !file) throw new DomainError('notFound', { kind: 'reportFile', id: name });
    return { file, content: await this.archive.read(report.period, file) };
  }
}

/** "bao-cao-2026-08-cds-v2", and with "-3" at its end after the third change of that version. */
export function stemOf({ period, scope }: Pick<Report, 'period' | 'scope'>, version: number, revision: number): string {
  const field = scope === 'all' ? '' : `-${scope}`;
  return `bao-cao-${period}${field}-v${String(version)}${revision === 0 ? '' : `-${String(revision)}`}`;
}

/** Models of the first releases held two tables and no words. */
export function isCurrent(model: unknown): model is Report {
  return typeof model === 'object' && model !== null && 'texts' in model;
}

/** What may still be made anew; a row of the first releases' form may have been sent and stays. */
function isOpen({ status, model }: StoredReport): boolean {
  return status !== 'locked' && isCurrent(model);
}
