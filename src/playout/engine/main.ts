import { join } from 'node:path';
import { assertNever } from '../../domain/errors';
import type { PlayoutCue } from '../playout-engine';
import { MixAirCheck } from './air-check';
import { asHeard, cueEarlier } from './calibration';
import { Engine } from './engine';
import { SystemEngineClock, type EngineClock } from './engine-clock';
import { loadChime } from './chime';
import { claimOutput } from './engine-lock';
import { HEARTBEAT_MS } from './hang-watch';
import { Journal } from './journal';
import { keepAllUnfinished } from './mp3-recording';
import { OnAirStream } from './on-air-stream';
import { outputMaker } from './output-maker';
import type { OutputBlock } from './output-block';
import { takePrecedence } from '../../platform/precedence';
import type { EngineConfig, FromEngine, LogLevel, ToEngine } from './protocol';

const AIR_CHECK_KBPS = 48;
const ON_AIR_TICK_MS = 20;
/** Shorter than the engine mixes ahead: the stream that an emergency opens at any moment never runs dry. */
const IDLE_TICK_MS = 100;

/** Entry of an engine process: one output, driven over the IPC channel of the process that forked it. */
async function main(config: EngineConfig): Promise<void> {
  process.on('disconnect', leave);
  setInterval(() => {
    report({ kind: 'alive' });
  }, HEARTBEAT_MS);
  const refusal = takePrecedence();
  if (refusal !== null) log('info', `no precedence, a busy machine may be heard: ${refusal}`);
  const { output, timing, directories } = config;
  const clock = new SystemEngineClock();
  const folders = {
    recordings: join(directories.recordings, output.code),
    airChecks: join(directories.airChecks, output.code),
  };
  await claimOutput(join(directories.journal, `${output.code}.lock`));
  await keepAllUnfinished(folders.recordings);
  const journal = await Journal.open(join(directories.journal, `${output.code}.jsonl`), clock.wallMs());
  await keepAllUnfinished(folders.airChecks).catch((error: unknown) => {
    log('warn', `air-checks cannot be kept: ${String(error)}`);
  });
  const chime = await loadChime(config.chimeFile).catch((error: unknown) => {
    log('warn', `emergencies go without their chime, which cannot be decoded: ${String(error)}`);
    return Buffer.alloc(0);
  });
  const engine = new Engine({
    clock,
    journal,
    timing,
    chime,
    liveSources: config.liveSources,
    openStream: streamOpener(config, folders, clock),
    report: (message) => {
      const isOutcome = message.kind === 'outcome';
      report(isOutcome ? { ...message, outcome: asHeard(message.outcome, output.calibrationMs) } : message);
    },
  });
  obey(engine, output.calibrationMs);
  await engine.start();
  keepTicking(engine);
}

interface Folders {
  readonly recordings: string;
  readonly airChecks: string;
}

function streamOpener(
  { output, timing, timeZone }: EngineConfig,
  { recordings, airChecks }: Folders,
  clock: EngineClock,
): (first: PlayoutCue) => Promise<OnAirStream> {
  const makeOutput = outputMaker(output, { recordings, clock, log, report });
  const onUnderrun = (behindMs: number): void => {
    log('warn', `the stream ran dry for ${behindMs.toFixed(0)} ms`);
    report({ kind: 'underrun' });
  };
  const onLoss = (problem: string): void => {
    log('warn', `air-check lost: ${problem}`);
  };
  const recorded = { directory: airChecks, bitrateKbps: AIR_CHECK_KBPS };
  return (first) => {
    const output = makeOutput();
    const airCheck = output.returnPath?.(recorded, onLoss) ?? new MixAirCheck(recorded, onLoss);
    return OnAirStream.open({ output, airCheck, block: blockOf(first, timeZone), onUnderrun }, clock, timing);
  };
}

function blockOf(cue: PlayoutCue, timeZone: string): OutputBlock {
  // The Canadian form of a date is the ISO one.
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(cue.plannedStart);
  return { name: cue.blockName, date, title: cue.title };
}

function obey(engine: Engine, calibrationMs: number): void {
  process.on('message', (message) => {
    const command = message as ToEngine;
    switch (command.kind) {
      case 'cue':
        engine.cue(cueEarlier(command.cue, calibrationMs), command.commandedAt);
        return;
      case 'withdraw':
        engine.withdraw(command.deliveryId);
        return;
      case 'acknowledge':
        engine.acknowledge(command.deliveryId);
        return;
      case 'meter':
        engine.meter(command.isWanted);
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

function log(level: LogLevel, message: string): void {
  report({ kind: 'log', level, message });
}

function report(message: FromEngine): void {
  // Once the channel is gone the journal keeps what there is to tell.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

main(JSON.parse(process.argv[2] ?? '') as EngineConfig).catch((error: unknown) => {
  const last: FromEngine = { kind: 'log', level: 'error', message: `engine cannot start: ${String(error)}` };
  process.send?.(last, undefined, undefined, () => process.exit(1));
});
