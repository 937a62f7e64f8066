import type { OnAirStream } from './on-air-stream';
import type { FromEngine } from './protocol';

/** Tells the levels of what sounds while somebody wants them, at most ten times a second by the stream's own time. */
export class LevelReporter {
  private isWanted = false;
  private isTelling = false;

  constructor(private readonly report: (message: FromEngine) => void) {}

  want(isWanted: boolean): void {
    this.isWanted = isWanted;
  }

  /** @param positionOf frames of an item that have come out */
  follow(stream: OnAirStream | null, positionOf: (id: string) => number): void {
    stream?.meter(this.isWanted);
    const reading = this.isWanted ? (stream?.level() ?? null) : null;
    if (reading !== null) {
      const { itemId, ...level } = reading;
      const current = itemId === null ? null : { deliveryId: itemId, frames: positionOf(itemId) };
      this.report({ kind: 'level', level, current });
      this.isTelling = true;
    } else if (this.isTelling && (stream === null || !this.isWanted)) {
      this.report({ kind: 'level', level: null, current: null });
      this.isTelling = false;
    }
  }
}
