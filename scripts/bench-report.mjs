/**
 * The report of one month from a database of five years and 100 stations of as-played log, against the same month with
 * no other history: time of the data and of all five formats, rows that the queries gave, and plans of queries that
 * read a whole table. Runs on the built code and SQLite. `--stations N` and `--years N` make it smaller.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fill, open, series } from './bench/fill.mjs';
import { built } from './simulation/built.mjs';
import { emptyDatabase, SimulatedStation } from './simulation/station.mjs';

const { values } = parseArgs({
  options: { stations: { type: 'string', default: '100' }, years: { type: 'string', default: '5' } },
});
const [STATIONS, YEARS] = [Number(values.stations), Number(values.years)];
const LAST_YEAR = 2026;
const MONTH = `${LAST_YEAR}-10`;
const AIRINGS_A_DAY = 3;
const OUTPUTS = 2;
const CLUSTERS = 6;
const RUNS = 7;
const GOAL = { ratio: 1.3, allFormatsMs: 2_000 };

const configDir = fileURLToPath(new URL('../config', import.meta.url));
const { loadStationConfig } = built('platform/config/station-config');
const { instantOf } = built('domain/calendar');
const { RenderThread } = built('reports/render/render-thread');
const { loadPlan, planSource } = built('platform/config/plan-file');
const { Station } = built('platform/config/station');

const config = { ...loadStationConfig(join(configDir, 'station.yaml')), plans: [] };
const station = new Station(config);
const at = (date, time = '00:00') => instantOf(date, time, config.station.timeZone);
const NOW = at(`${LAST_YEAR}-11-05`, '09:00');

/** @param days [first, last] counted from 1 January of the first year */
async function seed(file, stations, first, last) {
  const database = open(file);
  await database.run('PRAGMA synchronous = OFF');
  const id = config.station.id;
  const stationOf = `CASE s.n WHEN 0 THEN '${id}' ELSE 'tram-' || s.n END`;
  const base = at(`${LAST_YEAR - YEARS + 1}-01-01`);
  const start = `(${base} + d.n * 86400000 + CASE k.n WHEN 0 THEN 19800000 ELSE 61200000 + k.n * 900000 END)`;
  const key = `s.n || '/' || d.n || '/' || k.n`;
  const every = `WITH RECURSIVE ${series('s', 0, stations - 1)}, ${series('d', first, last)}, ${series('k', 0, AIRINGS_A_DAY - 1)}`;
  const content = `'c' || s.n || '/' || ((d.n * ${AIRINGS_A_DAY} + k.n) % 600)`;
  await database.run('BEGIN');
  await database.run(`CREATE TEMP TABLE aired AS ${every} SELECT s.n AS s, d.n AS d, k.n AS k, ${key} AS key,
    ${stationOf} AS station, ${start} AS start, ${content} AS content FROM s, d, k`);
  const common = { stationId: 'station', createdAt: 'start', revision: '0' };
  await fill(
    database,
    'content',
    { ...common, id: 'content', kind: "'special'", required: '0', title: "'Tin ' || content" },
    'FROM (SELECT DISTINCT station, content, MIN(start) AS start FROM aired GROUP BY content)',
  );
  const sound = "'ren/' || content";
  await fill(
    database,
    'recording',
    {
      ...{
        ...common,
        id: "'rec/' || content",
        contentId: 'content',
        language: "'vie'",
        version: '1',
        title: 'content',
      },
      ...{
        originalSha256: "''",
        originalName: "'a.mp3'",
        originalBytes: '1',
        hasMusic: '0',
        topics: `'["B.I.1","B.I.4.đ"]'`,
      },
      ...{ uploadedBy: "'A'", status: "'ready'", reviewStatus: "'approved'", warnings: "'[]'" },
    },
    'FROM (SELECT DISTINCT station, content, MIN(start) AS start FROM aired GROUP BY content)',
  );
  await fill(
    database,
    'rendition',
    {
      ...{
        ...common,
        id: sound,
        recordingId: "'rec/' || content",
        profileHash: "'p'",
        sha256: "''",
        frames: '28800000',
      },
      ...{ bytes: '1', loudness: "'{}'" },
    },
    'FROM (SELECT DISTINCT station, content, MIN(start) AS start FROM aired GROUP BY content)',
  );
  await fill(
    database,
    'airing',
    {
      ...{ ...common, id: "'a/' || key", occurrenceKey: "'one-off/' || key", contentId: 'content', language: "'vie'" },
      ...{ role: "'extra'", ordinal: '0', placedBy: "'staff'", position: 'k', provisionalStart: 'start' },
      ...{ plannedDurationSeconds: '600', plannedStart: 'start', priority: "'NORMAL'", startGraceSeconds: '120' },
      ...{ requiredClusterShare: '0.5', state: "CASE WHEN d % 40 THEN 'aired' ELSE 'missed' END", part: "'item'" },
      ...{ reason: "CASE WHEN d % 40 THEN 'completed' ELSE 'outputFailed' END", title: "'Tin ' || content" },
      ...{ renditionId: sound, sha256: "''", frames: '28800000', approver: "'B'" },
      ...{
        measuredStart: 'CASE WHEN d % 40 THEN start + 20 END',
        airtimeSeconds: 'CASE WHEN d % 40 THEN 600 ELSE 0 END',
      },
      ...{ clustersReached: String(CLUSTERS), clustersTotal: String(CLUSTERS), settledAt: 'start + 700000' },
    },
    'FROM aired',
  );
  const outputs = `(WITH RECURSIVE ${series('o', 0, OUTPUTS - 1)} SELECT n AS o FROM o)`;
  const clusters = `(WITH RECURSIVE ${series('c', 0, CLUSTERS - 1)} SELECT n AS c FROM c)`;
  const stationsOnly = '(SELECT DISTINCT station, s FROM aired)';
  await fill(
    database,
    'output',
    {
      stationId: 'station',
      id: "'o/' || s || '/' || o",
      code: "'out-' || o",
      kind: "'file'",
      role: "'transmission'",
      label: "'Đầu ra ' || o",
    },
    `FROM ${stationsOnly}, ${outputs}`,
  );
  await fill(
    database,
    'cluster',
    {
      stationId: 'station',
      id: "'c/' || s || '/' || c",
      code: "'cum-' || c",
      name: "'Cụm ' || c",
      village: "'Thôn ' || c",
    },
    `FROM ${stationsOnly}, ${clusters}`,
  );
  await fill(
    database,
    'cluster_output',
    {
      stationId: 'station',
      id: "'l/' || s || '/' || c",
      clusterId: "'c/' || s || '/' || c",
      outputId: `'o/' || s || '/' || (c % ${OUTPUTS})`,
      validFrom: '0',
    },
    `FROM ${stationsOnly}, ${clusters}`,
  );
  await fill(
    database,
    'airing_target',
    {
      stationId: 'station',
      id: "'t/' || key || '/' || c",
      airingId: "'a/' || key",
      clusterId: "'c/' || s || '/' || c",
    },
    `FROM aired, ${clusters}`,
  );
  const went = {
    plannedStart: 'start',
    commandedAt: 'start',
    start: 'start + 20',
    end: 'start + 600020',
    firstFrame: '0',
  };
  const end = {
    frames: 'CASE WHEN d % 40 THEN 28800000 ELSE 0 END',
    endReason: "CASE WHEN d % 40 THEN 'completed' ELSE 'outputFailed' END",
  };
  await fill(
    database,
    'delivery',
    {
      stationId: 'station',
      id: "'d/' || key || '/' || o",
      airingId: "'a/' || key",
      outputId: "'o/' || s || '/' || o",
      attempt: '1',
      state: "'ended'",
      ...went,
      ...end,
    },
    `FROM aired, ${outputs}`,
  );
  await fill(
    database,
    'playout_log',
    {
      stationId: 'station',
      kind: "'played'",
      airingId: "'a/' || key",
      deliveryId: "'d/' || key || '/' || o",
      segment: '0',
      outputCode: "'out-' || o",
      title: "'Tin ' || content",
      ...went,
      ...end,
      sha256: "''",
      previousHash: "''",
      hash: 'hex(randomblob(32))',
    },
    `FROM aired, ${outputs} ORDER BY start`,
  );
  await database.run('COMMIT');
  const [{ rows }] = await database.all('SELECT COUNT(*) AS rows FROM playout_log');
  await database.close();
  return rows;
}

