import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ProofService } from './proof.service';

const TICK_MS = 10_000;

/** Lets what was played be proved, one stretch at a time and in its own time: nothing on the air waits for it. */
@Injectable()
export class ProofWatchdog implements OnModuleDestroy {
  private readonly logger = new Logger(ProofWatchdog.name);
  private readonly stopping = new AbortController();
  private round: Promise<void> | null = null;

  constructor(private readonly proofs: ProofService) {}

  @Interval(TICK_MS)
  onInterval(): void {
    if (this.stopping.signal.aborted) return;
    this.round ??= this.tick().finally(() => (this.round = null));
  }

  /** A comparison must not hold up the shutdown: it is made after the next start. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new Error('The service is stopping'));
    await this.round;
  }

  private async tick(): Promise<void> {
    const { signal } = this.stopping;
    try {
      await this.proofs.proveDue(signal);
    } catch (error) {
      if (!signal.aborted) this.logger.error('airings not proved; the next round tries again', (error as Error).stack);
    }
  }
}
