import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { outputsFor, shareAnOutput } from '../domain/addressing';
import type { AiringReason } from '../domain/airing';
import { civilDateAt, localTimeAt, type CalendarDay, type EpochMs } from '../domain/calendar';
import { decideStart } from '../domain/lateness';
import { durationMsOf, layOut, type Interval } from '../domain/rundown';
import { routineWindowOn } from '../domain/timetable';
import { Station } from '../platform/config/station';
import { RecordingsService, type ApprovedRendition } from '../recordings/recordings.service';
import { CalendarService } from './calendar.service';
import { secondsOf, startOf, type Airing, type Session } from './rows';
import { ScheduleRepository } from './schedule.repository';
import { SettlementService } from './settlement.service';

/** An airing whose rundown is frozen: what the engines need to know of it. */
export interface FrozenAiring {
  readonly row: Airing;
  /** Absolute path of the rendition; the engine checks it against the row's sha256. */
  readonly file: string;
  /** A session's items share one recording of the output. */
  readonly blockId: string;
  readonly blockName: string;
  /** The routine window's end plus the grace, so that what starts within the grace may finish; null for an emergency. */
  readonly latestEnd: EpochMs | null;
}

/** A cluster that some output serves now. */
export interface Cluster {
  readonly id: string;
  readonly code: string;
}

interface Group {
  readonly session: Session | null;
  readonly rows: readonly Airing[];
}

