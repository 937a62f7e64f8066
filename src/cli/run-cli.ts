import { parseArgs } from 'node:util';
import { backup } from './backup.command';
import { Invocation, UsageError, type Command, type ExitCode, type Io } from './command';
import { explain } from './explain';
import { logVerify } from './log-verify.command';
import { normalise } from './normalise.command';
import { passwordReset } from './password-reset.command';
import { planCheck } from './plan-check.command';
import { planClone } from './plan-clone.command';
import { planExpand } from './plan-expand.command';
import { planImport } from './plan-import.command';
import { reportMonth } from './report-month.command';
import { restore } from './restore.command';
import { tokenCreate } from './token-create.command';
import { usageOf } from './usage';

const COMMANDS: readonly Command[] = [
  normalise,
  planCheck,
  planExpand,
  planClone,
  planImport,
  reportMonth,
  tokenCreate,
  passwordReset,
  logVerify,
  backup,
  restore,
];

/**
 * Runs one command. DATA_DIR and CONFIG_DIR come from process.env, as for the service.
 * @param argv without node and the script: ["plan", "check", "plan.yaml"]
 */
export async function runCli(argv: readonly string[], io: Io): Promise<ExitCode> {
  if (argv.length > 0 && (argv[0] === 'help' || wantsHelp(argv))) {
    io.out(usageOf(mentioned(argv)));
    return 0;
  }
  try {
    const command = commandOf(argv);
    return await command.run(parse(command, argv.slice(command.name.split(' ').length), io));
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.sentence.vi}\n${error.sentence.en}\n\n${usageOf(mentioned(argv))}`);
      return 2;
    }
    io.err(io.signal.aborted ? 'Đã dừng theo yêu cầu.\nStopped on request.\n' : `${explain(error)}\n`);
    return 1;
  }
}

function wantsHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

/** The command that was named; else those that begin alike ("plan …"); else all of them. */
function mentioned(argv: readonly string[]): readonly Command[] {
  const words = argv[0] === 'help' ? argv.slice(1) : argv;
  const exact = COMMANDS.filter(({ name }) => isNamedBy(name, words));
  const alike = COMMANDS.filter(({ name }) => name.split(' ')[0] === words[0]);
  return [exact, alike, COMMANDS].find((some) => some.length > 0) ?? COMMANDS;
}

function commandOf(argv: readonly string[]): Command {
  const command = COMMANDS.find(({ name }) => isNamedBy(name, argv));
  if (command !== undefined) return command;
  if (argv.length === 0) throw new UsageError({ vi: 'Thiếu tên lệnh.', en: 'No command was given.' });
  const typed = argv.slice(0, mentioned(argv) === COMMANDS ? 1 : 2).join(' ');
  throw new UsageError({ vi: `Không có lệnh "${typed}".`, en: `There is no command "${typed}".` });
}

function isNamedBy(name: string, words: readonly string[]): boolean {
  return name.split(' ').every((part, index) => words[index] === part);
}

function parse(command: Command, args: readonly string[], io: Io): Invocation {
  const names = [...Object.entries(command.options), ['json', 'boolean'] as const];
  const options = Object.fromEntries(names.map(([name, type]) => [name, { type }]));
  const { values, positionals } = understood(() =>
    parseArgs({ args: [...args], options, allowPositionals: true, strict: true }),
  );
  const { min, max } = command.operandCount;
  if (positionals.length < min) throw new UsageError({ vi: 'Thiếu tham số.', en: 'An argument is missing.' });
  if (positionals.length > max) {
    const extra = String(positionals[max]);
    throw new UsageError({ vi: `Thừa tham số "${extra}".`, en: `"${extra}" is one argument too many.` });
  }
  return new Invocation(positionals, values, io);
}

/** Node words its complaints in English only; the option's name is in the first quotes. */
function understood<T>(parsing: () => T): T {
  try {
    return parsing();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const option = /'(-[^' ]*)/.exec(message)?.[1] ?? '';
    const isUnknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    throw new UsageError(
      isUnknown
        ? { vi: `Không có tùy chọn "${option}".`, en: `There is no option "${option}".` }
        : { vi: `Tùy chọn "${option}" viết chưa đúng.`, en: `The option "${option}" is not written correctly.` },
    );
  }
}
