import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canBecome, type AiringReason } from '../domain/airing';
import { isoAt, type EpochMs } from '../domain/calendar';
import { decideStart, isOnTime } from '../domain/lateness';
import type { Settlement } from '../domain/settlement';
import { IncidentsService } from '../incidents/incidents.service';
import { Station } from '../platform/config/station';
import { RecordingsService } from '../recordings/recordings.service';
import { startOf, type Airing } from './rows';
import { ScheduleRepository } from './schedule.repository';

/** The books' summary of what an airing's outputs did. */
export interface AiringResult extends Settlement {
  readonly measuredStart: EpochMs | null;
  readonly airtimeSeconds: number;
}

/** Brings airings to their end: every overdue one gets a state and a reason, nothing stays planned. */
@Injectable()
export class SettlementService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly recordings: RecordingsService,
    private readonly incidents: IncidentsService,
    private readonly station: Station,
  ) {}

  async markPlaying(manager: EntityManager, airingId: string, measuredStart: EpochMs): Promise<void> {
    const row = await this.repository.airing(airingId, manager);
    if (row?.state !== 'cued') return;
    await this.repository.change(manager, row, { state: 'playing', measuredStart });
    const lateMs = measuredStart - startOf(row);
    if (!isOnTime(startOf(row), measuredStart) && row.part !== 'filler')
      await this.reportLateStart(manager, row, measuredStart, lateMs);
  }

  /** A late start is aired all the same, within its grace; staff hear of it, since the village did not hear it on time. */
  private async reportLateStart(manager: EntityManager, row: Airing, at: EpochMs, lateMs: number): Promise<void> {
    await this.incidents.report(manager, {
      dedupeKey: `startedLate/${row.id}`,
      kind: 'startedLate',
      severity: 'warning',
      at,
      airingId: row.id,
      facts: { title: row.title, lateMs, start: isoAt(startOf(row), this.station.timeZone) },
    });
  }

  /** Settles an airing once; a repeated or late report changes nothing, but a proof may still take from an aired one. */
  async settle(manager: EntityManager, airingId: string, result: AiringResult, now: EpochMs): Promise<boolean> {
    const row = await this.repository.airing(airingId, manager);
    const isRunning = row?.state === 'cued' || row?.state === 'playing';
    const isLess = row?.state === 'aired' && result.state === 'aired' && result.clustersReached < row.clustersReached;
    if (!row || !(isRunning || isLess || canBecome(row.state, result.state))) return false;
    const { state, reason, clustersReached, measuredStart, airtimeSeconds } = result;
    const changes = { state, reason, clustersReached, measuredStart, airtimeSeconds, settledAt: now };
    if (!(await this.repository.change(manager, row, changes))) return false;
    if (state === 'missed' || state === 'partial') await this.reportLoss(manager, row, reason, now);
    if (row.part === 'filler' && state === 'aired') await this.reportFiller(manager, row, airtimeSeconds, now);
    return true;
  }

  /** Something else was to sound where the filler did. */
  private async reportFiller(manager: EntityManager, row: Airing, airtimeSeconds: number, now: EpochMs): Promise<void> {
    await this.incidents.report(manager, {
      dedupeKey: `fillerAired/${row.id}`,
      kind: 'fillerAired',
      severity: 'warning',
      at: now,
      airingId: row.id,
      facts: { title: row.title, airtimeSeconds, start: isoAt(startOf(row), this.station.timeZone) },
    });
  }

  /** planned and past its grace → missed, with why. */
  async missOverdue(manager: EntityManager, now: EpochMs): Promise<number> {
    const overdue = (await this.repository.inState(['planned'], now, manager)).filter(
      (row) => decideStart(row.provisionalStart, row.startGraceSeconds, now).kind === 'missed',
    );
    for (const row of overdue) await this.miss(manager, row, await this.reasonOfLoss(row), now);
    return overdue.length;
  }

  /** planned → missed, and somebody is told. */
  async miss(manager: EntityManager, row: Airing, reason: AiringReason, now: EpochMs): Promise<void> {
    if (await this.repository.change(manager, row, { state: 'missed', reason, settledAt: now }))
      await this.reportLoss(manager, row, reason, now);
  }

  /** Shouts hours ahead about airings that have no approved recording yet. */
  async warnOfMissingRecordings(manager: EntityManager, now: EpochMs): Promise<void> {
    const warnings = [...this.station.config.warnBeforeSeconds].sort((a, b) => b - a);
    const farthest = (warnings[0] ?? 0) * 1000;
    const rows = (await this.repository.inState(['planned'], now + farthest, manager)).filter(
      (row) => row.provisionalStart > now,
    );
    for (const row of rows) {
      const readiness = (await this.recordings.readinessFor([row.contentId], row.language)).get(row.contentId);
      if (readiness === 'approved') continue;
      const passed = warnings.filter((seconds) => row.provisionalStart - seconds * 1000 <= now).at(-1);
      if (passed === undefined) continue;
      await this.incidents.report(manager, {
        dedupeKey: `recordingNotReady/${row.id}/${String(passed)}/${String(row.provisionalStart)}`,
        kind: 'recordingNotReady',
        severity: 'warning',
        at: now,
        airingId: row.id,
        facts: {
          title: row.title,
          readiness: readiness ?? 'none',
          start: isoAt(row.provisionalStart, this.station.timeZone),
        },
      });
    }
  }

  private async reasonOfLoss(row: Airing): Promise<AiringReason> {
    const readiness = (await this.recordings.readinessFor([row.contentId], row.language)).get(row.contentId);
    if (readiness === undefined || readiness === 'none') return 'noRecording';
    // Ready and yet never cued: nobody was there to cue it.
    return readiness === 'approved' ? 'serviceDown' : 'notApproved';
  }

  private async reportLoss(manager: EntityManager, row: Airing, reason: AiringReason, now: EpochMs): Promise<void> {
    await this.incidents.report(manager, {
      dedupeKey: `airingLost/${row.id}`,
      kind: 'airingLost',
      severity: 'error',
      at: now,
      airingId: row.id,
      facts: { title: row.title, reason, start: isoAt(startOf(row), this.station.timeZone) },
    });
  }
}
