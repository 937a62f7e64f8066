import { built } from './built.mjs';

const { civilDateAt } = built('domain/calendar');
const { sessionWindowOn, routineWindowOn } = built('domain/timetable');
const { tally } = built('domain/tally');
const { ChainCheck } = built('playout/log-chain');
const { PlayoutLogRow } = built('playout/playout.entity');

const SETTLED = ['aired', 'partial', 'missed', 'cancelled', 'excused'];
const DELIVERED_SHARE = 0.95;
const STATES = ['aired', 'madeUp', 'excused', 'missed', 'open'];

/** Everything that must hold after a year, whatever happened in it. @returns what does not, in words */
export async function violationsOf(year) {
  const faults = [];
  const check = (holds, words) => {
    if (!holds) faults.push(words);
  };
  const books = await read(year);
  settled(year, books, check);
  reasons(year, books, check);
  logAgrees(year, books, check);
  makeUpsAreSound(year, books, check);
  await ledgerAddsUp(year, books, check);
  await monthsMakeTheYear(year, books, check);
  return faults;
}

async function read({ station }) {
  const airings = await station.get('ScheduleRepository').airingsSince(0);
  const deliveries = await station.query('SELECT * FROM delivery');
  const log = await station.get('DataSource').manager.find(PlayoutLogRow, { order: { id: 'ASC' } });
  const sessions = new Map((await station.query('SELECT * FROM session')).map((row) => [row.id, row]));
  const targets = await station.query('SELECT airingId, COUNT(*) AS count FROM airing_target GROUP BY airingId');
  const outputs = new Map((await station.query('SELECT id, code, role FROM output')).map((row) => [row.id, row]));
  return {
    airings,
    deliveries,
    log,
    sessions,
    outputs,
    addressed: new Map(targets.map((row) => [row.airingId, row.count])),
  };
}

function nameOf(airing) {
  return `${airing.occurrenceKey} (${airing.state}, ${airing.reason ?? 'no reason'})`;
}

function settled(year, { airings, deliveries }, check) {
  for (const airing of airings) {
    const isPast = (airing.plannedStart ?? airing.provisionalStart) < year.end - 12 * 3_600_000;
    if (!isPast) continue;
    check(SETTLED.includes(airing.state), `not settled: ${nameOf(airing)}`);
    check(
      airing.reason !== null && airing.settledAt !== null,
      `settled without a reason or an hour: ${nameOf(airing)}`,
    );
  }
  const keys = airings.map(({ occurrenceKey }) => occurrenceKey);
  check(new Set(keys).size === keys.length, 'an occurrence has two rows');
  for (const { id, state, plannedStart } of deliveries)
    check(state === 'ended' || plannedStart > year.end - 12 * 3_600_000, `delivery ${id} never ended`);
}

/** What the books say of a loss against what the seed did. */
function reasons(year, { airings }, check) {
  for (const airing of airings) {
    if (airing.state !== 'missed' || !['noRecording', 'notApproved', 'serviceDown'].includes(airing.reason)) continue;
    const start = airing.plannedStart ?? airing.provisionalStart;
    const made = year.recorded.get(airing.contentId);
    const until = airing.settledAt;
    const wasOff = year.cuts.some(
      ({ from, to }) => from < start + airing.startGraceSeconds * 1000 && to > start - 40_000,
    );
    if (airing.reason === 'noRecording') check(!made || made.at > start, `recorded, and yet: ${nameOf(airing)}`);
    else if (airing.reason === 'notApproved')
      check(made && (made.approvedAt === null || made.approvedAt >= until), `approved, and yet: ${nameOf(airing)}`);
    else
      check(
        wasOff || (made?.approvedAt ?? 0) > start - 31_000,
        `the service was up, and yet: ${nameOf(airing)} at ${new Date(start).toISOString()}`,
      );
  }
}

