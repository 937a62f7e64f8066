import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isSettled } from '../../domain/airing';
import { isoAt, type EpochMs } from '../../domain/calendar';
import { Clock } from '../../domain/clock';
import type { AiringProof, ExaminedAiring } from '../../domain/proof';
import { IncidentsService } from '../../incidents/incidents.service';
import { Station } from '../../platform/config/station';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { RundownService } from '../../schedule/rundown.service';
import { ScheduleRowsService } from '../../schedule/schedule-rows.service';
import { OutcomeRecorder } from '../outcome.recorder';
import type { PlayoutLogRow } from '../playout.entity';
import { PlayoutRepository } from '../playout.repository';
import { AirCheckExaminer } from './air-check.examiner';
import { proofText } from './logged-proof';
import { segmentStart } from './segment-start';

/** Entries older than this are no longer looked at: their air-checks may be gone for good. */
const LOOK_BACK_MS = 14 * 86_400_000;

/** Proves from the air-checks what the log says was played, and books what they show. */
@Injectable()
export class ProofService {
  private readonly logger = new Logger(ProofService.name);

  constructor(
    private readonly repository: PlayoutRepository,
    private readonly examiner: AirCheckExaminer,
    private readonly rundown: RundownService,
    private readonly airings: ScheduleRowsService,
    private readonly recorder: OutcomeRecorder,
    private readonly incidents: IncidentsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * Examines every stretch that was played and has no proof yet, once its airing has settled and its air-check is closed.
   * What is due is read from the log each time: a round skipped, repeated or cut short does no harm.
   */
  async proveDue(signal: AbortSignal): Promise<void> {
    for (const entry of await this.repository.unproved(this.clock.now() - LOOK_BACK_MS)) {
      try {
        const proof = await this.examined(entry, signal);
        if (proof !== null) await this.unitOfWork.run((manager) => this.book(manager, entry, proof));
      } catch (error) {
        signal.throwIfAborted();
        // One that cannot be examined must not keep the others from it.
        this.logger.error(`${entry.title} not proved; the next round tries again`, (error as Error).stack);
      }
    }
  }

  /** null: not yet. */
  private async examined(entry: PlayoutLogRow, signal: AbortSignal): Promise<AiringProof | null> {
    const { outputCode, airCheck, firstFrame, frames, deliveryId, segment } = entry;
    const airing = await this.airings.required(entry.airingId);
    if (!isSettled(airing.state) || airCheck === null || firstFrame === null) return null;
    // Repeated and broken up as gaps come: no stretch of it lies where it does in the file.
    if (airing.part === 'filler') return { verdict: 'noData', reason: 'notComparable' };
    const renditionFile = (await this.rundown.frozen(airing))?.file ?? null;
    const { segments, delivered } = await this.repository.playedOf(deliveryId);
    const itemFrame = segmentStart(segments, delivered, segment);
    return this.examiner.examine({ outputCode, airCheck, firstFrame, itemFrame, frames, renditionFile }, signal);
  }

  private async book(manager: EntityManager, entry: PlayoutLogRow, proof: AiringProof): Promise<void> {
    if (await this.repository.isProved(manager, entry)) return;
    const now = this.clock.now();
    const { id: _id, stationId: _station, previousHash: _previous, hash: _hash, ...played } = entry;
    await this.repository.appendLog(manager, { ...played, kind: 'proof', proof: proofText(proof, now) });
    if (proof.verdict === 'silent') {
      await this.report(manager, entry, proof, now);
      await this.recorder.settleFromDeliveries(manager, entry.airingId);
    } else if (proof.verdict === 'mismatch') await this.report(manager, entry, proof, now);
  }

  private async report(
    manager: EntityManager,
    entry: PlayoutLogRow,
    proof: ExaminedAiring,
    now: EpochMs,
  ): Promise<void> {
    const isSilent = proof.verdict === 'silent';
    const { title, outputCode, plannedStart } = entry;
    await this.incidents.report(manager, {
      dedupeKey: `airCheck/${entry.deliveryId}/${String(entry.segment)}`,
      kind: isSilent ? 'airCheckSilent' : 'airCheckMismatch',
      severity: isSilent ? 'error' : 'warning',
      at: now,
      airingId: entry.airingId,
      facts: {
        ...{ title, output: outputCode, start: isoAt(entry.start ?? plannedStart, this.station.timeZone) },
        ...{ silentSeconds: proof.silentSeconds, firstSilentAtSeconds: proof.dropouts[0]?.atSeconds ?? null },
        matchScore: proof.matchScore,
      },
    });
  }
}
