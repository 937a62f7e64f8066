import { fork, type ChildProcess } from 'node:child_process';
import { DomainError, assertNever } from '../../domain/errors';
import { PLAYOUT_PCM } from '../../audio/playout-args';
import type { EngineEvent, EngineStatus, PlayoutCue, PlayoutOutcome } from '../playout-engine';
import { HangWatch } from './hang-watch';
import type { CurrentItem, EngineConfig, FromEngine, LogLevel, ToEngine } from './protocol';

const RESTART_MS = { first: 250, longest: 10_000 } as const;
/** An engine that lived this long was healthy: its next death is a new one. */
const HEALTHY_MS = 10_000;
/** An engine's own drain ends sooner. */
const STOP_TIMEOUT_MS = 3_000;
/** The engine holds a few seconds of PCM and no data model: a leak shows here long before it hurts the machine. */
const ENGINE_HEAP = ['--max-old-space-size=64', '--max-semi-space-size=1'];

export interface EngineProcessOptions {
  readonly entryPath: string;
  readonly config: EngineConfig;
  readonly onOutcome: (outcome: PlayoutOutcome) => void;
  readonly onEvent: (event: EngineEvent) => void;
  readonly onLog: (level: LogLevel, message: string) => void;
}

type CueMessage = Extract<ToEngine, { kind: 'cue' }>;

/**
 * The service's end of one engine: forks it, starts it again when it dies, and hands it its cues again, since the engine
 * itself knows from its journal which of them it may still play.
 */
export class EngineProcess {
  private child: ChildProcess | null = null;
  private state: 'starting' | 'ready' | 'down' = 'down';
  private readonly cues = new Map<string, CueMessage>();
  /** Withdrawals to pass on once the engine is ready, so that each still ends with an outcome. */
  private readonly withdrawn = new Set<string>();
  private current: CurrentItem | null = null;
  private isLinkUp = true;
  private wantsLevels = false;
  /** Cued items whose beginning was told; an engine that is started again tells it again. */
  private readonly begun = new Set<string>();
  private deaths = 0;
  private isStopping = false;
  private restartTimer: NodeJS.Timeout | null = null;

  constructor(private readonly options: EngineProcessOptions) {}

