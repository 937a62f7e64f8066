import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SessionPart } from '../domain/airing';
import { civilDateAt, weekdayOf, type EpochMs } from '../domain/calendar';
import { decideStart } from '../domain/lateness';
import { durationMsOf, type Interval } from '../domain/rundown';
import { closingStart, frameSession, type SessionFrame } from '../domain/session-frame';
import { sessionWindowOn } from '../domain/timetable';
import { Station } from '../platform/config/station';
import type { StationConfig } from '../platform/config/station-config';
import { RecordingsService } from '../recordings/recordings.service';
import { StationSounds, type StationSound } from '../recordings/station-sounds';
import { CalendarService } from './calendar.service';
import { notYetAired, secondsOf, startOf, type Airing, type Cluster, type Session } from './rows';
import { ScheduleRepository } from './schedule.repository';

/** A session that opens: its parts, and the air they leave to its items. */
export interface OpenedSession {
  readonly rows: readonly Airing[];
  readonly items: Interval;
}

type Template = StationConfig['sessions'][number];

const TUNE_GRACE_SECONDS = 120;
const FRAMES_PER_MS = 48;
/** A relay of which less is left is not joined any more. */
const LEAST_RELAY_MS = 1_000;
const DAY_MS = 86_400_000;
/** As stored in titles, which staff and reports read. */
const TITLES = {
  openingTune: 'Nhạc hiệu mở đầu',
  relay: 'Tiếp âm',
  closingTune: 'Nhạc hiệu kết thúc',
  filler: 'Nhạc chờ',
} as const satisfies Record<Exclude<SessionPart, 'item'>, string>;

