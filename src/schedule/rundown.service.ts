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
import { secondsOf, startOf, type Airing, type Cluster, type Session } from './rows';
import { ScheduleRepository } from './schedule.repository';
import { SessionFramesService } from './session-frames.service';
import { SettlementService } from './settlement.service';

/** An airing whose rundown is frozen: what the engines need to know of it. */
export interface FrozenAiring {
  readonly row: Airing;
  /** Absolute path of the rendition; the engine checks it against the row's sha256. null: a live source. */
  readonly file: string | null;
  /** A session's items share one recording of the output. */
  readonly blockId: string;
  readonly blockName: string;
  /**
   * The routine window's end plus the grace, so that what starts within the grace may finish; of a relay or filler the
   * instant at which it ends; null for an emergency.
   */
  readonly latestEnd: EpochMs | null;
  /** The day's policy: tunes, chimes and music are not aired. */
  readonly isWithoutMusic: boolean;
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
    private readonly frames: SessionFramesService,
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
    const sessions = await this.repository.sessions(
      [...new Set(planned.flatMap((row) => row.sessionId ?? []))],
      manager,
    );
    const groups = groupBySession(planned, sessions).filter((group) => slotStart(group) - leadMs <= now);
    for (const session of await this.frames.relaying(manager, now, leadMs))
      if (!groups.some((group) => group.session?.id === session.id)) groups.push({ session, rows: [] });
    const oneOffs = planned.filter((row) => row.sessionId === null);
    const frozen: FrozenAiring[] = [];
    for (const group of groups) {
      // A session runs round what has an instant of its own; that itself gives way to nothing but what is cued.
      const others = [...(await this.onAir(manager, now, group)), ...(group.session ? oneOffs : [])];
      const busy = others.filter((row) => group.rows.some((own) => this.meet(own, row))).map(intervalOf);
      frozen.push(...(await this.freezeGroup(manager, group, now, busy, clusters)));
    }
    for (const { session, row } of await this.frames.close(manager, now, leadMs, clusters))
      frozen.push(await this.forEngines(row, session, manager));
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
    if (row.sha256 === null && row.liveSource === null) return null;
    const session =
      row.sessionId === null
        ? undefined
        : (await this.repository.sessions([row.sessionId], manager)).get(row.sessionId);
    return this.forEngines(row, session ?? null, manager);
  }

  private async forEngines(row: Airing, session: Session | null, manager?: EntityManager): Promise<FrozenAiring> {
    const file = row.sha256 === null ? null : this.recordings.renditionPath(row.sha256);
    const date = civilDateAt(startOf(row), this.station.timeZone);
    const isWithoutMusic = (await this.calendar.byDate(manager)).get(date)?.policy === 'noMusic';
    return { row, file, ...this.blockOf(row, session), latestEnd: this.latestEndOf(row), isWithoutMusic };
  }

  /**
   * What is cued and a group gives way to. A PRIORITY one-off interrupts what is NORMAL; how long an emergency lasts nobody
   * knows, so it is the engine alone that makes room for one.
   */
  private async onAir(manager: EntityManager, now: EpochMs, group: Group): Promise<Airing[]> {
    const interrupts = group.session === null && group.rows.every(({ priority }) => priority === 'PRIORITY');
    const cued = await this.repository.inState(['cued', 'playing'], now + 86_400_000, manager);
    // What fills gaps makes room for everything.
    const sounding = cued.filter(({ part }) => part !== 'filler');
    return sounding.filter(({ priority }) => priority === 'PRIORITY' || (priority === 'NORMAL' && !interrupts));
  }

  private latestEndOf(row: Airing): EpochMs | null {
    if (row.priority === 'EMERGENCY') return null;
    if (row.part === 'relay' || row.part === 'filler') return startOf(row) + durationMsOf(row.frames ?? 0);
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
    const { session } = group;
    const isOpening = session?.cuedAt === null && (ready.size > 0 || this.frames.hasRelay(session));
    const opened = isOpening ? await this.frames.open(manager, session, now, clusters) : null;
    const starts = opened
      ? openingOrder({ start: session?.start ?? now, items: opened.items }, ready, busy, now)
      : lateOrder(session, ready, busy);
    const cued = [...(opened?.rows ?? []), ...(await this.freezeRows(manager, session, ready, starts, clusters, now))];
    if (isOpening && cued.length > 0) {
      const end = Math.max(...cued.map((row) => intervalOf(row).end));
      cued.push(...(await this.frames.fill(manager, session, end, clusters)));
      await this.repository.markSessionCued(manager, session.id, now);
    }
    return Promise.all(cued.map((row) => this.forEngines(row, session, manager)));
  }

  /** Cues the rows that have a start; those that found no room are missed. */
  private async freezeRows(
    manager: EntityManager,
    session: Session | null,
    ready: ReadonlyMap<Airing, ApprovedRendition>,
    starts: ReadonlyMap<Airing, EpochMs>,
    clusters: readonly Cluster[],
    now: EpochMs,
  ): Promise<Airing[]> {
    const cued: Airing[] = [];
    for (const [row, media] of ready) {
      const plannedStart = starts.get(row);
      const clusterIds = addressedBy(row, clusters);
      if (plannedStart === undefined || clusterIds.length === 0) {
        const noRoom = session ? 'sessionFull' : 'startedTooLate';
        await this.settlement.miss(manager, row, clusterIds.length === 0 ? 'noOutput' : noRoom, now);
        continue;
      }
      const settled = { state: 'cued' as const, plannedStart, clustersTotal: clusterIds.length };
      const changes = { ...frozenFields(media), ...settled };
      if (!(await this.repository.change(manager, row, changes))) continue;
      await this.repository.insertTargets(manager, row.id, clusterIds);
      cued.push({ ...row, ...changes, revision: row.revision + 1 });
    }
    return cued;
  }

  /** Rows with an approved rendition that the day's calendar allows; those that it silences are cancelled. */
  private async readyOnes(manager: EntityManager, rows: readonly Airing[], now: EpochMs) {
    const calendar = await this.calendar.byDate(manager);
    const ready = new Map<Airing, ApprovedRendition>();
    for (const row of rows) {
      const media = (await this.recordings.approvedFor([row.contentId], row.language, manager)).get(row.contentId);
      const day = calendar.get(civilDateAt(row.provisionalStart, this.station.timeZone));
      const reason = silencedBy(row, day, media);
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
function silencedBy(
  { part }: Airing,
  day: CalendarDay | undefined,
  media: ApprovedRendition | undefined,
): AiringReason | null {
  if (day?.policy === 'skip') return 'calendarBlocked';
  const isMusic = media?.hasMusic === true || (part !== 'item' && part !== 'relay');
  return day?.policy === 'noMusic' && isMusic ? 'mourningNoMusic' : null;
}

/** A session that opens: back to back. What was lost before its first item leaves that item its own place, never one in the past. */
function openingOrder(
  session: { readonly start: EpochMs; readonly items: Interval },
  ready: ReadonlyMap<Airing, ApprovedRendition>,
  busy: readonly Interval[],
  now: EpochMs,
): Map<Airing, EpochMs> {
  const rows = new Map([...ready.keys()].map((row) => [row.id, row]));
  const [first] = ready.keys();
  const { start, end } = session.items;
  const from = now > session.start && first ? Math.max(start, first.provisionalStart) : start;
  const items = [...ready].map(([row, media]) => ({ key: row.id, durationMs: durationMsOf(media.frames) }));
  const { placed } = layOut(from, end, busy, items);
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
  // A relay that was joined late ends when it was to end.
  const start = row.part === 'relay' ? startOf(row) : (row.measuredStart ?? startOf(row));
  return { start, end: Math.ceil(start + secondsOf(row) * 1000) };
}

function frozenFields({ renditionId, sha256, frames, approver }: ApprovedRendition) {
  return { renditionId, sha256, frames, approver };
}
