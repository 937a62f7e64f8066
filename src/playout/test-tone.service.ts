import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import { isoAt, localTimeAt, type EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { assertNever, DomainError } from '../domain/errors';
import { TEST_TONE, TONE_GRACE_MS, toneId, toneRefusal, type ToneRefusal } from '../domain/test-tone';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { SHIPPED_SOUNDS } from '../platform/shipped-sounds';
import { startOf } from '../schedule/rows';
import { ScheduleRowsService } from '../schedule/schedule-rows.service';
import { PlayoutEngine, type PlayoutCue } from './playout-engine';

const FILE = join(SHIPPED_SOUNDS, 'am-thu-1khz.mp3');
const TONE_MS = TEST_TONE.seconds * 1_000;

/**
 * Tries an output with a tone. It is an engine's item without an airing: whatever is due or urgent outranks it, and its
 * entry in the log is no airtime.
 */
@Injectable()
export class TestToneService {
  /** The last tone of each output. */
  private readonly tones = new Map<string, string>();

  constructor(
    private readonly engine: PlayoutEngine,
    private readonly rows: ScheduleRowsService,
    private readonly audit: AuditTrail,
    private readonly unitOfWork: UnitOfWork,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  isSounding(outputCode: string): boolean {
    const tone = this.tones.get(outputCode);
    return tone !== undefined && this.engine.holds(outputCode, tone);
  }

  /** @throws DomainError outputUnknown | engineDown | toneSounding | toneOnAir | toneDue | toneQuietHours */
  async play(outputCode: string, actor: string): Promise<void> {
    const bytes = await readFile(FILE);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    // Nobody lays out an airing, and nobody else starts a tone, between the decision and the cue.
    await this.unitOfWork.run(async (manager) => {
      const now = this.clock.now();
      const refusal = toneRefusal(await this.facts(outputCode, manager), now, this.station.grid);
      if (refusal !== null) throw refused(refusal, this.station);
      await this.audit.append(manager, { actor, action: 'output.testTone', subjectId: outputCode });
      const cue = this.cue(now, sha256);
      await this.engine.cue(outputCode, cue);
      this.tones.set(outputCode, cue.deliveryId);
    });
  }

  /** Fades it out; does nothing when it is over already. */
  async stop(outputCode: string, actor: string): Promise<void> {
    const tone = this.tones.get(outputCode);
    if (tone === undefined || !this.isSounding(outputCode)) return;
    await this.engine.withdraw(outputCode, tone);
    const stop = { actor, action: 'output.stopTestTone', subjectId: outputCode } as const;
    await this.unitOfWork.run((manager) => this.audit.append(manager, stop));
  }

  private async facts(outputCode: string, manager: EntityManager) {
    const { outputs, clusters } = this.station.config;
    const pending = await this.rows.pending(manager);
    return {
      isSounding: outputs.some(({ code }) => this.isSounding(code)),
      onAir: this.engine.status().flatMap(({ current }) => current?.title ?? []),
      pending: pending.map((row) => ({ title: row.title, start: startOf(row) })),
      isHeard: clusters.some((cluster) => cluster.outputs.includes(outputCode)),
    };
  }

  private cue(now: EpochMs, sha256: string): PlayoutCue {
    const deliveryId = toneId(randomUUID());
    const minute = isoAt(now, this.station.timeZone).slice(0, 16).replace('T', '-').replace(':', '');
    return {
      ...{
        deliveryId,
        airingId: deliveryId,
        blockId: deliveryId,
        blockName: `${minute}-am-thu`,
        title: TEST_TONE.title,
      },
      ...{ plannedStart: now, startGraceMs: TONE_GRACE_MS, latestEnd: now + TONE_GRACE_MS + TONE_MS },
      // What gives way to everything, and is not taken up again.
      ...{ priority: 'FILLER', interruption: 'abandon', onSecond: 'queue', chime: false },
      ...{ liveSource: null, file: FILE, sha256, frames: TONE_MS * 48 },
    };
  }
}

function refused(refusal: ToneRefusal, { timeZone, config: { routineWindow } }: Station): DomainError {
  switch (refusal.kind) {
    case 'sounding':
      return new DomainError('toneSounding');
    case 'onAir':
      return new DomainError('toneOnAir', { title: refusal.title });
    case 'due':
      return new DomainError('toneDue', { title: refusal.title, at: localTimeAt(refusal.start, timeZone).slice(0, 5) });
    case 'quietHours':
      return new DomainError('toneQuietHours', { from: routineWindow.start, to: routineWindow.end });
    default:
      return assertNever(refusal);
  }
}