/** Books, log and what really came out of the outputs say the same. */
function logAgrees(year, { airings, deliveries, log, outputs, addressed }, check) {
  const { truth } = year.engine;
  const chain = new ChainCheck();
  check(
    log.every((row) => chain.next(row) === null),
    'the chain of the log is broken',
  );
  const entries = Map.groupBy ? Map.groupBy(log, ({ deliveryId }) => deliveryId) : groupBy(log);
  for (const [id, { segments, ended }] of truth) {
    const rows = entries.get(id) ?? [];
    const logged = rows.reduce((sum, { frames }) => sum + frames, 0);
    const played = segments.reduce((sum, { frames }) => sum + frames, 0);
    if (ended) check(logged === played, `delivery ${id}: ${played} frames came out, the log has ${logged}`);
    check(
      rows.filter(({ endReason }) => endReason !== 'interrupted').length <= 1,
      `delivery ${id} ended twice in the log`,
    );
    check(new Set(rows.map(({ segment }) => segment)).size === rows.length, `delivery ${id} has a segment twice`);
  }
  const ofAiring = new Map();
  for (const delivery of deliveries)
    ofAiring.set(delivery.airingId, [...(ofAiring.get(delivery.airingId) ?? []), delivery]);
  for (const airing of airings) {
    const own = (ofAiring.get(airing.id) ?? []).filter(({ outputId }) => outputs.get(outputId).role === 'transmission');
    const frames = own.map(({ id }) => (entries.get(id) ?? []).reduce((sum, row) => sum + row.frames, 0));
    check(
      airing.airtimeSeconds === Math.max(0, ...frames) / 48_000 || airing.state === 'cancelled',
      `airtime of ${nameOf(airing)} is not the log's`,
    );
    const full = frames.filter((count) => count / (airing.frames ?? 1) >= DELIVERED_SHARE).length;
    // Each transmission output serves half the clusters.
    const isAired = own.length > 0 && full / 2 >= airing.requiredClusterShare;
    if (['aired', 'partial', 'missed'].includes(airing.state))
      check(
        (airing.state === 'aired') === isAired,
        `${nameOf(airing)}: ${full} outputs took it whole, of ${own.length}; ${addressed.get(airing.id) ?? 0} clusters`,
      );
    if (airing.state === 'missed') check(Math.max(0, ...frames) === 0, `missed, and yet it sounded: ${nameOf(airing)}`);
  }
}

function groupBy(log) {
  const groups = new Map();
  for (const row of log) groups.set(row.deliveryId, [...(groups.get(row.deliveryId) ?? []), row]);
  return groups;
}

function makeUpsAreSound(year, { airings, sessions }, check) {
  const byId = new Map(airings.map((airing) => [airing.id, airing]));
  const { grid } = year.station.station;
  const live = new Map();
  for (const airing of airings) {
    if (airing.priority === 'EMERGENCY') continue;
    const start = airing.plannedStart ?? airing.provisionalStart;
    const end = start + (airing.frames === null ? airing.plannedDurationSeconds * 1000 : airing.frames / 48);
    const window = routineWindowOn(civilDateAt(start, year.timeZone), grid);
    check(start >= window.start && end <= window.end, `in quiet hours: ${nameOf(airing)}`);
    const session = airing.sessionId === null ? null : sessions.get(airing.sessionId);
    if (session && airing.plannedStart !== null) {
      const template = grid.sessions.find(({ code }) => code === session.templateCode);
      const limits = sessionWindowOn(session.date, template, grid);
      check(start >= limits.start && end <= limits.end, `outside its session: ${nameOf(airing)}`);
    }
    if (airing.makeUpForId === null) continue;
    const original = byId.get(airing.makeUpForId);
    check(original && original.contentId === airing.contentId, `make-up of something else: ${nameOf(airing)}`);
    check(
      original && !['aired', 'planned'].includes(original.state),
      `make-up of what was not lost: ${nameOf(airing)}`,
    );
    if (!SETTLED.includes(airing.state) || airing.state === 'aired') {
      check(!live.has(airing.makeUpForId), `two make-ups of ${nameOf(original)}`);
      live.set(airing.makeUpForId, airing);
    }
  }
}

