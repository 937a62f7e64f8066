import { resolve } from 'node:path';
import type { Allowed } from '../platform/config/config-error';

/** What a command may touch of its process besides files and environment variables. */
export interface Io {
  /** The answer. */
  readonly out: (text: string) => void;
  /** Everything that is said beside the answer. */
  readonly err: (text: string) => void;
  /** Relative paths start here. */
  readonly cwd: string;
  /** Aborted when the command is to stop and leave nothing half done. */
  readonly signal: AbortSignal;
}

/** 0 done, 1 failed, 2 not understood. */
export type ExitCode = 0 | 1 | 2;

/** One call of a command, its operands and options checked. */
export class Invocation {
  constructor(
    readonly operands: readonly string[],
    private readonly options: Readonly<Record<string, string | boolean | undefined>>,
    readonly io: Io,
  ) {}

  /** Whether the answer is JSON alone. */
  get json(): boolean {
    return this.has('json');
  }

  has(flag: string): boolean {
    return this.options[flag] === true;
  }

  option(name: string): string | undefined {
    const value = this.options[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** An option that the command cannot do without. @throws UsageError */
  required(name: string): string {
    const value = this.option(name);
    if (value === undefined) throw new UsageError({ vi: `thiếu --${name}`, en: `--${name} is missing` });
    return value;
  }

  /** The operand at this place; `run-cli` has counted them. */
  operand(index: number): string {
    return this.operands[index] ?? '';
  }

  /** Absolute. */
  path(typed: string): string {
    return resolve(this.io.cwd, typed);
  }

  /** Gives the answer: JSON alone, or lines for people. */
  answer(data: unknown, lines: readonly string[]): void {
    this.io.out(this.json ? `${JSON.stringify(data)}\n` : `${lines.join('\n')}\n`);
  }
}

export interface Command {
  /** "plan check". */
  readonly name: string;
  /** What stands behind the name in the usage, "FILE [--json]". */
  readonly synopsis: string;
  readonly help: Allowed;
  /** Besides --json, which every command takes. */
  readonly options: Readonly<Record<string, 'string' | 'boolean'>>;
  readonly operandCount: { readonly min: number; readonly max: number };
  run(invocation: Invocation): Promise<ExitCode>;
}

/** The command line itself cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(readonly sentence: Allowed) {
    super(sentence.en);
  }
}
