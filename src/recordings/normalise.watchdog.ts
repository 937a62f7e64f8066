import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../domain/clock';
import { NormaliseProgress } from './normalise.progress';
import { NormaliseQueue } from './normalise.queue';
import { NormaliseWork } from './normalise.work';
import { RecordingsRepository } from './recordings.repository';

const TICK_MS = 15_000;
/** An upload that has just been recorded is about to be queued. */
const SETTLING_MS = 10_000;
/** A job that failed every attempt (a full disk, say) rests this long before it is tried afresh. */
export const REST_AFTER_FAILURE_MS = 10 * 60_000;
/** A queue that is away for longer than a restart of Redis takes is done without. */
const AWAY_MS = 2 * 60_000;

/** Finds recordings that the queue has forgotten, and does the queue's work while it is away. */
@Injectable()
export class NormaliseWatchdog implements OnModuleDestroy {
  private readonly logger = new Logger(NormaliseWatchdog.name);
  private readonly stopping = new AbortController();
  private awaySince: number | null = null;
  private isWorking = false;

  constructor(
    private readonly repository: RecordingsRepository,
    private readonly queue: NormaliseQueue,
    private readonly work: NormaliseWork,
    private readonly progress: NormaliseProgress,
    private readonly clock: Clock,
  ) {}

  @Interval(TICK_MS)
  async tick(): Promise<void> {
    const now = this.clock.now();
    try {
      await this.requeueLost(now);
      this.awaySince = null;
    } catch (error) {
      this.logger.warn(`lost recordings not looked for: ${(error as Error).message}`);
      this.awaySince ??= now;
      if (now - this.awaySince >= AWAY_MS) await this.doWithoutQueue();
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
    const { held, failed } = await this.queue.look();
    const rests = (id: string) => (failed.get(id)?.at ?? -Infinity) > now - REST_AFTER_FAILURE_MS;
    const lost = processing.filter(({ id }) => !held.has(id) && !rests(id) && this.progress.of(id) === null);
    for (const { id, lane } of lost) await this.queue.add(id, lane, now);
    return lost.map(({ id }) => id);
  }

  onModuleDestroy(): void {
    this.stopping.abort(new Error('The service is stopping'));
  }

  /** One recording a tick, urgent ones first. The queue's own job, when it is back, finds it done. */
  private async doWithoutQueue(): Promise<void> {
    if (this.isWorking) return;
    const waiting = await this.repository.processingBefore(this.clock.now());
    const idle = waiting.filter(({ id }) => this.progress.of(id) === null);
    const next = idle.find(({ lane }) => lane === 'urgent') ?? idle[0];
    if (next === undefined) return;
    this.isWorking = true;
    this.logger.warn(`the queue is away: recording ${next.id} is normalised without it`);
    try {
      await this.work.run(next.id, this.stopping.signal);
    } catch (error) {
      this.logger.warn(`recording ${next.id} is tried again: ${(error as Error).message}`);
    } finally {
      this.isWorking = false;
    }
  }
}
