import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import { civilDateAt, instantOf, type EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { reminderChanges, remindersAt, type Reminder } from '../domain/reminders';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { ReportRegister } from '../reports/report.register';
import { UpcomingService } from '../schedule/upcoming.service';
import { RemindersRepository, type Channel, type ReminderMessage, type StoredReminder } from './reminders.repository';

export interface ChannelState {
  readonly channel: Channel;
  /** Whether station.yaml sets it up. */
  readonly isSet: boolean;
  readonly lastSentAt: EpochMs | null;
  /** Messages that could not be sent so far. */
  readonly failing: number;
  readonly lastError: string | null;
}

/** What is to be done, kept so that each is told once and those who know of it are left in peace. */
@Injectable()
export class RemindersService {
  constructor(
    private readonly repository: RemindersRepository,
    private readonly upcoming: UpcomingService,
    private readonly reports: ReportRegister,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /** Open reminders, earliest due first, and what could not be told yet. */
  async list(): Promise<{ readonly reminders: StoredReminder[]; readonly waiting: ReminderMessage[] }> {
    return { reminders: await this.repository.open(), waiting: await this.repository.unsettled() };
  }

  /** Whether reminders can leave the station, and whether they do. */
  async channelStates(): Promise<ChannelState[]> {
    const waiting = await this.repository.unsettled();
    const states = (['email', 'webhook'] as const).map(async (channel) => {
      const failed = waiting.filter((one) => one.channel === channel && one.lastError !== null);
      return {
        ...{ channel, isSet: this.station.config.reminders[channel] !== null },
        lastSentAt: await this.repository.lastSentAt(channel),
        ...{ failing: failed.length, lastError: failed.at(-1)?.lastError ?? null },
      };
    });
    return Promise.all(states);
  }

  /**
   * "I know": it stays on the list until it is done, and nothing more is sent about it.
   * @throws DomainError notFound when there is none, or it is done
   */
  async acknowledge(id: string, actor: string): Promise<StoredReminder> {
    return this.unitOfWork.run(async (manager) => {
      const row = await this.repository.byId(id, manager);
      if (row?.closedAt !== null) throw new DomainError('notFound', { kind: 'reminder', id });
      if (row.acknowledgedAt !== null) return row;
      const changes = { acknowledgedAt: this.clock.now(), acknowledgedBy: actor };
      await this.repository.update(manager, row, changes);
      const after = { key: row.key };
      await this.audit.append(manager, { actor, action: 'reminder.acknowledge', subjectId: id, after });
      return { ...row, ...changes, revision: row.revision + 1 };
    });
  }

  /** Brings the books up to date and writes down what is to be told; a round skipped or repeated does no harm. */
  async refresh(): Promise<void> {
    const now = this.clock.now();
    const current = await this.current(now);
    await this.unitOfWork.run(async (manager) => {
      const told = await this.book(manager, current, now);
      for (const channel of this.channels()) {
        if (told.length > 0) await this.write(manager, { channel, digestOf: null, reminders: told, now });
        await this.digest(manager, channel, now);
      }
    });
  }

  private async current(now: EpochMs): Promise<Reminder[]> {
    const { timeZone } = this.station;
    const { reminders: rules, trackedFrom } = this.station.config;
    const days = Math.max(rules.recordingDaysBefore, rules.approvalDaysBefore, Math.ceil(rules.slotHoursBefore / 24));
    const { plans, airings, unplaced } = await this.upcoming.within(days, now);
    const reports = await this.reports.list();
    return remindersAt({ upcoming: airings, unplaced, plans, reports, rules, trackedFrom, timeZone, now });
  }

  /** @returns what is to be told: what is new or has come to another stage */
  private async book(manager: EntityManager, current: readonly Reminder[], now: EpochMs) {
    const open = (await this.repository.open(manager)).map((row) => ({
      ...{ row, key: row.key, stage: row.stage },
      acknowledged: row.acknowledgedAt !== null,
    }));
    const { opened, kept, closed, told } = reminderChanges(open, current);
    const items: ReminderMessage['items'][number][] = [];
    for (const { row } of closed) await this.repository.update(manager, row, { closedAt: now });
    for (const { open: before, now: reminder } of kept) {
      const { stage, dueAt, facts } = reminder;
      const { row } = before;
      const isSame = row.stage === stage && row.dueAt === dueAt && JSON.stringify(row.facts) === JSON.stringify(facts);
      if (!isSame) await this.repository.update(manager, row, { stage, dueAt, facts });
      if (told.has(row.key)) items.push({ reminderId: row.id, stage });
    }
    for (const reminder of opened) {
      const nothing = { closedAt: null, acknowledgedAt: null, acknowledgedBy: null };
      const reminderId = await this.repository.insert(manager, { ...reminder, openedAt: now, ...nothing });
      items.push({ reminderId, stage: reminder.stage });
    }
    return items;
  }

  /** Once a day; a day on which nothing is open has its digest too, an empty one that is not sent. */
  private async digest(manager: EntityManager, channel: Channel, now: EpochMs): Promise<void> {
    const { digestAt } = this.station.config.reminders;
    const today = civilDateAt(now, this.station.timeZone);
    if (digestAt === null || now < instantOf(today, digestAt, this.station.timeZone)) return;
    if (await this.repository.hasDigest(manager, channel, today)) return;
    const open = (await this.repository.open(manager)).filter(({ acknowledgedAt }) => acknowledgedAt === null);
    const reminders = open.map(({ id, stage }) => ({ reminderId: id, stage }));
    await this.write(manager, { channel, digestOf: today, reminders, now });
  }

  private async write(
    manager: EntityManager,
    message: {
      readonly channel: Channel;
      readonly digestOf: string | null;
      readonly reminders: ReminderMessage['items'];
      readonly now: EpochMs;
    },
  ): Promise<void> {
    const { channel, digestOf, reminders: items, now } = message;
    const settled =
      items.length === 0 ? { settledAt: now, outcome: 'dropped' as const } : { settledAt: null, outcome: null };
    const untried = { createdAt: now, attempts: 0, nextAttemptAt: now, lastError: null };
    await this.repository.insertMessage(manager, { channel, digestOf, items, ...untried, ...settled });
  }

  private channels(): readonly Channel[] {
    const { email, webhook } = this.station.config.reminders;
    return [...(email === null ? [] : ['email' as const]), ...(webhook === null ? [] : ['webhook' as const])];
  }
}
