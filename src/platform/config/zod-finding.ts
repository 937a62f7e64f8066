import type { z } from 'zod';
import { oneOf, showFound, type Allowed, type Finding } from './config-error';

/** Custom checks put what they take into `params.allowed`; see `fields.ts`. */
interface CustomParams {
  readonly allowed: Allowed;
}

/**
 * Passed to `safeParse({ error })`: zod's unknown-key issue does not say which keys exist, so its message is
 * made to carry them, comma-separated, for `findingsOf`.
 */
export const unknownKeyNamesKnownOnes: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const shape = (issue.inst as z.core.$ZodObject | undefined)?._zod.def.shape ?? {};
  return Object.keys(shape).join(',');
};

/** The findings of one zod issue: several for an object with several unknown keys, else one. */
export function findingsOf(issue: z.core.$ZodIssue, data: unknown): readonly Finding[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(path, key, issue.message.split(',')));
  }
  return [{ path, found: showFound(valueAt(data, path)), allowed: allowedBy(issue), at: 'value' }];
}

function unknownKey(path: Finding['path'], key: string, known: readonly string[]): Finding {
  const meant = closest(key, known);
  const keys = known.join(', ');
  return {
    path: [...path, key],
    found: showFound(key),
    allowed: {
      vi: `các khóa ${keys}${meant === undefined ? '' : ` (có phải ý là "${meant}"?)`}`,
      en: `the keys ${keys}${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`,
    },
    at: 'key',
  };
}

const TYPE_WORDS: Readonly<Record<string, Allowed>> = {
  string: { vi: 'chữ', en: 'text' },
  number: { vi: 'số', en: 'a number' },
  int: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'true hoặc false', en: 'true or false' },
  array: { vi: 'danh sách', en: 'a list' },
  tuple: { vi: 'danh sách', en: 'a list' },
  object: { vi: 'nhóm các mục "khóa: giá trị"', en: 'a group of "key: value" entries' },
};

const FORMAT_WORDS: Readonly<Record<string, Allowed>> = {
  uuid: { vi: 'mã định danh (UUID)', en: 'an identifier (UUID)' },
  datetime: { vi: 'ngày giờ như 2026-11-22T05:30:00+07:00', en: 'date and time like 2026-11-22T05:30:00+07:00' },
  date: { vi: 'ngày như 2026-11-22', en: 'a date like 2026-11-22' },
  url: { vi: 'địa chỉ URL', en: 'a URL' },
};

function formatOf({ format, pattern, message }: z.core.$ZodIssueInvalidStringFormat): Allowed {
  // A schema that says what it takes knows best.
  const isSaid = !message.startsWith('Invalid ');
  if (isSaid || (FORMAT_WORDS[format] === undefined && pattern === undefined)) return { vi: message, en: message };
  return FORMAT_WORDS[format] ?? { vi: `chữ theo mẫu ${String(pattern)}`, en: `text like ${String(pattern)}` };
}

function allowedBy(issue: z.core.$ZodIssue): Allowed {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? { vi: issue.expected, en: issue.expected };
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return oneOf('options' in issue ? (issue.options ?? []) : []);
    case 'invalid_format':
      return formatOf(issue);
    case 'too_small':
      return limit(issue.origin, Number(issue.minimum), issue.inclusive === true ? 'min' : 'above');
    case 'too_big':
      return limit(issue.origin, Number(issue.maximum), issue.inclusive === true ? 'max' : 'below');
    case 'custom':
      return (issue.params as CustomParams | undefined)?.allowed ?? { vi: issue.message, en: issue.message };
    default:
      return { vi: issue.message, en: issue.message };
  }
}

const LIMIT_WORDS: Readonly<Record<'min' | 'above' | 'max' | 'below', Allowed>> = {
  min: { vi: 'từ', en: 'at least' },
  above: { vi: 'lớn hơn', en: 'more than' },
  max: { vi: 'không quá', en: 'at most' },
  below: { vi: 'nhỏ hơn', en: 'less than' },
};

function limit(origin: string, bound: number, side: keyof typeof LIMIT_WORDS): Allowed {
  const { vi, en } = LIMIT_WORDS[side];
  const upwards = side === 'min' ? ' trở lên' : '';
  if (origin === 'string') {
    return { vi: `chữ ${vi} ${String(bound)} ký tự${upwards}`, en: `text of ${en} ${String(bound)} character(s)` };
  }
  if (origin === 'array') {
    return { vi: `danh sách ${vi} ${String(bound)} mục${upwards}`, en: `a list of ${en} ${String(bound)} item(s)` };
  }
  return { vi: `số ${vi} ${String(bound)}${upwards}`, en: `a number of ${en} ${String(bound)}` };
}

/** The value at a path, undefined where the path leaves the data. */
function valueAt(data: unknown, path: Finding['path']): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string | number, unknown>>)[step]
        : undefined,
    data,
  );
}

const FURTHEST_SUGGESTION_EDITS = 2;

function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= FURTHEST_SUGGESTION_EDITS ? best.candidate : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
