import { join } from 'node:path';
import { assertNever } from '../../domain/errors';
import type { PlayoutCue } from '../playout-engine';
import { AirCheck } from './air-check';
import { Engine } from './engine';
import { SystemEngineClock } from './engine-clock';
import { loadChime } from './chime';
import { claimOutput } from './engine-lock';
import { FileOutput } from './file.output';
import { Journal } from './journal';
import { keepAllUnfinished } from './mp3-recording';
import { OnAirStream } from './on-air-stream';
import type { OutputBlock } from './output';
import type { EngineConfig, FromEngine, ToEngine } from './protocol';

const TRANSMISSION_KBPS = 96;
const AIR_CHECK_KBPS = 48;
const ON_AIR_TICK_MS = 20;
/** Shorter than the engine mixes ahead: the stream that an emergency opens at any moment never runs dry. */
const IDLE_TICK_MS = 100;

/** Entry of an engine process: one output, driven over the IPC channel of the process that forked it. */
async function main(config: EngineConfig): Promise<void> {
  process.on('disconnect', leave);
  const clock = new SystemEngineClock();
  const recordings = join(config.directories.recordings, config.output.code);
  const airChecks = join(config.directories.airChecks, config.output.code);
  await claimOutput(join(config.directories.journal, `${config.output.code}.lock`));
  await keepAllUnfinished(recordings);
  const journal = await Journal.open(join(config.directories.journal, `${config.output.code}.jsonl`), clock.wallMs());
  const warn = (message: string): void => {
    report({ kind: 'log', level: 'warn', message });
  };
  await keepAllUnfinished(airChecks).catch((error: unknown) => {
    warn(`air-checks cannot be kept: ${String(error)}`);
  });
  const { timing } = config;
  const openStream = (first: PlayoutCue): Promise<OnAirStream> => {
    const airCheck = new AirCheck({ directory: airChecks, bitrateKbps: AIR_CHECK_KBPS }, (problem) => {
      warn(`air-check lost: ${problem}`);
    });
    const onUnderrun = (behindMs: number): void => {
      warn(`the stream ran dry for ${behindMs.toFixed(0)} ms`);
    };
    const output = new FileOutput({ directory: recordings, bitrateKbps: TRANSMISSION_KBPS });
    return OnAirStream.open({ output, airCheck, block: blockOf(first, config.timeZone), onUnderrun }, clock, timing);
  };
  const chime = await loadChime(config.chimeFile).catch((error: unknown) => {
    warn(`emergencies go without their chime, which cannot be decoded: ${String(error)}`);
    return Buffer.alloc(0);
  });
  const engine = new Engine({ clock, journal, timing, chime, openStream, report });
  obey(engine);
  await engine.start();
  keepTicking(engine);
}

function blockOf(cue: PlayoutCue, timeZone: string): OutputBlock {
  // The Canadian form of a date is the ISO one.
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(cue.plannedStart);
  return { name: cue.blockName, date, title: cue.title };
}

function obey(engine: Engine): void {
  process.on('message', (message) => {
    const command = message as ToEngine;
    switch (command.kind) {
      case 'cue':
        engine.cue(command.cue, command.commandedAt);
        return;
      case 'withdraw':
        engine.withdraw(command.deliveryId);
        return;
      case 'acknowledge':
        engine.acknowledge(command.deliveryId);
        return;
      case 'drain':
        drainAndExit(engine);
        return;
      default:
        assertNever(command);
    }
  });
  // The service is gone: nobody could stop this output any more, so it stops itself.
  process.removeListener('disconnect', leave).on('disconnect', () => {
    drainAndExit(engine);
  });
  process.on('SIGTERM', () => {
    drainAndExit(engine);
  });
  // Ctrl-C reaches the whole terminal; the service drains its engines itself.
  process.on('SIGINT', () => undefined);
}

function leave(): void {
  process.exit(0);
}

let isExiting = false;

function drainAndExit(engine: Engine): void {
  if (isExiting) return;
  isExiting = true;
  engine
    .drain(() => process.connected)
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
}

function keepTicking(engine: Engine): void {
  setTimeout(
    () => {
      engine.tick();
      keepTicking(engine);
    },
    engine.isOnAir ? ON_AIR_TICK_MS : IDLE_TICK_MS,
  );
}

function report(message: FromEngine): void {
  // Once the channel is gone the journal keeps what there is to tell.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

main(JSON.parse(process.argv[2] ?? '') as EngineConfig).catch((error: unknown) => {
  const last: FromEngine = { kind: 'log', level: 'error', message: `engine cannot start: ${String(error)}` };
  process.send?.(last, undefined, undefined, () => process.exit(1));
});
