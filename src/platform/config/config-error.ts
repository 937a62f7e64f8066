import { DomainError } from '../../domain/errors';

export type Language = 'vi' | 'en';
export type ConfigErrorCode = 'planInvalid' | 'configInvalid';

/** What a place takes, worded to end the sentence "chỉ nhận …" / "takes only …". */
export type Allowed = Readonly<Record<Language, string>>;

/** A fault in the data, before it is located in its file. */
export interface Finding {
  readonly path: readonly (string | number)[];
  /** The value as JSON, shortened; null when nothing is there. */
  readonly found: string | null;
  readonly allowed: Allowed;
  /** Whether the key itself or its value is at fault. */
  readonly at: 'key' | 'value';
}

/** A located fault. `line` and `column` count from 1; `path` reads "programmes[2].cadence.kind", "" for the whole file. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly found: string | null;
  readonly allowed: Allowed;
}

/** A configuration or plan file that is refused; `problems` holds every fault found, in file order. */
export class ConfigError extends DomainError {
  readonly problems: readonly Problem[];

  constructor(code: ConfigErrorCode, file: string, problems: readonly Problem[], options?: ErrorOptions) {
    const inFileOrder = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    super(code, { file, problemCount: problems.length, problems: describeProblems(inFileOrder, 'en') }, options);
    this.name = 'ConfigError';
    this.problems = inFileOrder;
  }
}

/** One line per problem, for people. */
export function describeProblems(problems: readonly Problem[], language: Language): string {
  return problems.map((problem) => describeProblem(problem, language)).join('\n');
}

function describeProblem({ file, line, path, found, allowed }: Problem, language: Language): string {
  switch (language) {
    case 'vi': {
      const place = `${file}, dòng ${String(line)}${path === '' ? '' : `, mục ${path}`}`;
      return found === null ? `${place}: thiếu, cần ${allowed.vi}` : `${place}: gặp ${found}, chỉ nhận ${allowed.vi}`;
    }
    case 'en': {
      const place = `${file}, line ${String(line)}${path === '' ? '' : `, at ${path}`}`;
      return found === null
        ? `${place}: missing, needs ${allowed.en}`
        : `${place}: found ${found}, takes only ${allowed.en}`;
    }
  }
}

const LONGEST_SHOWN_CHARACTERS = 60;

/** The value as JSON in at most 60 characters; null for an absent one. */
export function showFound(value: unknown): string | null {
  if (value === undefined) return null;
  // By code points, so that a letter outside the basic plane is not cut in two.
  const characters = Array.from(JSON.stringify(value));
  return characters.length <= LONGEST_SHOWN_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, LONGEST_SHOWN_CHARACTERS - 1).join('')}…`;
}

/** `"a", "b" hoặc "c"` / `"a", "b" or "c"`. */
export function oneOf(values: readonly unknown[]): Allowed {
  const shown = values.map((value) => JSON.stringify(value));
  const head = shown.slice(0, -1).join(', ');
  const last = shown.at(-1) ?? '';
  return head === '' ? { vi: last, en: last } : { vi: `${head} hoặc ${last}`, en: `${head} or ${last}` };
}