/** Turns what is planned for the coming minutes into a frozen running order. */
@Injectable()
export class RundownService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly recordings: RecordingsService,
    private readonly calendar: CalendarService,
    private readonly settlement: SettlementService,
    private readonly station: Station,
  ) {}

  /**
   * Freezes every session and one-off whose start − lead has come: real durations, rendition, approver. Items
   * without an approved recording are left out; one that becomes ready inside its grace is frozen then.
   * @returns what was frozen by this call, for the engines
   */
  async freezeDue(manager: EntityManager, now: EpochMs, clusters: readonly Cluster[]): Promise<FrozenAiring[]> {
    const leadMs = this.station.config.cueLeadSeconds * 1000;
    const longestMs = Math.max(...this.station.grid.sessions.map((session) => session.maxDurationSeconds)) * 1000;
    const planned = await this.repository.inState(['planned'], now + leadMs + longestMs, manager);
    if (planned.length === 0) return [];
    const sessions = await this.repository.sessions(
      [...new Set(planned.flatMap((row) => row.sessionId ?? []))],
      manager,
    );
    const groups = groupBySession(planned, sessions).filter((group) => slotStart(group) - leadMs <= now);
    const oneOffs = planned.filter((row) => row.sessionId === null);
    const frozen: FrozenAiring[] = [];
    for (const group of groups) {
      // A session runs round what has an instant of its own; that itself gives way to nothing but what is cued.
      const others = [...(await this.onAir(manager, now, group)), ...(group.session ? oneOffs : [])];
      const busy = others.filter((row) => group.rows.some((own) => this.meet(own, row))).map(intervalOf);
      frozen.push(...(await this.freezeGroup(manager, group, now, busy, clusters)));
    }
    return frozen;
  }

  /**
   * Takes off what is cued, has not begun and is silenced by a day entered since: mourning declared in the morning holds
   * for what is frozen already. An emergency sounds on any day. The engines still have to give it back.
   */
  async silenceCued(manager: EntityManager, now: EpochMs): Promise<void> {
    const cued = await this.repository.inState(['cued'], now + 86_400_000, manager);
    const routine = cued.filter(({ priority }) => priority !== 'EMERGENCY');
    if (routine.length > 0) await this.readyOnes(manager, routine, now);
  }

  /** What the engines need of an airing frozen earlier, for sending it again after a restart. */
  async frozen(row: Airing, manager?: EntityManager): Promise<FrozenAiring | null> {
    if (row.sha256 === null) return null;
    const session =
      row.sessionId === null
        ? undefined
        : (await this.repository.sessions([row.sessionId], manager)).get(row.sessionId);
    return this.forEngines(row, this.recordings.renditionPath(row.sha256), session ?? null);
  }

  private forEngines(row: Airing, file: string, session: Session | null): FrozenAiring {
    return { row, file, ...this.blockOf(row, session), latestEnd: this.latestEndOf(row) };
  }

  /**
   * What is cued and a group gives way to. A PRIORITY one-off interrupts what is NORMAL; how long an emergency lasts nobody
   * knows, so it is the engine alone that makes room for one.
   */
  private async onAir(manager: EntityManager, now: EpochMs, group: Group): Promise<Airing[]> {
    const interrupts = group.session === null && group.rows.every(({ priority }) => priority === 'PRIORITY');
    const cued = await this.repository.inState(['cued', 'playing'], now + 86_400_000, manager);
    return cued.filter(({ priority }) => priority === 'PRIORITY' || (priority === 'NORMAL' && !interrupts));
  }

  private latestEndOf(row: Airing): EpochMs | null {
    if (row.priority === 'EMERGENCY') return null;
    const date = civilDateAt(startOf(row), this.station.timeZone);
    return routineWindowOn(date, this.station.grid).end + row.startGraceSeconds * 1000;
  }

  /** Airings for disjoint outputs may go out at the same time. */
  private meet(a: Airing, b: Airing): boolean {
    const { clusters, outputs } = this.station.config;
    return shareAnOutput(outputsFor(a.clusterCodes, clusters, outputs), outputsFor(b.clusterCodes, clusters, outputs));
  }

  private async freezeGroup(
    manager: EntityManager,
    group: Group,
    now: EpochMs,
    busy: readonly Interval[],
    clusters: readonly Cluster[],
  ): Promise<FrozenAiring[]> {
    const live = group.rows.filter(
      (row) => decideStart(row.provisionalStart, row.startGraceSeconds, now).kind !== 'missed',
    );
    const ready = await this.readyOnes(manager, live, now);
    const starts = runningOrder(group, ready, busy, now);
    const frozen: FrozenAiring[] = [];
    for (const [row, media] of ready) {
      const start = starts.get(row);
      const clusterIds = addressedBy(row, clusters);
      if (start === undefined || clusterIds.length === 0) {
        const noRoom = group.session ? 'sessionFull' : 'startedTooLate';
        await this.settlement.miss(manager, row, clusterIds.length === 0 ? 'noOutput' : noRoom, now);
        continue;
      }
      const changes = {
        ...frozenFields(media),
        state: 'cued' as const,
        plannedStart: start,
        clustersTotal: clusterIds.length,
      };
      if (!(await this.repository.change(manager, row, changes))) continue;
      await this.repository.insertTargets(manager, row.id, clusterIds);
      const cued = { ...row, ...changes, revision: row.revision + 1 };
      frozen.push(this.forEngines(cued, media.file, group.session));
    }
    if (group.session && group.session.cuedAt === null && frozen.length > 0)
      await this.repository.markSessionCued(manager, group.session.id, now);
    return frozen;
  }

  /** Rows with an approved rendition that the day's calendar allows; those that it silences are cancelled. */
  private async readyOnes(manager: EntityManager, rows: readonly Airing[], now: EpochMs) {
    const calendar = await this.calendar.byDate(manager);
    const ready = new Map<Airing, ApprovedRendition>();
    for (const row of rows) {
      const media = (await this.recordings.approvedFor([row.contentId], row.language, manager)).get(row.contentId);
      const day = calendar.get(civilDateAt(row.provisionalStart, this.station.timeZone));
      const reason = silencedBy(day, media);
      if (day && reason) {
        const settled = { state: 'cancelled' as const, reason, settledAt: now };
        await this.repository.change(manager, row, { ...settled, note: day.title, document: day.document });
      } else if (media) ready.set(row, media);
    }
    return ready;
  }

  private blockOf(row: Airing, session: Session | null): { blockId: string; blockName: string } {
    const start = session?.start ?? startOf(row);
    const date = civilDateAt(start, this.station.timeZone);
    const time = localTimeAt(start, this.station.timeZone).slice(0, 5).replace(':', '');
    return {
      blockId: session?.id ?? row.id,
      blockName: `${date}-${time}-${session?.templateCode ?? (row.priority === 'EMERGENCY' ? 'khan-cap' : 'phat-le')}`,
    };
  }
}

