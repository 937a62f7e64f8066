import { DomainError } from '../../src/domain/errors';
import {
  PlayoutEngine,
  type EngineEvent,
  type EngineStatus,
  type EngineWatcher,
  type PlayoutCue,
} from '../../src/playout/playout-engine';

export interface SentCue {
  readonly outputCode: string;
  readonly cue: PlayoutCue;
}

/** Engines that keep what they are told and play nothing: the test says what came out. */
export class FakePlayoutEngine extends PlayoutEngine {
  readonly sent: SentCue[] = [];
  readonly withdrawn: { readonly outputCode: string; readonly deliveryId: string }[] = [];
  /** Outputs whose engine is down. */
  readonly down = new Set<string>();
  /** Deliveries that are on the air now, as `status` tells it. */
  readonly onAir = new Map<string, PlayoutCue>();
  /** Outputs whose engine has not yet told what its journal holds. */
  readonly starting = new Set<string>();
  private readonly watchers = new Set<EngineWatcher>();
  /** Runs as a cue arrives, before it is taken. */
  beforeCue: () => Promise<void> = () => Promise.resolve();

  override async cue(outputCode: string, cue: PlayoutCue): Promise<void> {
    await this.beforeCue();
    if (this.down.has(outputCode)) throw new DomainError('engineDown', { output: outputCode });
    this.sent.push({ outputCode, cue });
  }

  override withdraw(outputCode: string, deliveryId: string): Promise<void> {
    if (this.down.has(outputCode)) return Promise.reject(new DomainError('engineDown', { output: outputCode }));
    this.withdrawn.push({ outputCode, deliveryId });
    return Promise.resolve();
  }

  override holds(outputCode: string, deliveryId: string): boolean {
    return this.onAir.get(outputCode)?.deliveryId === deliveryId;
  }

  override status(): readonly EngineStatus[] {
    const onAir = [...this.onAir].map(([outputCode, { deliveryId, airingId, title, priority, frames }]) => ({
      outputCode,
      state: 'onAir' as const,
      current: { deliveryId, airingId, title, priority, positionSeconds: 0, durationSeconds: frames / 48_000 },
    }));
    const starting = [...this.starting].map((outputCode) => ({
      outputCode,
      state: 'starting' as const,
      current: null,
    }));
    return [...onAir, ...starting];
  }

  override watch(watcher: EngineWatcher): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  tell(outputCode: string, event: EngineEvent): void {
    for (const watcher of this.watchers) watcher(outputCode, event);
  }
}
