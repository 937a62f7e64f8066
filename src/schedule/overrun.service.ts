import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.service';
import type { AiringReason } from '../domain/airing';
import { isoAt, type EpochMs } from '../domain/calendar';
import { IncidentsService } from '../incidents/incidents.service';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { notYetAired, type Airing, type Session } from './rows';
import { ScheduleRepository } from './schedule.repository';
import { ScheduleService, type AiringView } from './schedule.service';

/** A session that ran late, or over, is dealt with while it is fresh. */
const LOOK_BACK_MS = 86_400_000;
/** What an overrun does to the items after it. */
const OVERRUN: readonly AiringReason[] = ['sessionFull', 'startedTooLate'];

/**
 * What a session that overran could not air any more, by its `overrun` policy: `drop` leaves it missed with its reason, to
 * its programme's `makeUp` policy; `move` places its proposal, a make-up in the next admissible session, by itself. The
 * item on the air always finishes: the engine neither starts nor resumes what would end too late, and cuts nothing for it.
 */
@Injectable()
export class OverrunService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly schedule: ScheduleService,
    private readonly incidents: IncidentsService,
    private readonly audit: AuditTrail,
    private readonly unitOfWork: UnitOfWork,
    private readonly station: Station,
  ) {}

  /** Moves what is to be moved, once; what has no admissible session stays where it was lost. */
  async moveLost(now: EpochMs): Promise<void> {
    const moving = this.station.config.sessions.filter(({ overrun }) => overrun === 'move').map(({ code }) => code);
    if (moving.length === 0) return;
    const since = now - LOOK_BACK_MS;
    const missed = (await this.repository.airingsSince(since)).filter(
      ({ state, reason, part, makeUpForId }) =>
        // What was moved before and does not fit again is for staff: it would go round for ever.
        state === 'missed' && reason !== null && OVERRUN.includes(reason) && part === 'item' && makeUpForId === null,
    );
    const sessions = await this.repository.sessions(missed.flatMap(({ sessionId }) => sessionId ?? []));
    for (const row of missed) {
      const session = row.sessionId === null ? undefined : sessions.get(row.sessionId);
      if (session === undefined || !moving.includes(session.templateCode)) continue;
      const view = await this.schedule.airingView(row.id);
      if (view !== null) await this.move(view, session, now);
    }
  }

  private async move({ row, makeUp }: AiringView, from: Session, now: EpochMs): Promise<void> {
    const template = this.station.grid.sessions.find(
      ({ code }) => makeUp?.slot.kind === 'session' && code === makeUp.slot.sessionCode,
    );
    // The session that just overran is no place for it.
    if (makeUp === null || template === undefined || makeUp.slot.start <= from.start) return;
    await this.unitOfWork.run(async (manager) => {
      if ((await this.repository.makeUpsOf(row.id, manager)).length > 0) return;
      const { id: sessionId } = await this.repository.sessionOn(manager, makeUp.slot.date, template);
      const created = await this.repository.insertAiring(manager, {
        ...notYetAired(now),
        ...termsOf(row),
        ...{ occurrenceKey: `makeup/${row.id}/1`, makeUpForId: row.id, role: 'makeUp' },
        ...{ placedBy: 'makeUp', sessionId, position: 0, provisionalStart: makeUp.start },
      });
      const to = isoAt(makeUp.start, this.station.timeZone);
      await this.audit.append(manager, {
        ...{ actor: 'hệ thống', action: 'airing.moveLost', subjectId: created.id },
        ...{ before: { airing: row.id }, after: { at: makeUp.start } },
      });
      await this.incidents.report(manager, {
        ...{
          dedupeKey: `airingMoved/${row.id}`,
          kind: 'airingMoved',
          severity: 'warning',
          at: now,
          airingId: created.id,
        },
        facts: { title: row.title, reason: row.reason, session: from.templateCode, to },
      });
    });
  }
}

/** What a make-up takes over from the airing it answers for. */
function termsOf(row: Airing) {
  const { contentId, language, ordinal, planVersionId, plannedDurationSeconds, priority, title, clusterCodes } = row;
  const { startGraceSeconds, requiredClusterShare } = row;
  const terms = { planVersionId, plannedDurationSeconds, priority, title, clusterCodes };
  return { contentId, language, ordinal, ...terms, startGraceSeconds, requiredClusterShare };
}