/** The station on the database, with its plans. @returns `measure`, which makes one report, and what closes it */
async function openOn(database, dataDir, years) {
  const engine = { recorder: null, tell: async () => undefined, status: () => [] };
  const clock = { now: () => NOW };
  const simulated = new SimulatedStation({
    database,
    dataDir,
    configDir,
    config,
    clock,
    engine,
    nudge: () => undefined,
  });
  await simulated.boot();
  const plan = loadPlan(join(configDir, 'plans', 'son-mai-2025.yaml'), station.grid);
  for (const year of years) {
    const code = `son-mai-${year}`;
    const effective = { from: `${year}-01-01`, to: `${year}-12-31` };
    const cloned = { ...plan, code, year, effective };
    await simulated.get('PlansService').import(planSource(cloned), `${code}.yaml`, 'file', 'bench');
  }
  const reports = simulated.get('ReportService');
  let rows = 0;
  const scans = new Set();
  simulated.get('DataSource').subscribers.push({
    afterQuery: ({ rawResults }) => {
      rows += Array.isArray(rawResults) ? rawResults.length : 0;
    },
    beforeQuery: ({ query }) => scans.add(query),
  });
  const renderer = new RenderThread();
  const measure = async () => {
    rows = 0;
    const [begin, cpu] = [performance.now(), process.cpuUsage()];
    const report = await reports.of(MONTH, 'all');
    const data = performance.now() - begin;
    await renderer.render(report);
    const { user, system } = process.cpuUsage(cpu);
    const formats = performance.now() - begin;
    return { cpu: (user + system) / 1000, data, formats, rows, airings: report.airings.length };
  };
  const close = async () => {
    const whole = await wholeReads(simulated, scans);
    await renderer.onModuleDestroy();
    await simulated.down();
    return whole;
  };
  return { measure, close };
}