  start(): void {
    const bornAt = performance.now();
    // No exec arguments of this process (debuggers, loaders) are meant for the engine.
    // Passwords of outputs reach it through the environment.
    // A session of its own: Ctrl-C at a terminal is for the service, which drains its engines in order, and precedence
    // is by session.
    const options = { execArgv: ENGINE_HEAP, env: process.env, detached: true };
    const child = fork(this.options.entryPath, [JSON.stringify(this.options.config)], options);
    this.child = child;
    this.state = 'starting';
    const watch = new HangWatch(this.options.config.timing.hungAfterMs, () => {
      this.options.onLog('error', 'engine hangs and is killed');
      child.kill('SIGKILL');
    });
    child.on('message', (message) => {
      watch.heard();
      this.hear(message as FromEngine);
    });
    child.once('error', (error) => {
      this.options.onLog('error', `engine process: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      watch.stop();
      this.onExit(signal ?? String(code), performance.now() - bornAt);
    });
  }

  /** @throws DomainError engineDown while the engine is being started again. */
  cue(cue: PlayoutCue, commandedAt: number): void {
    if (this.state === 'down') throw new DomainError('engineDown', { output: this.options.config.output.code });
    if (this.cues.has(cue.deliveryId)) return;
    const message: CueMessage = { kind: 'cue', cue, commandedAt };
    this.cues.set(cue.deliveryId, message);
    if (this.state === 'ready') this.tell(message);
  }

  withdraw(deliveryId: string): void {
    if (this.state === 'ready') this.tell({ kind: 'withdraw', deliveryId });
    else this.withdrawn.add(deliveryId);
  }

  meter(isWanted: boolean): void {
    this.wantsLevels = isWanted;
    if (this.state === 'ready') this.tell({ kind: 'meter', isWanted });
  }

  holds(deliveryId: string): boolean {
    return this.cues.has(deliveryId);
  }

  acknowledge(deliveryId: string): void {
    this.tell({ kind: 'acknowledge', deliveryId });
  }

  status(): EngineStatus {
    const outputCode = this.options.config.output.code;
    if (this.state !== 'ready') return { outputCode, state: this.state, current: null };
    const cue = this.current === null ? undefined : this.cues.get(this.current.deliveryId)?.cue;
    if (this.current === null || cue === undefined)
      return { outputCode, state: this.isLinkUp ? 'idle' : 'reconnecting', current: null };
    const { deliveryId, airingId, title, priority, frames } = cue;
    const positionSeconds = this.current.frames / PLAYOUT_PCM.sampleRate;
    const durationSeconds = frames / PLAYOUT_PCM.sampleRate;
    const current = { deliveryId, airingId, title, priority, positionSeconds, durationSeconds };
    return { outputCode, state: 'onAir', current };
  }

  /** Lets the engine cut its item and finish its files; kills it when it takes too long. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.restartTimer !== null) clearTimeout(this.restartTimer);
    const { child } = this;
    if (child === null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    this.tell({ kind: 'drain' });
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
  }

  private hear(message: FromEngine): void {
    switch (message.kind) {
      case 'ready':
        this.state = 'ready';
        for (const cue of this.cues.values()) this.tell(cue);
        for (const deliveryId of this.withdrawn) this.tell({ kind: 'withdraw', deliveryId });
        this.withdrawn.clear();
        if (this.wantsLevels) this.tell({ kind: 'meter', isWanted: true });
        this.changed();
        return;
      case 'outcome':
        this.noteOutcome(message.outcome);
        return;
      case 'alive':
        return;
      case 'position':
        this.current = message.current;
        this.changed();
        return;
      case 'level':
        this.current = message.current;
        this.options.onEvent({ kind: 'level', level: message.level });
        return;
      case 'link':
        this.isLinkUp = message.isUp;
        this.changed();
        return;
      case 'underrun':
        this.options.onEvent({ kind: 'underrun' });
        return;
      case 'log':
        this.options.onLog(message.level, message.message);
        return;
      default:
        assertNever(message);
    }
  }

  private noteOutcome(outcome: PlayoutOutcome): void {
    this.tellOf(outcome);
    if (outcome.kind === 'ended') this.cues.delete(outcome.deliveryId);
    this.options.onOutcome(outcome);
  }

  /** Of the items that this process has cued: what an earlier one left behind was told in its time. */
  private tellOf(outcome: PlayoutOutcome): void {
    const cue = this.cues.get(outcome.deliveryId)?.cue;
    if (cue === undefined) return;
    if (outcome.kind === 'ended') {
      this.begun.delete(cue.deliveryId);
      this.options.onEvent({ kind: 'ended', endReason: outcome.endReason });
    } else if (outcome.kind === 'started' && cue.priority !== 'FILLER' && !this.begun.has(cue.deliveryId)) {
      this.begun.add(cue.deliveryId);
      const onsetErrorMs = outcome.start - cue.plannedStart;
      this.options.onEvent({ kind: 'started', priority: cue.priority, onsetErrorMs });
    }
  }

  private changed(): void {
    this.options.onEvent({ kind: 'changed' });
  }

  private onExit(how: string, livedMs: number): void {
    this.child = null;
    this.state = 'down';
    this.current = null;
    this.isLinkUp = true;
    this.options.onEvent({ kind: 'level', level: null });
    if (this.isStopping) return;
    if (livedMs > HEALTHY_MS) this.deaths = 0;
    const delayMs = Math.min(RESTART_MS.longest, RESTART_MS.first * 2 ** this.deaths);
    this.deaths += 1;
    this.options.onLog('error', `engine died (${how}); starting again in ${delayMs} ms`);
    this.restartTimer = setTimeout(() => {
      this.start();
    }, delayMs);
  }

  private tell(message: ToEngine): void {
    // An engine that is dying does not hear it; its exit leads to a restart, which hands the cues over again.
    this.child?.send(message, () => undefined);
  }
}
