import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.service';
import { DomainError } from '../domain/errors';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { MonthlyReport } from './monthly-report';
import { ReportArchive, type StagedFile, type StoredFile } from './report.archive';
import { ReportRepository, type ReportSummary } from './report.repository';
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
   * Makes the month's report. Data that say the same as the newest version give that version, not another one.
   * @param month "YYYY-MM"
   * @param actor as printed, see `unverifiedActor`
   * @throws DomainError invalidInput | diskFull
   */
  async create(month: string, actor: string): Promise<ReportSummary> {
    const { report, files } = await this.reports.render(month);
    const staged = await this.archive.stage(month, files);
    try {
      return await this.keep(report, staged, actor);
    } finally {
      await this.archive.discard(staged);
    }
  }

  async list(): Promise<ReportSummary[]> {
    return this.repository.list();
  }

  /** @throws DomainError notFound */
  async file(id: string, name: string): Promise<{ readonly file: StoredFile; readonly content: Buffer }> {
    const report = await this.repository.byId(id);
    const file = report?.files.find((candidate) => candidate.name === name);
    if (!report || !file) throw new DomainError('notFound', { kind: 'reportFile', id: name });
    return { file, content: await this.archive.read(report.from.slice(0, 7), file) };
  }

  /** Inside the run only because two requests at once must not become the same version; renaming is quick. */
  private async keep(report: MonthlyReport, staged: readonly StagedFile[], actor: string): Promise<ReportSummary> {
    const { kind, month, from, to } = report;
    return this.unitOfWork.run(async (manager) => {
      const last = await this.repository.last(manager, kind, report);
      if (last && sameData(last.model as MonthlyReport, report)) return last;
      const version = (last?.version ?? 0) + 1;
      const files = await this.archive.keep(month, version, staged);
      const createdAt = Date.parse(report.asOf);
      const row = await this.repository.insert(manager, { kind, from, to, version, model: report, files, createdAt });
      await this.audit.append(manager, {
        stationId: row.stationId,
        actor,
        action: 'report.create',
        subjectKind: 'report',
        subjectId: row.id,
        before: null,
        after: { month, version, files },
      });
      return row;
    });
  }
}

/** When the books were read is not what they say. */
function sameData(a: MonthlyReport, b: MonthlyReport): boolean {
  return isDeepStrictEqual({ ...a, asOf: '' }, { ...b, asOf: '' });
}
