/** How often an engine says that its event loop turns. */
export const HEARTBEAT_MS = 500;

/** What a process may take to begin, on a machine that is busy booting. */
const BIRTH_MS = 10_000;

/**
 * Notices that an engine has fallen silent. It counts turns of the listener's own event loop, not time: a service that
 * was suspended or stalled itself has not listened, and must not kill an engine for that.
 */
export class HangWatch {
  private silentTurns = -BIRTH_MS / HEARTBEAT_MS;
  private readonly timer: NodeJS.Timeout;

  /** @param onHung called once, when nothing was heard for `patienceMs` */
  constructor(patienceMs: number, onHung: () => void) {
    this.timer = setInterval(() => {
      this.silentTurns += 1;
      if (this.silentTurns * HEARTBEAT_MS < patienceMs) return;
      this.stop();
      onHung();
    }, HEARTBEAT_MS);
  }

  heard(): void {
    this.silentTurns = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
