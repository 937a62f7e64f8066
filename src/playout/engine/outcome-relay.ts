import type { PlayoutOutcome, PlayoutOutcomes } from '../playout-engine';

const RETRY_MS = { first: 250, longest: 10_000 } as const;

/**
 * Hands the outcomes of one output on, in order, each until it is taken in. An outcome that is still refused when the
 * relay stops stays in the engine's journal and is reported again at the next start.
 */
export class OutcomeRelay {
  private last: Promise<void> = Promise.resolve();
  private readonly waiting = new Set<PlayoutOutcome>();
  private isStopped = false;
  private endWait: () => void = () => undefined;

  constructor(
    private readonly outputCode: string,
    private readonly outcomes: PlayoutOutcomes,
    private readonly onRefused: (error: unknown) => void,
  ) {}

  /** `onTaken` is called once the outcome is taken in. */
  relay(outcome: PlayoutOutcome, onTaken: () => void): void {
    this.waiting.add(outcome);
    this.last = this.last.then(async () => {
      if (await this.deliver(outcome)) onTaken();
      this.waiting.delete(outcome);
    });
  }

  /** Whether something of this delivery is still to be taken in. */
  holds(deliveryId: string): boolean {
    return [...this.waiting].some((outcome) => outcome.deliveryId === deliveryId);
  }

  /** Gives each outcome that still waits one last try. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.endWait();
    await this.last;
  }

  private async deliver(outcome: PlayoutOutcome): Promise<boolean> {
    for (let delayMs: number = RETRY_MS.first; ; delayMs = Math.min(delayMs * 2, RETRY_MS.longest)) {
      const isLastTry = this.isStopped;
      try {
        await this.outcomes.handle(this.outputCode, outcome);
        return true;
      } catch (error) {
        this.onRefused(error);
      }
      if (isLastTry) return false;
      await this.pause(delayMs);
    }
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.endWait = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.isStopped) this.endWait();
    });
  }
}
