/** A statement of a style sheet: a rule or an at-rule with its block, or one that ends in ";". */
interface Statement {
  readonly prelude: string;
  readonly body: string | null;
}

/** At-rules whose block holds rules; every other block is kept as it is (@font-face, @keyframes, @property). */
const HOLDS_RULES = /^@(media|supports|layer|container)\b/;

/**
 * A style sheet without the rules that name a class the pages never use. Rules without classes stay, and so does
 * the order. Tabler is 79 kB gzipped, of which one page needs a quarter.
 * @param css valid and minified, without comments inside selectors
 * @param isUsed whether a class name may appear in a page
 */
export function pruneCss(css: string, isUsed: (className: string) => boolean): string {
  return [...statementsOf(css)].map((statement) => pruneStatement(statement, isUsed)).join('');
}

function pruneStatement({ prelude, body }: Statement, isUsed: (className: string) => boolean): string {
  if (body === null) return `${prelude};`;
  if (HOLDS_RULES.test(prelude)) {
    const inner = pruneCss(body, isUsed);
    return inner === '' ? '' : `${prelude}{${inner}}`;
  }
  if (prelude.startsWith('@')) return `${prelude}{${body}}`;
  const selectors = splitSelectors(prelude).filter((selector) => classesOf(selector).every(isUsed));
  return selectors.length === 0 ? '' : `${selectors.join(',')}{${body}}`;
}

/** What is inside :not(…) need not be there for the rule to apply. */
function classesOf(selector: string): string[] {
  return [...selector.replace(/:not\([^)]*\)/g, '').matchAll(/\.(-?[_a-zA-Z][\w-]*)/g)].map(([, name = '']) => name);
}

/** By the commas that stand outside of parentheses and brackets. */
function splitSelectors(prelude: string): string[] {
  const selectors: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < prelude.length; at += 1) {
    const sign = prelude[at];
    if (sign === '(' || sign === '[') depth += 1;
    else if (sign === ')' || sign === ']') depth -= 1;
    else if (sign === ',' && depth === 0) {
      selectors.push(prelude.slice(start, at));
      start = at + 1;
    }
  }
  return [...selectors, prelude.slice(start)];
}

function* statementsOf(css: string): Generator<Statement> {
  let at = 0;
  while (at < css.length) {
    const end = indexOutsideStrings(css, at, (sign) => sign === '{' || sign === ';');
    if (end === css.length) return;
    const prelude = css
      .slice(at, end)
      .replace(/\/\*[^]*?\*\//g, '')
      .trim();
    if (css[end] === ';') {
      yield { prelude, body: null };
      at = end + 1;
      continue;
    }
    const close = closingBrace(css, end);
    yield { prelude, body: css.slice(end + 1, close) };
    at = close + 1;
  }
}

function closingBrace(css: string, open: number): number {
  let depth = 0;
  return indexOutsideStrings(css, open, (sign) => {
    if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    return depth === 0;
  });
}

/** Where `isWanted` first says yes outside of quotes and comments; the length when it never does. */
function indexOutsideStrings(css: string, from: number, isWanted: (sign: string) => boolean): number {
  let quote = '';
  for (let at = from; at < css.length; at += 1) {
    const sign = css.charAt(at);
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '/' && css[at + 1] === '*') at = css.indexOf('*/', at) + 1;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (isWanted(sign)) return at;
  }
  return css.length;
}