async function ledgerAddsUp(year, { airings }, check) {
  const { obligations } = await year.station.get('ScheduleService').ledger(year.end);
  year.obligations = obligations;
  const keys = new Set();
  const byId = new Map(airings.map((airing) => [airing.id, airing]));
  for (const item of obligations) {
    const name = `${item.programmeKey}/${item.period.key}/${item.unit}/${item.ordinal}`;
    check(!keys.has(name), `twice in the ledger: ${name}`);
    keys.add(name);
    check(STATES.includes(item.state), `${name} is ${item.state}`);
    const rows = item.airingIds.map((id) => byId.get(id));
    check(rows.every(Boolean), `${name} names rows that are not there`);
    const isMeasured = rows.some((row) => row?.state === 'aired');
    const isDone = item.state === 'aired' || item.state === 'madeUp';
    check(isDone === (isMeasured || item.attestationId !== null), `${name} is ${item.state}, its rows say otherwise`);
    const isOver = item.period.end < civilDateAt(year.end, year.timeZone);
    const isLive = rows.some((row) => row && !SETTLED.includes(row.state));
    if (isOver && !isLive && item.state === 'open') check(item.reason === 'notTracked', `still open: ${name}`);
    if (item.state === 'missed' || item.state === 'excused')
      check(item.reason !== null, `${name} is ${item.state} for no reason`);
  }
  const { from, to } = year.plan.effective;
  const view = await year.station.get('LedgerService').view({ from, to, programmeKey: null });
  for (const { programme, figures } of view.programmes) {
    const whole = tally(obligations, { programmeKey: programme.key, unit: 'issue', from, to });
    for (const state of STATES)
      check(
        figures.issues[state].length === whole[state],
        `${programme.key}: ${state} is ${figures.issues[state].length} in the ledger's numbers, ${whole[state]} in its rows`,
      );
    check(
      whole.owed === STATES.reduce((sum, state) => sum + whole[state], 0),
      `${programme.key}: owed is not the sum of its states`,
    );
    check(
      figures.forecast.issues.done >= whole.done && figures.forecast.issues.done <= whole.owed,
      `${programme.key}: forecast out of bounds`,
    );
    check(
      figures.issues.owed.length === (programme.target.issuesPerYear ?? 0),
      `${programme.key}: owes ${figures.issues.owed.length}`,
    );
  }
  year.view = view;
}

/** The twelve monthly reports against the year, number by number. */
async function monthsMakeTheYear(year, { airings }, check) {
  const months = [...Array(12).keys()].map((n) => `${year.plan.year}-${String(n + 1).padStart(2, '0')}`);
  const reports = [];
  for (const month of months) reports.push(await year.station.get('ReportService').monthly(month));
  const { from, to } = year.plan.effective;
  for (const programme of year.plan.programmes.filter(({ cadence }) => cadence.kind !== 'unscheduled')) {
    const lines = reports.map(
      ({ targets }) => targets.find(({ programmeKey }) => programmeKey === programme.key).lines,
    );
    lines[0].forEach((line, n) => {
      const counted = line.unit === 'repeat' ? { unit: 'airing', minOrdinal: 1 } : { unit: 'issue', minOrdinal: 0 };
      const whole = tally(year.obligations, { programmeKey: programme.key, ...counted, from, to });
      for (const [name, total] of Object.entries(whole)) {
        const sum = lines.reduce((all, month) => all + month[n].tally[name], 0);
        check(sum === total, `${programme.key} ${line.unit}: the months have ${sum} ${name}, the year ${total}`);
      }
      check(
        lines.at(-1)[n].cumulativeDone === whole.done,
        `${programme.key} ${line.unit}: December's cumulative is not the year`,
      );
    });
  }
  const onAir = airings.filter(({ measuredStart, state }) => {
    const date = measuredStart === null ? '' : civilDateAt(measuredStart, year.timeZone);
    return (state === 'aired' || state === 'partial') && date >= from && date <= to;
  });
  const seconds = onAir.reduce((sum, { airtimeSeconds }) => sum + Math.round(airtimeSeconds), 0);
  const reported = reports.reduce((sum, { totals }) => sum + totals.airtimeSeconds, 0);
  check(reported === seconds, `airtime: the months have ${reported} s, the rows ${seconds} s`);
  const reached = onAir.reduce((sum, { clustersReached }) => sum + clustersReached, 0);
  const served = reports.flatMap(({ clusters }) => clusters).reduce((sum, { succeeded }) => sum + succeeded, 0);
  check(served === reached, `Bảng 5: the months have ${served} clusters served, the rows ${reached}`);
  const listed = reports.flatMap((report) => report.airings.map(({ airingId }) => airingId));
  check(
    new Set(listed).size === listed.length && listed.length === onAir.length,
    'an airing is in two months or in none',
  );
}
