import { Injectable } from '@nestjs/common';
import { stageAt, type NormaliseStage } from '../audio/normalise-stages';
import { Clock } from '../domain/clock';

/** How far the work on a recording has come. */
export interface WorkProgress {
  readonly stage: NormaliseStage;
  /** Of the work done, 0..1. */
  readonly share: number;
  /** null: too early to tell. */
  readonly secondsLeft: number | null;
}

/** Earlier the first files' reading says nothing of the whole. */
const TELLING_SHARE = 0.05;

/** As fast as it went so far. */
export function secondsLeft(share: number, elapsedMs: number): number | null {
  if (share < TELLING_SHARE || elapsedMs < 0) return null;
  return Math.ceil((elapsedMs * (1 - share)) / share / 1000);
}

/** @param progress null: the work ended, well or not */
export type ProgressListener = (recordingId: string, progress: WorkProgress | null) => void;

/** What is being normalised at this moment. In memory: with the service the work ends too. */
@Injectable()
export class NormaliseProgress {
  private readonly working = new Map<string, { startedAt: number; share: number }>();
  private readonly listeners = new Set<ProgressListener>();

  constructor(private readonly clock: Clock) {}

  /** @returns false when somebody is at it already */
  begin(recordingId: string): boolean {
    if (this.working.has(recordingId)) return false;
    this.working.set(recordingId, { startedAt: this.clock.now(), share: 0 });
    this.tell(recordingId);
    return true;
  }

  report(recordingId: string, share: number): void {
    const work = this.working.get(recordingId);
    if (work === undefined) return;
    work.share = share;
    this.tell(recordingId);
  }

  end(recordingId: string): void {
    this.working.delete(recordingId);
    this.tell(recordingId);
  }

  /** null: nobody works on it. */
  of(recordingId: string): WorkProgress | null {
    const work = this.working.get(recordingId);
    if (work === undefined) return null;
    const { share, startedAt } = work;
    return { stage: stageAt(share), share, secondsLeft: secondsLeft(share, this.clock.now() - startedAt) };
  }

  listen(listener: ProgressListener): void {
    this.listeners.add(listener);
  }

  private tell(recordingId: string): void {
    const progress = this.of(recordingId);
    for (const listener of this.listeners) listener(recordingId, progress);
  }
}
