import { readFileSync } from 'node:fs';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { ConfigError, showFound, type ConfigErrorCode, type Finding, type Problem } from './config-error';
import { findingsOf, unknownKeyNamesKnownOnes } from './zod-finding';

/** The text of a file. Throws ConfigError, naming the file, when it cannot be read. */
export function readText(path: string, code: ConfigErrorCode): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    const allowed = { vi: 'một tệp đọc được', en: 'a readable file' };
    throw new ConfigError(code, path, [{ file: path, line: 1, column: 1, path: '', found: reason, allowed }], {
      cause,
    });
  }
}

/**
 * Checks YAML 1.2 text against a schema. All text comes out as Unicode NFC.
 * @param file the name that problems carry
 * @param furtherChecks checks that need the whole value; they run only when the schema holds
 * @throws ConfigError with every problem of the first failing stage: syntax, then characters and schema, then these
 */
export function parseYaml<T>(
  source: string,
  file: string,
  schema: z.ZodType<T>,
  code: ConfigErrorCode,
  furtherChecks: (value: T) => readonly Finding[] = () => [],
): T {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const refuse = (problems: readonly Problem[]): void => {
    if (problems.length > 0) throw new ConfigError(code, file, problems);
  };
  const locate = (finding: Finding): Problem => {
    const { line, col } = lines.linePos(offsetOf(document, finding));
    return { file, line, column: col, path: pathText(finding.path), found: finding.found, allowed: finding.allowed };
  };

  refuse(syntaxProblems(document, lines, file, source));
  const characterFindings: Finding[] = [];
  const data = normalise(document.toJS(), [], characterFindings);
  const result = schema.safeParse(data, { error: unknownKeyNamesKnownOnes });
  const schemaFindings = result.error?.issues.flatMap((issue) => findingsOf(issue, data)) ?? [];
  refuse([...characterFindings, ...schemaFindings].map(locate));
  const value = result.data as T;
  refuse(furtherChecks(value).map(locate));
  return value;
}

function syntaxProblems(document: Document, lines: LineCounter, file: string, source: string): readonly Problem[] {
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    offset: fault.pos[0],
    vi: fault.code === 'DUPLICATE_KEY' ? 'mỗi khóa một lần' : `YAML đúng cú pháp (${fault.message})`,
    en: fault.code === 'DUPLICATE_KEY' ? 'each key once' : `well-formed YAML (${fault.message})`,
  }));
  // An alias would make one line answer for several places, and can blow up a small file.
  visit(document, {
    Alias: (_, node) => {
      faults.push({
        offset: node.range?.[0] ?? 0,
        vi: 'giá trị viết thẳng, không dùng bí danh *',
        en: 'values written out, no * aliases',
      });
    },
  });
  const sourceLines = source.split('\n');
  return faults.map(({ offset, vi, en }) => {
    const { line, col } = lines.linePos(offset);
    const found = showFound(sourceLines[line - 1]?.trim() ?? '');
    return { file, line, column: col, path: '', found, allowed: { vi, en } };
  });
}

// C0 and C1 controls other than tab and line feed, bidirectional overrides, and stray byte-order marks.
const REFUSED_CHARACTERS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/u;

/** A copy with every string in NFC; strings holding refused characters are added to `findings`. */
function normalise(value: unknown, path: Finding['path'], findings: Finding[]): unknown {
  if (typeof value === 'string') {
    if (REFUSED_CHARACTERS.test(value)) {
      const allowed = { vi: 'chữ không có ký tự điều khiển', en: 'text without control characters' };
      findings.push({ path, found: showFound(value), allowed, at: 'value' });
    }
    return value.normalize('NFC');
  }
  if (Array.isArray(value)) return value.map((item, index) => normalise(item, [...path, index], findings));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, normalise(item, [...path, key], findings)]),
    );
  }
  return value;
}

/** Where a finding stands in the source; what is missing stands where its nearest existing parent does. */
function offsetOf(document: Document, { path, at }: Finding): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const [depth, step] of path.entries()) {
    if (isNode(node)) offset = node.range?.[0] ?? offset;
    if (isSeq(node)) node = node.items[Number(step)];
    else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      node = at === 'key' && depth === path.length - 1 ? pair?.key : (pair?.value ?? pair?.key);
    } else return offset;
  }
  return isNode(node) && !isAlias(node) ? (node.range?.[0] ?? offset) : offset;
}

function pathText(path: Finding['path']): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${String(step)}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
