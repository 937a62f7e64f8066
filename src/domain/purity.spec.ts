import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The only packages that the domain may import, each with its reason. */
const ALLOWED_IMPORTS: Readonly<Record<string, string>> = {
  'temporal-polyfill':
    'Instants and civil time in a named zone; Node 20 has no Temporal, and Date knows only the zone of its process.',
  'rrule-temporal': 'RFC 5545 rules whose days do not depend on the zone of the process.',
};

/** Globals by which the world outside, the present or chance would come in. */
const FORBIDDEN_GLOBALS = new Set(
  ['process', 'globalThis', 'global', 'require', 'console', 'performance', 'crypto', 'fetch', 'Buffer'].concat([
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'navigator',
    '__dirname',
    '__filename',
  ]),
);
const FORBIDDEN_MEMBERS = new Set(['Date.now', 'Math.random', 'Temporal.Now', 'Intl.DateTimeFormat']);
/** Methods of Date and of strings that answer in the zone or language of the process. */
const LOCAL_METHODS =
  /^(get|set)(FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)$|^to(Locale|Date|Time)\w*String$/;

function impuritiesOf(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const finding = impurityOf(node);
    if (finding !== null) found.push(finding);
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('domain.ts', source, ts.ScriptTarget.ES2023, true));
  return found;
}

function impurityOf(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
    return /^\.\/[a-z-]+$/.test(specifier) || specifier in ALLOWED_IMPORTS ? null : `import of ${specifier}`;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return 'import()';
  if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'Date') {
    // Without arguments it is the present; with several it is read in the zone of the process.
    return ts.isNewExpression(node) && node.arguments?.length === 1 ? null : 'Date()';
  }
  if (ts.isPropertyAccessExpression(node)) {
    if (FORBIDDEN_MEMBERS.has(node.getText())) return node.getText();
    return LOCAL_METHODS.test(node.name.text) ? node.name.text : null;
  }
  if (!ts.isIdentifier(node) || !FORBIDDEN_GLOBALS.has(node.text)) return null;
  const isName =
    (ts.isPropertyAccessExpression(node.parent) || ts.isPropertyAssignment(node.parent)) && node.parent.name === node;
  return isName ? null : node.text;
}

describe('the domain is pure', () => {
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));

  it('has files to look at, and none in folders that this test would pass over', () => {
    expect(files).toContain('expand-plan.ts');
    expect(readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory())).toEqual([]);
  });

  it.each(files)('%s', (name) => {
    expect(impuritiesOf(readFileSync(join(__dirname, name), 'utf8'))).toEqual([]);
  });

  it.each([
    ["import { readFileSync } from 'node:fs';", 'import of node:fs'],
    ["import type { Row } from '../schedule/schedule.entity';", 'import of ../schedule/schedule.entity'],
    ["export * from 'typeorm';", 'import of typeorm'],
    ["await import('./plan');", 'import()'],
    ["const fs = require('fs');", 'require'],
    ['const now = Date.now();', 'Date.now'],
    ['const now = new Date();', 'Date()'],
    ['const local = new Date(2026, 0, 1);', 'Date()'],
    ['const day = new Date(0).getDay();', 'getDay'],
    ['const text = new Date(0).toLocaleDateString();', 'toLocaleDateString'],
    ['const now = Temporal.Now.instant();', 'Temporal.Now'],
    ['if (Math.random() > 0.5) throw 1;', 'Math.random'],
    ['const zone = process.env.TZ;', 'process'],
    ['setTimeout(() => undefined, 1);', 'setTimeout'],
  ])('would not be with %s', (source, finding) => {
    expect(impuritiesOf(source)).toEqual([finding]);
  });

  it('may use dates that say what they are', () => {
    expect(
      impuritiesOf(
        "import { x } from './plan'; const y = new Date(0).toISOString(); const z = Date.UTC(2026, 0); const a = { process: 1 };",
      ),
    ).toEqual([]);
  });
});
