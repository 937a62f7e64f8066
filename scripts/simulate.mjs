/**
 * Simulates whole years of a station: the real services and database through `tick(now)`, a turned clock, and engines,
 * recordings, power and staff that fail as a seed says; then checks what must hold whatever happened.
 *
 *   npm run simulate -- --plan son-mai-2026 --seed 7 --faults default
 *   npm run simulate -- --plan son-mai-2026 --seeds 1-200
 *   npm run simulate -- --seeds 1-10 --from 2026-10-15     the station begins on that day; nothing before it is tracked
 *   npm run simulate -- --seeds 1-10 --days 60             it begins on a day of the seed's own and is looked at so long
 *
 * A plan that config/plans does not hold is cloned in memory from the same plan of the nearest other year.
 * Exit 1 when something does not hold; every such seed is printed with how to replay it. A replay is the same row for
 * row: "rows" begins the SHA-256 of all rows of the database.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { built } from './simulation/built.mjs';
import { emptyDatabase } from './simulation/station.mjs';
import { SimulatedYear } from './simulation/year.mjs';
import { violationsOf } from './simulation/invariants.mjs';

const { clonePlan } = built('domain/clone-plan');
const { loadPlan } = built('platform/config/plan-file');
const { loadStationConfig } = built('platform/config/station-config');

const configDir = fileURLToPath(new URL('../config', import.meta.url));
const { values } = parseArgs({
  options: {
    plan: { type: 'string', default: 'son-mai-2026' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string' },
    days: { type: 'string' },
    faults: { type: 'string', default: 'default' },
  },
});

function planOf(code) {
  const [, family, year] = /^(.+)-(\d{4})$/.exec(code) ?? [];
  const codes = readdirSync(join(configDir, 'plans')).map((file) => file.replace(/\.yaml$/, ''));
  const load = (name) => loadPlan(join(configDir, 'plans', `${name}.yaml`));
  if (codes.includes(code)) return load(code);
  const [nearest] = codes
    .filter((name) => family && name.startsWith(`${family}-`))
    .sort((a, b) => Math.abs(a.slice(-4) - year) - Math.abs(b.slice(-4) - year));
  if (!nearest) throw new Error(`config/plans holds neither ${code} nor another year of it`);
  return clonePlan(load(nearest), Number(year));
}

function seedsOf({ seed, seeds }) {
  const [from, to = from] = (seeds ?? seed ?? '1').split('-').map(Number);
  if (!(Number.isInteger(from) && to >= from)) throw new Error('--seed N or --seeds FROM-TO');
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

const plan = planOf(values.plan);
const config = loadStationConfig(join(configDir, 'station.yaml'));

async function simulate(seed) {
  const began = performance.now();
  const year = new SimulatedYear({
    ...values,
    database,
    days: values.days ? Number(values.days) : null,
    plan,
    config,
    configDir,
    seed,
  });
  try {
    await year.run();
    const violations = await violationsOf(year);
    const { ticks, counts, view } = year;
    return {
      seed,
      violations,
      ticks,
      counts,
      view,
      digest: await year.station.digest(),
      ms: performance.now() - began,
    };
  } finally {
    await year.close();
  }
}

function summary({ view }) {
  return view.programmes
    .filter(({ programme }) => programme.cadence.kind !== 'unscheduled')
    .map(({ programme, figures: { issues, forecast } }) => {
      const states = ['aired', 'madeUp', 'excused', 'missed', 'open'].map(
        (state) => `${state} ${issues[state].length}`,
      );
      return `${programme.key} ${issues.owed.length} = ${states.join(' + ')} (${forecast.issues.done}/${forecast.issues.of})`;
    })
    .join('; ');
}

const emptyDir = mkdtempSync(join(tmpdir(), 'year-'));
const database = await emptyDatabase(emptyDir);
process.on('exit', () => rmSync(emptyDir, { recursive: true, force: true }));
let failed = 0;
for (const seed of seedsOf(values)) {
  const result = await simulate(seed);
  const { ticks, ms, digest } = result;
  console.log(
    `seed ${seed}: ${ticks} rounds, rows ${digest.slice(0, 16)}, ${(ms / 1000).toFixed(1)} s; ${summary(result)}`,
  );
  if (values.seed) console.log(JSON.stringify(result.counts));
  if (result.violations.length === 0) continue;
  failed += 1;
  for (const words of result.violations.slice(0, 20)) console.error(`  ${words}`);
  console.error(
    `  replay: npm run simulate -- --plan ${values.plan} --seed ${seed} --faults ${values.faults}${values.from ? ` --from ${values.from}` : ''}${values.days ? ` --days ${values.days}` : ''}`,
  );
}
process.exitCode = failed > 0 ? 1 : 0;
