import type { EngineEvent, EngineWatcher } from './playout-engine';

/** Who watches the engines. Levels are measured only while one of them wants them. */
export class EngineWatchers {
  private readonly watchers = new Map<EngineWatcher, { readonly levels: boolean }>();

  constructor(private readonly onLevelsWanted: (isWanted: boolean) => void) {}

  get wantLevels(): boolean {
    return [...this.watchers.values()].some(({ levels }) => levels);
  }

  /** @returns how to stop watching */
  add(watcher: EngineWatcher, wish: { readonly levels: boolean }): () => void {
    this.change(() => this.watchers.set(watcher, wish));
    return () => {
      this.change(() => this.watchers.delete(watcher));
    };
  }

  tell(outputCode: string, event: EngineEvent): void {
    for (const watcher of this.watchers.keys()) watcher(outputCode, event);
  }

  private change(work: () => void): void {
    const before = this.wantLevels;
    work();
    if (this.wantLevels !== before) this.onLevelsWanted(this.wantLevels);
  }
}
