import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { civilDateAt, localTimeAt, type EpochMs } from '../domain/calendar';
import { decideStart } from '../domain/lateness';
import { durationMsOf, layOut, type Interval } from '../domain/rundown';
import { Station } from '../platform/config/station';
import { RecordingsService, type ApprovedRendition } from '../recordings/recordings.service';
import { CalendarService } from './calendar.service';
import { secondsOf, startOf, type Airing, type Session } from './rows';
import { ScheduleRepository } from './schedule.repository';

/** An airing whose rundown is frozen: what the engines need to know of it. */
export interface FrozenAiring {
  readonly row: Airing;
  /** Absolute path of the rendition; the engine checks it against the row's sha256. */
  readonly file: string;
  /** A session's items share one recording of the output. */
  readonly blockId: string;
  readonly blockName: string;
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
    private readonly station: Station,
  ) {}

  /**
   * Freezes every session and one-off whose start − lead has come: real durations, rendition, approver. Items
   * without an approved recording are left out; one that becomes ready inside its grace is frozen then.
   * @returns what was frozen by this call, for the engines
   */
  async freezeDue(manager: EntityManager, now: EpochMs, clusterIds: readonly string[]): Promise<FrozenAiring[]> {
    const leadMs = this.station.config.cueLeadSeconds * 1000;
    const longestMs = Math.max(...this.station.grid.sessions.map((session) => session.maxDurationSeconds)) * 1000;
    const planned = await this.repository.inState(['planned'], now + leadMs + longestMs, manager);
    if (planned.length === 0) return [];
    const sessions = await this.repository.sessions(
      [...new Set(planned.flatMap((row) => row.sessionId ?? []))],
      manager,
    );
    const groups = groupBySession(planned, sessions).filter((group) => slotStart(group) - leadMs <= now);
    const frozen: FrozenAiring[] = [];
    for (const group of groups) frozen.push(...(await this.freezeGroup(manager, group, now, clusterIds)));
    return frozen;
  }

  /** What the engines need of an airing frozen earlier, for sending it again after a restart. */
  async frozen(row: Airing, manager?: EntityManager): Promise<FrozenAiring | null> {
    if (row.sha256 === null) return null;
    const session =
      row.sessionId === null
        ? undefined
        : (await this.repository.sessions([row.sessionId], manager)).get(row.sessionId);
    return { row, file: this.recordings.renditionPath(row.sha256), ...this.blockOf(row, session ?? null) };
  }

  private async freezeGroup(
    manager: EntityManager,
    group: Group,
    now: EpochMs,
    clusterIds: readonly string[],
  ): Promise<FrozenAiring[]> {
    const live = group.rows.filter(
      (row) => decideStart(row.provisionalStart, row.startGraceSeconds, now).kind !== 'missed',
    );
    const ready = await this.readyOnes(manager, live, now);
    const busy = (await this.repository.inState(['cued', 'playing'], now + 86_400_000, manager)).map(intervalOf);
    const frozen: FrozenAiring[] = [];
    for (const [row, start] of this.runningOrder(group, ready, busy)) {
      const media = ready.get(row) as ApprovedRendition;
      const changes = {
        ...frozenFields(media),
        state: 'cued' as const,
        plannedStart: start,
        clustersTotal: clusterIds.length,
      };
      if (!(await this.repository.change(manager, row, changes))) continue;
      await this.repository.insertTargets(manager, row.id, clusterIds);
      const cued = { ...row, ...changes, revision: row.revision + 1 };
      frozen.push({ row: cued, file: media.file, ...this.blockOf(cued, group.session) });
    }
    if (group.session && group.session.cuedAt === null && frozen.length > 0)
      await this.repository.markSessionCued(manager, group.session.id, now);
    await this.settleOverflow(manager, group, ready, frozen, now);
    return frozen;
  }

  /** Rows with an approved rendition that the day's calendar allows. */
  private async readyOnes(manager: EntityManager, rows: readonly Airing[], now: EpochMs) {
    const calendar = await this.calendar.byDate(manager);
    const ready = new Map<Airing, ApprovedRendition>();
    for (const row of rows) {
      const media = (await this.recordings.approvedFor([row.contentId], row.language, manager)).get(row.contentId);
      if (!media) continue;
      const day = calendar.get(civilDateAt(row.provisionalStart, this.station.timeZone));
      if (day?.policy === 'noMusic' && media.hasMusic) {
        const settled = { state: 'cancelled' as const, reason: 'mourningNoMusic' as const, settledAt: now };
        await this.repository.change(manager, row, { ...settled, note: day.title, document: day.document });
      } else ready.set(row, media);
    }
    return ready;
  }

  /** Starts of the ready rows, back to back by real durations. In a session under way each keeps its expected start or the next gap. */
  private runningOrder(
    group: Group,
    ready: ReadonlyMap<Airing, ApprovedRendition>,
    busy: readonly Interval[],
  ): Map<Airing, EpochMs> {
    const starts = new Map<Airing, EpochMs>();
    const { session } = group;
    const limit = session ? session.start + session.maxDurationSeconds * 1000 : Number.POSITIVE_INFINITY;
    const rows = [...ready.keys()];
    if (session?.cuedAt === null) {
      const items = rows.map((row) => ({ key: row.id, durationMs: durationOf(row, ready) }));
      const placed = new Map(layOut(session.start, limit, busy, items).placed.map((item) => [item.key, item.start]));
      for (const row of rows) {
        const start = placed.get(row.id);
        if (start !== undefined) starts.set(row, start);
      }
      return starts;
    }
    const taken = [...busy];
    for (const row of rows) {
      const durationMs = durationOf(row, ready);
      const [item] = layOut(row.provisionalStart, limit, taken, [{ key: row.id, durationMs }]).placed;
      if (!item || decideStart(row.provisionalStart, row.startGraceSeconds, item.start).kind === 'missed') continue;
      taken.push(item);
      starts.set(row, item.start);
    }
    return starts;
  }

  /** A ready item that the session's length does not hold ends with that reason; nothing stays planned in silence. */
  private async settleOverflow(
    manager: EntityManager,
    group: Group,
    ready: ReadonlyMap<Airing, ApprovedRendition>,
    frozen: readonly FrozenAiring[],
    now: EpochMs,
  ): Promise<void> {
    if (group.session?.cuedAt !== null || frozen.length === 0) return;
    const held = new Set(frozen.map(({ row }) => row.id));
    for (const row of ready.keys()) {
      if (held.has(row.id)) continue;
      await this.repository.change(manager, row, { state: 'missed', reason: 'sessionFull', settledAt: now });
    }
  }

  private blockOf(row: Airing, session: Session | null): { blockId: string; blockName: string } {
    const start = session?.start ?? startOf(row);
    const date = civilDateAt(start, this.station.timeZone);
    const time = localTimeAt(start, this.station.timeZone).slice(0, 5).replace(':', '');
    return { blockId: session?.id ?? row.id, blockName: `${date}-${time}-${session?.templateCode ?? 'phat-le'}` };
  }
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

function slotStart(group: Group): EpochMs {
  return group.session?.start ?? Math.min(...group.rows.map((row) => row.provisionalStart));
}

function intervalOf(row: Airing): Interval {
  return { start: startOf(row), end: startOf(row) + secondsOf(row) * 1000 };
}

function durationOf(row: Airing, ready: ReadonlyMap<Airing, ApprovedRendition>): number {
  return durationMsOf((ready.get(row) as ApprovedRendition).frames);
}

function frozenFields({ renditionId, sha256, frames, approver }: ApprovedRendition) {
  return { renditionId, sha256, frames, approver };
}