/** Plans of the queries that read a whole table of the log's size. */
async function wholeReads(simulated, queries) {
  const whole = new Set();
  for (const query of [...queries].filter((text) => text.startsWith('SELECT')))
    for (const { detail } of await simulated.query(`EXPLAIN QUERY PLAN ${query.replace(/\?/g, 'NULL')}`))
      if (
        /^SCAN "?(airing|airing_target|delivery|playout_log|recording|rendition|content)\b/.test(
          detail.replaceAll('"', ''),
        )
      )
        whole.add(detail);
  return [...whole];
}

const folder = mkdtempSync(join(tmpdir(), 'bench-report-'));
try {
  const years = Array.from({ length: YEARS }, (_, index) => LAST_YEAR - YEARS + 1 + index);
  const dayOf = (date) => Math.round((at(date) - at(`${years[0]}-01-01`)) / 86_400_000);
  const stations = [];
  for (const [name, count, first, last, plans] of [
    ['alone', 1, dayOf(`${MONTH}-01`), dayOf(`${MONTH}-31`), [LAST_YEAR]],
    // What the cumulative columns are made of.
    ['own year', 1, dayOf(`${LAST_YEAR}-01-01`), dayOf(`${LAST_YEAR}-11-04`), [LAST_YEAR]],
    ['history', STATIONS, 0, dayOf(`${LAST_YEAR}-11-04`), years],
  ]) {
    const database = await emptyDatabase(mkdtempSync(join(folder, `${name}-`)));
    const logged = await seed(database, count, first, last);
    stations.push({
      ...{ name, logged, runs: [] },
      ...(await openOn(database, mkdtempSync(join(folder, 'data-')), plans)),
    });
  }
  // In turns, since the machine may have other work, which then falls on all alike; the first turn warms up.
  for (let turn = 0; turn <= RUNS; turn += 1) for (const { runs, measure } of stations) runs.push(await measure());
  const results = [];
  for (const { name, logged, runs, close } of stations) {
    const best = (figure) => Math.min(...runs.slice(1).map((run) => run[figure]));
    const { rows, airings } = runs.at(-1);
    const [data, formats, cpu] = ['data', 'formats', 'cpu'].map(best);
    results.push({ data, formats, cpu });
    const ms = (value) => `${value.toFixed(0)} ms`;
    const reads = (await close()).join('; ') || 'none';
    console.log(
      `${name}: ${logged} log entries; ${airings} airings in the month; data ${ms(data)}, with all five formats ${ms(formats)} (CPU ${ms(cpu)}); ${rows} rows read; whole-table reads: ${reads}`,
    );
  }
  const [alone, ownYear, history] = results;
  const ratioOf = (figure, other = alone) => (history[figure] / other[figure]).toFixed(2);
  const isMet = history.formats <= Math.min(GOAL.ratio * alone.formats, GOAL.allFormatsMs);
  console.log(
    `of the month alone: wall ${ratioOf('formats')} (goal ≤ ${GOAL.ratio}), CPU ${ratioOf('cpu')}, data ${ratioOf('data')}; of its own year: wall ${ratioOf('formats', ownYear)}, data ${ratioOf('data', ownYear)}; all formats ≤ ${GOAL.allFormatsMs} ms: ${isMet ? 'met' : 'NOT met'}`,
  );
  process.exitCode = isMet ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
