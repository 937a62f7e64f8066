import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.service';
import { DomainError } from '../domain/errors';
import { reportPeriodOf, type ReportScope } from '../domain/report-period';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { ReportArchive, type StoredFile } from './report.archive';
import type { Report } from './report';
import { sameData } from './report-differences';
import { ReportRepository, type ReportSummary, type StoredReport } from './report.repository';
import { renderAll, ReportService } from './report.service';

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
   * Makes a period's report as a draft, with the words that staff gave the version before. Data that say the same as
   * the newest version give that version, not another one.
   * @param period as `reportPeriodOf` takes it
   * @param actor as printed, see `unverifiedActor`
   * @throws DomainError invalidInput | diskFull
   */
  async create(period: string, scope: ReportScope, actor: string): Promise<ReportSummary> {
    const fresh = await this.reports.of(period, scope);
    const before = await this.repository.last(fresh);
    const report = before && isCurrent(before.model) ? { ...fresh, texts: before.model.texts } : fresh;
    const staged = await this.archive.stage(period, await renderAll(report));
    try {
      return await this.unitOfWork.run(async (manager) => {
        const last = await this.repository.last(report, manager);
        if (last && isCurrent(last.model) && sameData({ ...last.model, texts: report.texts }, report)) return last;
        const version = (last?.version ?? 0) + 1;
        const files = await this.archive.keep(period, stemOf(report, version, 0), staged);
        const { kind, from, to } = report;
        const identity = { kind, period, scope, from, to, version, createdAt: Date.parse(report.asOf) };
        const row = await this.repository.insert(manager, { ...identity, model: report, files });
        await this.audit.append(manager, {
          stationId: row.stationId,
          actor,
          action: 'report.create',
          subjectKind: 'report',
          subjectId: row.id,
          before: null,
          after: { period, scope, version, files },
        });
        return row;
      });
    } finally {
      await this.archive.discard(staged);
    }
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
