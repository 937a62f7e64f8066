import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import { parseCivilDate, type CalendarDay, type CivilDate } from '../domain/calendar';
import { DomainError } from '../domain/errors';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { publicHolidays } from './holidays';
import type { CalendarDayRow } from './schedule.entity';
import { ScheduleRepository } from './schedule.repository';

/** A calendar day as people see it; revision 0 is a day nobody has touched. */
export interface CalendarDayView extends CalendarDay {
  readonly source: 'library' | 'staff' | 'none';
  readonly revision: number;
}

/** Holidays, mourning and other days that are not like the rest of their week. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly station: Station,
    private readonly audit: AuditTrail,
  ) {}

  async day(date: CivilDate): Promise<CalendarDayView> {
    const row = await this.repository.calendarDay(parseCivilDate(date));
    return row
      ? viewOf(row)
      : { date, kind: 'event', policy: 'air', title: '', document: null, source: 'none', revision: 0 };
  }

  /** @throws DomainError revisionConflict when somebody else changed the day since it was read */
  async put(day: CalendarDay, expectedRevision: number | null, actor: string): Promise<CalendarDayView> {
    parseCivilDate(day.date);
    return this.unitOfWork.run(async (manager) => {
      const before = await this.repository.calendarDay(day.date, manager);
      const revision = before?.revision ?? 0;
      if (expectedRevision !== null && expectedRevision !== revision)
        throw new DomainError('revisionConflict', { expected: expectedRevision, current: revision });
      const after = { ...day, source: 'staff' as const, revision: revision + 1 };
      await this.repository.saveCalendarDay(manager, after);
      await this.audit.append(manager, {
        actor,
        action: 'calendarDay.put',
        subjectId: day.date,
        before: before ? { ...viewOf(before) } : null,
        after,
      });
      return after;
    });
  }

  async byDate(manager?: EntityManager): Promise<Map<CivilDate, CalendarDay>> {
    return new Map((await this.repository.calendarDays(manager)).map((row) => [row.date, viewOf(row)]));
  }

  /** Enters the public holidays of a year that no one has entered or edited yet. */
  async ensureHolidays(manager: EntityManager, year: number): Promise<void> {
    const entered = new Set((await this.repository.calendarDays(manager)).map(({ date }) => date));
    for (const { date, title } of publicHolidays(year)) {
      if (entered.has(date)) continue;
      const day = { date, title, kind: 'holiday' as const, policy: 'air' as const, document: null };
      await this.repository.saveCalendarDay(manager, { ...day, source: 'library', revision: 1 });
    }
  }
}

function viewOf({ date, kind, policy, title, document, source, revision }: CalendarDayRow): CalendarDayView {
  return { date, kind, policy, title, document, source, revision };
}
