import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditAction } from '../audit/audit-actions';
import { AuditTrail } from '../audit/audit.service';
import { civilDateAt, isoAt } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Report, ReportSeal, ReportTexts } from './report';
import { ReportArchive } from './report.archive';
import { dataText, differencesOf, sameData } from './report-differences';
import { isCurrent, ReportRegister, stemOf } from './report.register';
import { ReportRepository, type StoredReport } from './report.repository';
import { ReportService } from './report.service';
import { dateText } from './report-words';

type Changes = Parameters<ReportRepository['change']>[2];
type Status = Omit<Changes, 'model' | 'files'>;

/** What staff do with a report that was made: write its words, check it, lock it. */
@Injectable()
export class ReportDesk {
  constructor(
    private readonly register: ReportRegister,
    private readonly reports: ReportService,
    private readonly repository: ReportRepository,
    private readonly archive: ReportArchive,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes sections VI–VIII, number, date and signer; what is not given stays. The files are made anew, and a checked
   * report is a draft again.
   * @throws DomainError notFound | reportLocked | revisionConflict | diskFull
   */
  async write(id: string, texts: Partial<ReportTexts>, actor: string, revision: number | null): Promise<StoredReport> {
    const { row, model } = await this.open(id, revision);
    const changed = { ...model, texts: { ...model.texts, ...texts } };
    return this.change(row, changed, { status: 'draft', checkedBy: null }, 'report.write', actor);
  }

  /** @throws DomainError notFound | reportLocked | revisionConflict */
  async check(id: string, actor: string, revision: number | null): Promise<StoredReport> {
    const { row } = await this.open(id, revision);
    const changes = { status: 'checked', checkedBy: actor } as const;
    return this.unitOfWork.run((manager) => this.book(manager, row, changes, 'report.check', actor));
  }

  /**
   * Makes the version final: an immutable snapshot of data and files with their SHA-256 and the log's chain head.
   * @throws DomainError notFound | reportLocked | revisionConflict | reportNotChecked | reportRunning |
   * reportNotReconciled | reportOutdated | diskFull
   */
  async lock(id: string, actor: string, revision: number | null): Promise<StoredReport> {
    const { row, model } = await this.open(id, revision);
    if (row.status !== 'checked') throw new DomainError('reportNotChecked');
    const now = this.clock.now();
    if (civilDateAt(now, this.station.timeZone) <= row.to)
      throw new DomainError('reportRunning', { to: dateText(row.to) });
    await this.refuseUnsettled(row);
    const fresh = await this.reports.of(row.period, row.scope);
    if (!sameData({ ...fresh, texts: model.texts }, model)) throw new DomainError('reportOutdated');
    const seal: ReportSeal = {
      version: row.version,
      dataSha256: createHash('sha256').update(dataText(model)).digest('hex'),
      logHead: await this.reports.logHead(),
      lockedAt: isoAt(now, this.station.timeZone),
      lockedBy: actor,
      differences: await this.differences(row, model),
    };
    const changes = { status: 'locked', lockedBy: actor, lockedAt: now } as const;
    return this.change(row, { ...model, seal }, changes, 'report.lock', actor);
  }

  /** Against the version before; none for a first version, or after one of the first releases' form. */
  async differences(row: StoredReport, model: Report): Promise<ReportSeal['differences']> {
    const before = row.version > 1 ? await this.repository.version(row, row.version - 1) : null;
    return before && isCurrent(before.model) ? differencesOf(before.model, model) : [];
  }

  private async refuseUnsettled(row: StoredReport): Promise<void> {
    const open = await this.reports.unsettled(row);
    if (open.length === 0) return;
    const days = new Set(open.map(({ start }) => civilDateAt(start, this.station.timeZone)));
    throw new DomainError('reportNotReconciled', { count: open.length, days: [...days].map(dateText).join(', ') });
  }

  private async open(
    id: string,
    revision: number | null,
  ): Promise<{ readonly row: StoredReport; readonly model: Report }> {
    const row = await this.register.get(id);
    if (row.status === 'locked') throw new DomainError('reportLocked', { version: row.version });
    if (revision !== null && revision !== row.revision) throw new DomainError('revisionConflict');
    if (!isCurrent(row.model)) throw new DomainError('reportOutdated');
    // One that was made before the settings had all this takes them as they are now.
    const letterhead = { ...this.station.config.letterhead, ...row.model.letterhead };
    return { row, model: { ...row.model, letterhead } };
  }

  /** Makes the files anew from the model, and books both. */
  private async change(
    row: StoredReport,
    model: Report,
    changes: Status,
    action: AuditAction<'report'>,
    actor: string,
  ): Promise<StoredReport> {
    const staged = await this.archive.stage(row.period, model);
    try {
      const changed = await this.unitOfWork.run(async (manager) => {
        const stem = stemOf(row, row.version, row.revision + 1);
        const files = await this.archive.keep(row.period, stem, staged);
        return this.book(manager, row, { ...changes, model, files }, action, actor);
      });
      await this.archive.remove(row.period, row.files);
      return changed;
    } finally {
      await this.archive.discard(staged);
    }
  }

  private async book(
    manager: EntityManager,
    row: StoredReport,
    changes: Changes,
    action: AuditAction<'report'>,
    actor: string,
  ): Promise<StoredReport> {
    if (!(await this.repository.change(manager, row, changes))) throw new DomainError('revisionConflict');
    const changed = { ...row, ...changes, revision: row.revision + 1 };
    const shown = ({ status, files, model }: StoredReport) => ({ status, files, texts: (model as Report).texts });
    const [before, after] = [shown(row), shown(changed)];
    await this.audit.append(manager, { actor, action, subjectId: row.id, before, after });
    return changed;
  }
}