/** What the settings put round a session's items: signature tune, relay, closing tune, and what fills gaps. */
@Injectable()
export class SessionFramesService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly recordings: RecordingsService,
    private readonly sounds: StationSounds,
    private readonly calendar: CalendarService,
    private readonly station: Station,
  ) {}

  /** Sessions whose time has come and that open for their relay, even if they hold no item. */
  async relaying(manager: EntityManager, now: EpochMs, leadMs: number): Promise<Session[]> {
    const sessions: Session[] = [];
    if (this.station.config.sessions.every(({ relay }) => relay === null)) return sessions;
    const date = civilDateAt(now + leadMs, this.station.timeZone);
    if ((await this.calendar.byDate(manager)).get(date)?.policy === 'skip') return [];
    for (const { code, relay } of this.station.config.sessions) {
      const template = this.station.grid.sessions.find((one) => one.code === code);
      if (relay === null || !template?.weekdays.includes(weekdayOf(date))) continue;
      const { start } = sessionWindowOn(date, template, this.station.grid);
      if (now < start - leadMs || now >= start + template.leadInSeconds * 1000 - LEAST_RELAY_MS) continue;
      const session = await this.repository.sessionOn(manager, date, template);
      if (session.cuedAt === null) sessions.push(session);
    }
    return sessions;
  }

  /** Whether the session opens even when none of its items can be aired. */
  hasRelay(session: Session): boolean {
    return (this.templateOf(session)?.relay ?? null) !== null;
  }

  /** Freezes the opening tune and the relay of a session that opens, as far as they are not too late. */
  async open(
    manager: EntityManager,
    session: Session,
    now: EpochMs,
    clusters: readonly Cluster[],
  ): Promise<OpenedSession> {
    const template = this.templateOf(session);
    const opening = await this.tune(manager, session, template?.openingTune ?? null);
    const closing = await this.tune(manager, session, template?.closingTune ?? null);
    const isBlocked = (await this.calendar.byDate(manager)).get(session.date)?.policy === 'skip';
    const relay = isBlocked ? null : (template?.relay ?? null);
    const frame = frameSession(windowOf(session), {
      openingMs: opening && durationMsOf(opening.frames),
      relayMs: relay && relay.durationSeconds * 1000,
      closingMs: closing && durationMsOf(closing.frames),
    });
    const rows: Airing[] = [];
    if (opening && frame.opening && decideStart(frame.opening.start, TUNE_GRACE_SECONDS, now).kind !== 'missed')
      rows.push(await this.insert(manager, session, clusters, tuneRow('openingTune', frame.opening.start, opening)));
    if (relay && frame.relay && now < frame.relay.end - LEAST_RELAY_MS)
      rows.push(await this.insert(manager, session, clusters, this.relayRow(frame, relay.source)));
    return { rows, items: frame.items };
  }

  /** Freezes what sounds in the session's gaps up to `end`, if the settings name something. */
  async fill(
    manager: EntityManager,
    session: Session,
    end: EpochMs,
    clusters: readonly Cluster[],
  ): Promise<readonly Airing[]> {
    const { filler } = this.station.config;
    const sound = filler === null || (await this.isWithoutMusic(manager, session)) ? null : this.sounds.get(filler);
    if (sound === null || end <= session.start) return [];
    const lengthMs = end - session.start;
    const row = { ...tuneRow('filler', session.start, sound), frames: lengthMs * FRAMES_PER_MS };
    const startGraceSeconds = Math.ceil(lengthMs / 1000);
    return [await this.insert(manager, session, clusters, { ...row, startGraceSeconds })];
  }

  /** Freezes the closing tune of each session that is about to have aired its last item. */
  async close(
    manager: EntityManager,
    now: EpochMs,
    leadMs: number,
    clusters: readonly Cluster[],
  ): Promise<{ readonly session: Session; readonly row: Airing }[]> {
    const closed: { session: Session; row: Airing }[] = [];
    if (this.station.config.sessions.every(({ closingTune }) => closingTune === null)) return closed;
    for (const session of await this.repository.sessionsCuedSince(now - DAY_MS, manager)) {
      const tune = await this.tune(manager, session, this.templateOf(session)?.closingTune ?? null);
      const rows = await this.repository.airingsOfSession(session.id, manager);
      if (tune === null || rows.some(({ part }) => part === 'closingTune')) continue;
      const ends = rows.filter(({ part }) => part !== 'filler').flatMap(endOf);
      const start = closingStart(windowOf(session), Math.max(...ends), durationMsOf(tune.frames));
      if (ends.length === 0 || start === null || now < start - leadMs) continue;
      if (decideStart(start, TUNE_GRACE_SECONDS, now).kind === 'missed') continue;
      const row = await this.insert(manager, session, clusters, tuneRow('closingTune', start, tune));
      closed.push({ session, row });
    }
    return closed;
  }

  private templateOf({ templateCode }: Session): Template | null {
    return this.station.config.sessions.find(({ code }) => code === templateCode) ?? null;
  }

  private async isWithoutMusic(manager: EntityManager, { date }: Session): Promise<boolean> {
    return (await this.calendar.byDate(manager)).get(date)?.policy === 'noMusic';
  }

  /** null on days without music, while it is not ready, and when it is longer than its session allows. */
  private async tune(
    manager: EntityManager,
    session: Session,
    tune: Template['openingTune'],
  ): Promise<StationSound | null> {
    if (tune === null || (await this.isWithoutMusic(manager, session))) return null;
    const sound = this.sounds.get(tune.file);
    return sound !== null && durationMsOf(sound.frames) <= tune.maxSeconds * 1000 ? sound : null;
  }

  private relayRow({ relay }: SessionFrame, code: string): NewPart {
    const { start, end } = relay ?? { start: 0, end: 0 };
    const name = this.station.config.liveSources.find((source) => source.code === code)?.name ?? code;
    return {
      ...{
        part: 'relay',
        title: `${TITLES.relay} ${name}`,
        plannedStart: start,
        frames: (end - start) * FRAMES_PER_MS,
      },
      ...{ liveSource: code, renditionId: null, sha256: null },
      // Joined late rather than not at all: its end is what is fixed.
      startGraceSeconds: Math.ceil((end - start - LEAST_RELAY_MS) / 1000),
    };
  }

  private async insert(
    manager: EntityManager,
    session: Session,
    clusters: readonly Cluster[],
    part: NewPart,
  ): Promise<Airing> {
    const kind = part.part === 'relay' ? 'relay' : 'tune';
    const identity = { id: randomUUID(), stationId: this.station.id, revision: 1, sessionId: session.id };
    const row: Airing = {
      ...notYetAired(part.plannedStart),
      ...identity,
      ...part,
      ...{ occurrenceKey: `session/${session.id}/${part.part}`, language: 'vie', role: 'extra', ordinal: 0 },
      ...{ contentId: await this.recordings.ensureSound(manager, kind, part.title) },
      ...{ makeUpForId: null, planVersionId: null, placedBy: 'staff', position: 0 },
      ...{ provisionalStart: part.plannedStart, plannedDurationSeconds: Math.ceil(part.frames / 48_000) },
      ...{ priority: 'NORMAL', requiredClusterShare: 0.5, state: 'cued', clustersTotal: clusters.length },
    };
    await this.repository.insertFrozen(
      manager,
      row,
      clusters.map(({ id }) => id),
    );
    return row;
  }
}

type NewPart = Pick<
  Airing,
  'part' | 'title' | 'frames' | 'liveSource' | 'renditionId' | 'sha256' | 'startGraceSeconds'
> & { readonly plannedStart: EpochMs; readonly frames: number };

function tuneRow(part: 'openingTune' | 'closingTune' | 'filler', plannedStart: EpochMs, sound: StationSound): NewPart {
  const { renditionId, sha256, frames } = sound;
  const terms = { liveSource: null, startGraceSeconds: TUNE_GRACE_SECONDS };
  return { part, title: TITLES[part], plannedStart, renditionId, sha256, frames, ...terms };
}

function windowOf({ start, maxDurationSeconds }: Session): Interval {
  return { start, end: start + maxDurationSeconds * 1000 };
}

/** When a row of the session is over as far as is known; nothing for one that put nothing on the air. */
function endOf(row: Airing): readonly EpochMs[] {
  if (row.state === 'cued' || row.state === 'playing') return [Math.ceil(startOf(row) + secondsOf(row) * 1000)];
  return row.measuredStart === null ? [] : [Math.ceil(row.measuredStart + row.airtimeSeconds * 1000)];
}