function addressedBy({ clusterCodes }: Airing, clusters: readonly Cluster[]): readonly string[] {
  return clusters.filter(({ code }) => clusterCodes?.includes(code) ?? true).map(({ id }) => id);
}

function groupBySession(rows: readonly Airing[], sessions: ReadonlyMap<string, Session>): Group[] {
  const groups = new Map<string, { session: Session | null; rows: Airing[] }>();
  for (const row of rows) {
    const session = row.sessionId === null ? null : (sessions.get(row.sessionId) ?? null);
    const key = session?.id ?? row.id;
    const group = groups.get(key) ?? { session, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  for (const group of groups.values())
    group.rows.sort((a, b) => a.provisionalStart - b.provisionalStart || a.position - b.position);
  return [...groups.values()];
}

/** Why the day's policy keeps an airing off; the plan's own rows have moved away by then, those that staff placed have not. */
function silencedBy(day: CalendarDay | undefined, media: ApprovedRendition | undefined): AiringReason | null {
  if (day?.policy === 'skip') return 'calendarBlocked';
  return day?.policy === 'noMusic' && media?.hasMusic ? 'mourningNoMusic' : null;
}

/** Starts of the ready rows by real durations; a row without one finds no room. */
function runningOrder(
  group: Group,
  ready: ReadonlyMap<Airing, ApprovedRendition>,
  busy: readonly Interval[],
  now: EpochMs,
): Map<Airing, EpochMs> {
  const { session } = group;
  return session?.cuedAt === null ? openingOrder(session, ready, busy, now) : lateOrder(session, ready, busy);
}

/** A session that opens: back to back. What was lost before its first item leaves that item its own place, never one in the past. */
function openingOrder(
  session: Session,
  ready: ReadonlyMap<Airing, ApprovedRendition>,
  busy: readonly Interval[],
  now: EpochMs,
): Map<Airing, EpochMs> {
  const rows = new Map([...ready.keys()].map((row) => [row.id, row]));
  const [first] = ready.keys();
  const from = now > session.start && first ? Math.max(session.start, first.provisionalStart) : session.start;
  const items = [...ready].map(([row, media]) => ({ key: row.id, durationMs: durationMsOf(media.frames) }));
  const { placed } = layOut(from, endOf(session), busy, items);
  return new Map(placed.map((item) => [rows.get(item.key) as Airing, item.start]));
}

/** One-offs, and what became ready in a session under way: each at its own instant, else in the next gap. */
function lateOrder(
  session: Session | null,
  ready: ReadonlyMap<Airing, ApprovedRendition>,
  busy: readonly Interval[],
): Map<Airing, EpochMs> {
  const starts = new Map<Airing, EpochMs>();
  const taken = [...busy];
  for (const [row, media] of ready) {
    const limit = session ? endOf(session) : Number.POSITIVE_INFINITY;
    const wanted = [{ key: row.id, durationMs: durationMsOf(media.frames) }];
    const [item] = layOut(row.provisionalStart, limit, taken, wanted).placed;
    if (!item) continue;
    const isOffItsInstant = decideStart(row.provisionalStart, row.startGraceSeconds, item.start).kind === 'missed';
    if (!session && isOffItsInstant) continue;
    taken.push(item);
    starts.set(row, item.start);
  }
  return starts;
}

function endOf(session: Session): EpochMs {
  return session.start + session.maxDurationSeconds * 1000;
}

function slotStart(group: Group): EpochMs {
  return group.session?.start ?? Math.min(...group.rows.map((row) => row.provisionalStart));
}

/** When it is on the air as far as is known; ends on a whole millisecond, so that what follows starts on one. */
function intervalOf(row: Airing): Interval {
  const start = row.measuredStart ?? startOf(row);
  return { start, end: Math.ceil(start + secondsOf(row) * 1000) };
}

function frozenFields({ renditionId, sha256, frames, approver }: ApprovedRendition) {
  return { renditionId, sha256, frames, approver };
}
