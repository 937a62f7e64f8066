import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { join } from 'node:path';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { EngineProcess } from './engine/engine-process';
import { DEFAULT_TIMING, type EngineTiming } from './engine/engine-timing';
import { OutcomeRelay } from './engine/outcome-relay';
import type { EngineConfig, LogLevel, OutputConfig } from './engine/protocol';
import { EngineWatchers } from './engine-watchers';
import {
  PlayoutEngine,
  PlayoutOutcomes,
  type EngineStatus,
  type EngineWatcher,
  type PlayoutCue,
} from './playout-engine';

/** Settings of the engines, and their own injection token. */
export abstract class PlayoutEngineOptions {
  abstract readonly outputs: readonly OutputConfig[];
  /** Absolute paths; made when missing. */
  abstract readonly directories: EngineConfig['directories'];
  /** IANA zone of the station. */
  abstract readonly timeZone: string;
  /** Absolute path of the attention chime. */
  abstract readonly chimeFile: string;
  abstract readonly liveSources: EngineConfig['liveSources'];
  /** Compiled entry of the engine process; by default the one built beside this file. */
  abstract readonly entryPath?: string;
  abstract readonly timing?: Partial<EngineTiming>;
}

/** File names come from codes and block names: nothing in them may lead out of the folder. */
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

interface Driven {
  readonly process: EngineProcess;
  readonly relay: OutcomeRelay;
}

/** One child process an output, so that neither this event loop nor another output's fault is ever heard. */
@Injectable()
export class ForkedPlayoutEngine extends PlayoutEngine implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(ForkedPlayoutEngine.name);
  private readonly engines: ReadonlyMap<string, Driven>;
  private readonly watchers = new EngineWatchers((isWanted) => {
    for (const { process } of this.engines.values()) process.meter(isWanted);
  });

  constructor(
    private readonly options: PlayoutEngineOptions,
    private readonly outcomes: PlayoutOutcomes,
    private readonly clock: Clock,
  ) {
    super();
    this.engines = new Map(options.outputs.map((output) => [output.code, this.engineFor(output)]));
  }

  onModuleInit(): void {
    for (const { process } of this.engines.values()) process.start();
  }

  /** Before the database closes: what the cut items came to is still to be written. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.drain();
  }

  override cue(outputCode: string, cue: PlayoutCue): Promise<void> {
    const engine = this.engines.get(outputCode);
    if (engine === undefined) return Promise.reject(new DomainError('outputUnknown', { output: outputCode }));
    if (!SAFE_NAME.test(cue.blockName))
      return Promise.reject(new DomainError('blockNameUnsafe', { name: cue.blockName }));
    return attempt(() => {
      engine.process.cue(cue, this.clock.now());
    });
  }

  override withdraw(outputCode: string, deliveryId: string): Promise<void> {
    return attempt(() => this.engines.get(outputCode)?.process.withdraw(deliveryId));
  }

  override holds(outputCode: string, deliveryId: string): boolean {
    const engine = this.engines.get(outputCode);
    return engine !== undefined && (engine.process.holds(deliveryId) || engine.relay.holds(deliveryId));
  }

  override status(): readonly EngineStatus[] {
    return [...this.engines.values()].map(({ process }) => process.status());
  }

  override watch(watcher: EngineWatcher, wish: { readonly levels: boolean }): () => void {
    return this.watchers.add(watcher, wish);
  }

  /** Takes no more cues, cuts what plays, and waits until the engines are gone and their outcomes are taken in. */
  async drain(): Promise<void> {
    await Promise.all(
      [...this.engines.values()].map(async ({ process, relay }) => {
        await process.stop();
        await relay.stop();
      }),
    );
  }

  private engineFor(output: OutputConfig): Driven {
    if (!SAFE_NAME.test(output.code)) throw new DomainError('outputCodeUnsafe', { output: output.code });
    const log = (level: LogLevel, message: string): void => {
      const text = `[${output.code}] ${message}`;
      if (level === 'info') this.logger.log(text);
      else this.logger[level](text);
    };
    const relay = new OutcomeRelay(output.code, this.outcomes, (error) => {
      log('error', `outcome not taken in: ${String(error)}`);
    });
    const { directories, timeZone, chimeFile, liveSources, entryPath, timing } = this.options;
    const process = new EngineProcess({
      entryPath: entryPath ?? join(__dirname, 'engine', 'main.js'),
      config: {
        output,
        directories,
        timeZone,
        chimeFile,
        liveSources,
        timing: { ...DEFAULT_TIMING, ...timing },
      },
      onLog: log,
      onEvent: (event) => {
        this.watchers.tell(output.code, event);
      },
      onOutcome: (outcome) => {
        relay.relay(outcome, () => {
          if (outcome.kind === 'ended') process.acknowledge(outcome.deliveryId);
        });
      },
    });
    return { process, relay };
  }
}

/** Runs at once; what it throws becomes a rejection. */
function attempt(work: () => void): Promise<void> {
  return new Promise((resolve) => {
    work();
    resolve();
  });
}
