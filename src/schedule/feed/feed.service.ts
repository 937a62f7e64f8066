import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/audit.service';
import { hashOf, newSecret } from '../../auth/secrets';
import { Clock } from '../../domain/clock';
import { DomainError } from '../../domain/errors';
import { icalendarOf, type CalendarEvent } from '../../domain/icalendar';
import { Station } from '../../platform/config/station';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { AIRING_WORDS } from '../../platform/words/airing-words';
import { secondsOf, startOf, type Airing } from '../rows';
import { ScheduleRepository } from '../schedule.repository';
import { FeedRepository, type CalendarFeed } from './feed.repository';

/** How far back a calendar shows what was: a quarter. */
const BACK_MS = 92 * 86_400_000;
/** States in which nothing went out, or not to its end: the calendar strikes them out. */
const NOT_TAKING_PLACE: readonly Airing['state'][] = ['cancelled', 'excused', 'missed'];

/** As it is listed: never the secret, not even its hash. */
export type FeedView = Pick<CalendarFeed, 'id' | 'name' | 'createdAt' | 'createdBy'>;

/** The schedule for calendar programs, which cannot sign in: each has an address of its own that can be withdrawn. */
@Injectable()
export class FeedService {
  constructor(
    private readonly feeds: FeedRepository,
    private readonly schedule: ScheduleRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<FeedView[]> {
    return (await this.feeds.live()).map(shown);
  }

  /** @returns the secret of the address, which is shown once */
  async create(name: string, actor: string): Promise<{ readonly feed: FeedView; readonly secret: string }> {
    const secret = newSecret();
    const identity = { id: randomUUID(), stationId: this.station.id, name, secretHash: hashOf(secret) };
    const row = { ...identity, createdAt: this.clock.now(), createdBy: actor, revokedAt: null };
    await this.unitOfWork.run(async (manager) => {
      await this.feeds.insert(manager, row);
      await this.audit.append(manager, { actor, action: 'calendarFeed.create', subjectId: row.id, after: { name } });
    });
    return { feed: shown(row), secret };
  }

  /** @throws DomainError notFound */
  async revoke(id: string, actor: string): Promise<void> {
    await this.unitOfWork.run(async (manager) => {
      await this.feeds.revoke(manager, id, this.clock.now());
      await this.audit.append(manager, { actor, action: 'calendarFeed.revoke', subjectId: id });
    });
  }

  /**
   * The schedule of the last quarter and of all that is laid out, as iCalendar.
   * @throws DomainError notFound for a secret that is unknown or withdrawn
   */
  async calendar(secret: string): Promise<string> {
    if (!(await this.feeds.isLive(hashOf(secret)))) throw new DomainError('notFound', { kind: 'calendarFeed', id: '' });
    const rows = await this.schedule.airingsSince(this.clock.now() - BACK_MS);
    const { name } = this.station.config.station;
    const events = rows.filter(({ part }) => part === 'item').map((row) => eventOf(row, this.station.id));
    return icalendarOf({ productId: '-//Truyen Thanh//Lich phat song//VI', name: `Lịch phát sóng – ${name}`, events });
  }
}

function shown({ id, name, createdAt, createdBy }: CalendarFeed): FeedView {
  return { id, name, createdAt, createdBy };
}

/** A row keeps its id whatever happens to it, and its revision grows with each change. */
function eventOf(row: Airing, stationId: string): CalendarEvent {
  const { role, state, reason } = AIRING_WORDS.vi;
  const why = row.reason === null || row.reason === 'completed' ? '' : ` (${reason[row.reason]})`;
  return {
    uid: `${row.id}@${stationId}.truyen-thanh`,
    sequence: row.revision,
    start: startOf(row),
    durationSeconds: secondsOf(row),
    stamp: row.settledAt ?? row.createdAt,
    summary: row.title,
    description: `${role[row.role]}. ${state[row.state]}${why}.`,
    category: role[row.role],
    status: NOT_TAKING_PLACE.includes(row.state) ? 'cancelled' : 'confirmed',
  };
}
