import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../domain/clock';
import { NormaliseQueue } from './normalise.queue';
import { RecordingsRepository } from './recordings.repository';

const TICK_MS = 15_000;
/** An upload that has just been recorded is about to be queued. */
const SETTLING_MS = 10_000;
/** A job that failed every attempt (a full disk, say) rests this long before it is tried afresh. */
const REST_AFTER_FAILURE_MS = 10 * 60_000;

/** Finds recordings that the queue has forgotten, whatever became of Redis. */
@Injectable()
export class NormaliseWatchdog {
  private readonly logger = new Logger(NormaliseWatchdog.name);

  constructor(
    private readonly repository: RecordingsRepository,
    private readonly queue: NormaliseQueue,
    private readonly clock: Clock,
  ) {}

  @Interval(TICK_MS)
  async tick(): Promise<void> {
    try {
      await this.requeueLost(this.clock.now());
    } catch (error) {
      this.logger.warn(`lost recordings not looked for: ${(error as Error).message}`);
    }
  }

  /**
   * Queues every recording that is still processing and that the queue does not have in hand.
   * @returns their ids
   * @throws Error when the queue does not answer
   */
  async requeueLost(now: number): Promise<readonly string[]> {
    const processing = await this.repository.processingBefore(now - SETTLING_MS);
    if (processing.length === 0) return [];
    const inHand = await this.queue.inHand(now - REST_AFTER_FAILURE_MS);
    const lost = processing.filter((id) => !inHand.has(id));
    for (const id of lost) await this.queue.add(id, now);
    return lost;
  }
}
