import type { LoggerService } from '@nestjs/common';
import { pino, type Level, type Logger as Pino } from 'pino';

/** Everything from this level up is written. */
const LOG_LEVEL: Level = 'info';

/** Nest's list of modules and routes at every start tells staff nothing. */
const NOISE: ReadonlySet<unknown> = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

const HIDDEN = ['authorization', 'cookie', 'password', 'token', '*.authorization', '*.cookie', '*.password', '*.token'];

/** Nest's logger, one JSON object a line; one readable line each when a person watches in a terminal. */
export class PinoLogger implements LoggerService {
  private readonly pino: Pino;

  /** @param out stdout for the service; stderr where stdout carries an answer (the command line) */
  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.pino = pino(
      { level: LOG_LEVEL, redact: HIDDEN, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      { write: (line: string) => out.write(out.isTTY ? readable(line) : line) },
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    if (!NOISE.has(rest.at(-1))) this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    // A start that fails is explained in words by whoever started it.
    if (rest.at(-1) !== 'ExceptionHandler') this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest passes its context last, and an error's stack before it. */
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const details = rest.slice(0, -1).filter((detail) => detail !== undefined);
    const facts = { ...(context === undefined ? {} : { context }), ...(details.length === 0 ? {} : { details }) };
    if (message instanceof Error) this.pino[level]({ ...facts, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.pino[level]({ ...facts, ...message });
    else this.pino[level](facts, String(message));
  }
}

interface LogLine {
  readonly time: string;
  readonly level: number;
  readonly context?: string;
  readonly msg?: string;
  readonly details?: readonly unknown[];
  readonly err?: { readonly stack?: string };
}

/** "05:30:00 WARN  Airings  message" */
function readable(line: string): string {
  const { time, level, context = '', msg = '', details = [], err } = JSON.parse(line) as LogLine;
  const label = (pino.levels.labels[level] ?? '').toUpperCase().padEnd(5);
  const clock = new Date(time).toLocaleTimeString('en-GB');
  const tail = [...details, ...(err?.stack === undefined ? [] : [err.stack])].map((detail) =>
    typeof detail === 'string' ? `\n  ${detail}` : `\n  ${JSON.stringify(detail)}`,
  );
  return `${clock} ${label} ${context}  ${msg}${tail.join('')}\n`;
}
