/**
 * Expands one year of the Sơn Mai programmes for many stations, one after another on one core, and shows whether the
 * time grows linearly. Every station has its own session times and its own blocked days. Runs on the built code.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const STATIONS = [1, 100, 3300];
const LARGEST = 3300;
const GOAL_SECONDS = 10;
const LINEAR_WITHIN = 0.1;
const YEAR = 2026;
const WORKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

const built = fileURLToPath(new URL('../dist/domain/expand-plan.js', import.meta.url));
if (!existsSync(built)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
}
const require = createRequire(import.meta.url);
const { expandPlan } = require(built);
const { addDays, instantOf } = require(built.replace('expand-plan', 'calendar'));

function programme(key, cadence, issuesPerYear, weekday, sessionCode, plannedDurationSeconds) {
  return {
    key,
    cadence,
    target: { issuesPerYear },
    placement: { kind: 'session', rrule: `FREQ=WEEKLY;BYDAY=${weekday}`, sessionCode },
    languages: ['vie'],
    plannedDurationSeconds,
    priority: 'NORMAL',
  };
}

const plan = {
  code: `son-mai-${YEAR}`,
  effective: { from: `${YEAR}-01-01`, to: `${YEAR}-12-31` },
  programmes: [
    programme('cds-hang-tuan', { kind: 'weekly', repeats: 0 }, 52, 'MO', 'buoi-sang', 600),
    programme('cds-hang-thang', { kind: 'monthly', repeats: 3 }, 12, 'TU', 'buoi-chieu', 900),
    { ...programme('cchc', { kind: 'unscheduled' }, null, 'MO', 'buoi-sang', 600), placement: null },
  ],
};

function clockTime(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Station n: sessions shifted by up to 24 minutes, Tết and six more days blocked, three one-offs of staff. */
function situationOf(n) {
  const session = (code, minutes) => ({
    code,
    start: clockTime(minutes),
    maxDurationSeconds: 2700,
    weekdays: WORKDAYS,
    leadInSeconds: 0,
    leadOutSeconds: 0,
  });
  const blocked = [
    ...Array.from({ length: 7 }, (_, day) => addDays(`${YEAR}-02-16`, day)),
    ...Array.from({ length: 6 }, (_, k) => addDays(`${YEAR}-01-01`, (n * 7 + k * 61) % 365)),
  ];
  const timeZone = 'Asia/Ho_Chi_Minh';
  return {
    plans: [plan],
    grid: {
      timeZone,
      sessions: [session('buoi-sang', 330 + (n % 25)), session('buoi-chieu', 1020 + (n % 23))],
      routineWindow: { start: '05:30', end: '20:00' },
    },
    calendar: new Map(blocked.map((date) => [date, { date, policy: 'skip' }])),
    existing: [1, 2, 3].map((k) => {
      const start = instantOf(addDays(`${YEAR}-01-01`, (n + k * 97) % 365), '17:10', timeZone);
      const row = { occurrenceKey: `extra-${k}`, state: 'planned', placedBy: 'staff', durationSeconds: 600 };
      return { ...row, start, slotStart: start };
    }),
    notBefore: instantOf(`${YEAR - 1}-12-01`, '00:00', timeZone),
  };
}

/** Wall and CPU seconds to expand `count` stations, spread evenly over the largest set so that every size has its mix. */
function measure(count) {
  const stride = Math.floor(LARGEST / count);
  let wall = 0;
  let cpu = 0;
  for (let n = 0; n < count; n++) {
    const situation = situationOf(n * stride);
    const began = { wall: process.hrtime.bigint(), cpu: process.cpuUsage() };
    const { airings, shortfalls } = expandPlan(situation);
    const used = process.cpuUsage(began.cpu);
    wall += Number(process.hrtime.bigint() - began.wall) / 1e9;
    cpu += (used.user + used.system) / 1e6;
    // 53 weekly airings and 12 × 4 monthly ones: every station owes the same.
    const booked = airings.length + shortfalls.length;
    if (booked !== 53 + 48) throw new Error(`Station ${n}: expected 101 airings and shortfalls, found ${booked}`);
  }
  return { stations: count, wall, cpu };
}

/** Mean of as many runs as make the work of the largest size, so that no size profits from a quiet moment. */
function mean(count) {
  const runs = Math.ceil(LARGEST / count);
  const sum = { stations: count, wall: 0, cpu: 0 };
  for (let run = 0; run < runs; run++) {
    const { wall, cpu } = measure(count);
    sum.wall += wall / runs;
    sum.cpu += cpu / runs;
  }
  return sum;
}

const cold = measure(1);
measure(330);
const rows = STATIONS.map(mean);
const base = rows[1].cpu / rows[1].stations;
const growthOf = ({ stations, cpu }) => cpu / stations / base;
console.log(
  `One year (${YEAR}) of the Sơn Mai programmes per station; Node ${process.version}, one thread, code warm.`,
);
console.log('stations   wall s    CPU s   ms/station   growth vs linear');
for (const row of rows) {
  const cells = [
    String(row.stations).padStart(8),
    row.wall.toFixed(4).padStart(9),
    row.cpu.toFixed(4).padStart(9),
    ((row.wall / row.stations) * 1000).toFixed(3).padStart(13),
    growthOf(row).toFixed(3).padStart(19),
  ];
  console.log(cells.join(''));
}
// CPU time, because the wall time of a shared machine grows with its neighbours.
console.log(
  `growth: CPU seconds per station against ${rows[1].stations} stations; first station, cold: ${(cold.wall * 1000).toFixed(0)} ms`,
);
const most = rows.at(-1);
const met = most.cpu <= GOAL_SECONDS && Math.abs(growthOf(most) - 1) <= LINEAR_WITHIN;
console.log(
  `goal (${most.stations} stations in ${GOAL_SECONDS} s of one core, linear within ${LINEAR_WITHIN * 100} %): ${met ? 'met' : 'NOT met'}`,
);
