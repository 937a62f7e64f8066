/**
 * Runs the domain in a process of its own and prints what it decided as JSON, so that a test can compare processes
 * of different time zones: TZ=America/New_York node test/support/zone-probe.cjs
 */
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  module._compile(code, filename);
};

const fc = require('fast-check');
const calendar = require('../../src/domain/calendar.ts');
const { computeLedger } = require('../../src/domain/compliance.ts');
const { expandPlan } = require('../../src/domain/expand-plan.ts');
const { proposeMakeUp } = require('../../src/domain/make-up.ts');
const { situations } = require('./arbitraries.ts');
const { at, calendarOf, expansionOf, sonMai2025, sonMaiGrid, sonMaiPlan } = require('./builders.ts');

const { timeZone } = sonMaiGrid;
/** Around the changes of date at the station (17:00 UTC) and in New York, and New York's change of clocks. */
const instants = [
  '2025-12-31T16:59:59.999Z',
  '2025-12-31T17:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-11-01T05:30:00Z',
  '2026-11-21T22:30:00Z',
].map((text) => Date.parse(text));

const years = [2025, 2026, 2027].map((year) => expansionOf({ plans: [sonMaiPlan(year)] }));
const tet = expansionOf({ calendar: calendarOf(calendar.datesBetween('2026-02-16', '2026-02-22')) });
const midYear = expansionOf({ plans: [sonMai2025()], notBefore: at('2025-09-10 12:00') });
const drawn = fc.sample(situations, { seed: 20260223, numRuns: 60 });
const expanded = [...years, tet, midYear, ...drawn].map((input) => ({ input, expansion: expandPlan(input) }));

const decided = {
  instants: instants.map((instant) => [calendar.isoAt(instant, timeZone), calendar.civilDateAt(instant, timeZone)]),
  weeks: ['2025-12-28', '2025-12-29', '2026-12-31', '2027-01-03'].map(calendar.weekOf),
  expansions: expanded.map(({ expansion }) => expansion),
  ledgers: expanded.map(({ input, expansion: { shortfalls } }) => {
    const now = at('2026-01-01 00:00');
    const nothing = { facts: [], attestations: [], trackedFrom: null };
    return computeLedger({ plans: input.plans, ...nothing, shortfalls, timeZone: input.grid.timeZone, now });
  }),
  makeUp: proposeMakeUp({
    periodKey: '2026-W10',
    occurrenceKey: 'cds-hang-tuan/2026-W10/vie/first/0',
    durationSeconds: 600,
    grid: sonMaiGrid,
    calendar: new Map(),
    busy: [],
    sameContent: [],
    notBefore: at('2026-03-07 17:01'),
    horizonDays: 7,
  }),
};

process.stdout.write(JSON.stringify({ processZone: Intl.DateTimeFormat().resolvedOptions().timeZone, decided }));
