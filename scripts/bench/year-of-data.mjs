import { copyFileSync, mkdtempSync, readFileSync, writeFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { built } from '../simulation/built.mjs';
import { emptyDatabase } from '../simulation/station.mjs';
import { SimulatedYear } from '../simulation/year.mjs';
import { fill, open, series } from './fill.mjs';

const { addDays, civilDateAt, instantOf } = built('domain/calendar');
const { clonePlan } = built('domain/clone-plan');
const { loadPlan } = built('platform/config/plan-file');
const { loadStationConfig } = built('platform/config/station-config');
const { DATABASE_FILE } = built('platform/database/database.module');

const DAY_MS = 86_400_000;
const NEWS_A_DAY = 3;
const TITLES = [
  ...['Bản tin sáng', 'Thông báo lịch tiêm phòng', 'Gương người tốt, việc tốt', 'Hướng dẫn nộp hồ sơ trực tuyến'],
  ...['Phòng, chống lừa đảo qua mạng', 'Lịch cắt điện trong tuần', 'Kết quả họp Hội đồng nhân dân xã'],
];
const OUTPUTS = ['loa-a', 'loa-b'];

/**
 * Folders of a station with a year behind it: the plan's year so far as the simulation played it, faults included, and
 * beside it three items of news a day for a year, with deliveries, log, proofs, incidents and what people did.
 * @returns { dataDir, configDir, rows } rows by table
 */
export async function yearOfData(root, projectConfig) {
  const configDir = join(root, 'config');
  const dataDir = join(root, 'data');
  mkdirSync(dataDir);
  const { config, timeZone } = prepareConfig(projectConfig, configDir);
  const today = civilDateAt(Date.now(), timeZone);
  const file = join(dataDir, DATABASE_FILE);
  await simulate({ root, file, config, configDir, today });
  const database = open(file);
  // What the simulation's staff never decided on is not what an approver finds today.
  await database.run(`UPDATE recording SET uploadedBy = 'Đinh Thị Lan', reviewStatus = 'approved',
    title = (SELECT title FROM content WHERE content.id = recording.contentId)`);
  await news(database, config, instantOf(addDays(today, -366), '00:00', timeZone));
  const rows = {};
  for (const table of ['airing', 'delivery', 'playout_log', 'recording', 'incident', 'audit'])
    [{ n: rows[table] }] = await database.all(`SELECT COUNT(*) AS n FROM ${table}`);
  await database.close();
  return { dataDir, configDir, rows };
}

/** The simulation's outputs, as files; the plan in force is in the database. */
function prepareConfig(projectConfig, configDir) {
  cpSync(projectConfig, configDir, { recursive: true });
  const path = join(configDir, 'station.yaml');
  const station = parseDocument(readFileSync(path, 'utf8'));
  const output = (code, n) => ({ code, kind: 'file', role: 'transmission', label: `Máy phát ${n + 1}` });
  station.setIn(['plans'], []);
  station.setIn(['outputs'], OUTPUTS.map(output));
  const { clusters } = station.toJS();
  station.setIn(
    ['clusters'],
    clusters.map((cluster, n) => ({ ...cluster, outputs: [OUTPUTS[n % 2]] })),
  );
  writeFileSync(path, station.toString());
  const config = loadStationConfig(path);
  return { config, timeZone: config.station.timeZone };
}

async function simulate({ root, file, config, configDir, today }) {
  const from = `${today.slice(0, 4)}-01-01`;
  const days = Math.max(1, Math.round((Date.parse(today) - Date.parse(from)) / DAY_MS) - 1);
  const shipped = loadPlan(join(configDir, 'plans', 'son-mai-2025.yaml'));
  const year = Number(today.slice(0, 4));
  const plan = shipped.year === year ? shipped : clonePlan(shipped, year);
  const database = await emptyDatabase(mkdtempSync(join(root, 'empty-')));
  const simulated = new SimulatedYear({ database, plan, config, configDir, seed: 7, faults: 'default', from, days });
  await simulated.run();
  await simulated.station.down();
  copyFileSync(join(simulated.dataDir, DATABASE_FILE), file);
}

/** A row a day and item; times of 05:30, 11:00 and 17:00. */
async function news(database, config, firstDay) {
  const key = `d || '/' || k`;
  const start = `(${firstDay} + d * ${DAY_MS} + CASE k WHEN 0 THEN 19800000 WHEN 1 THEN 39600000 ELSE 61200000 END)`;
  const common = { stationId: `'${config.station.id}'`, createdAt: start, revision: '0' };
  const isLost = 'd % 40 = 0';
  const title = `CASE (d * 3 + k) % ${TITLES.length} ${TITLES.map((text, n) => `WHEN ${n} THEN '${text}'`).join(' ')} END`;
  const times = { plannedStart: start, commandedAt: start, start: `${start} + 20`, end: `${start} + 240020` };
  const end = { frames: `CASE WHEN ${isLost} THEN 0 ELSE 11520000 END`, firstFrame: '0' };
  const reason = `CASE WHEN ${isLost} THEN 'outputFailed' ELSE 'completed' END`;
  const topics = `'["B.I.1","B.I.4.đ"]'`;
  const loudness = { integratedLufs: -18, rangeLu: 5, truePeakDbtp: -2, shortTermMaxLufs: -15, gainDb: 2 };
  const figures = JSON.stringify({ ...loudness, limiterReductionDb: 0, targetReached: true });
  const proof = JSON.stringify({
    ...{ verdict: 'proved', comparedSeconds: 240, matchScore: 0.98, offsetMs: 1, driftPpm: 2, silentSeconds: 0 },
    ...{ dropouts: [], provedAt: firstDay },
  });
  const tables = {
    content: [{ ...common, id: `'c/' || ${key}`, kind: "'special'", required: '0', title }],
    recording: [
      {
        ...{ ...common, id: `'r/' || ${key}`, contentId: `'c/' || ${key}`, language: "'vie'", version: '1', title },
        ...{
          originalSha256: `'g' || ${key}`,
          originalName: "'tin.mp3'",
          originalBytes: '4000000',
          hasMusic: '0',
          topics,
        },
        ...{ uploadedBy: "'Đinh Thị Lan'", status: "'ready'", reviewStatus: "'approved'", warnings: "'[]'" },
        ...{ durationSeconds: '240', lane: "'usual'", source: `'${JSON.stringify(sourceFigures)}'` },
      },
    ],
    rendition: [
      {
        ...{
          ...common,
          id: `'v/' || ${key}`,
          recordingId: `'r/' || ${key}`,
          profileHash: "'p'",
          sha256: `'s' || ${key}`,
        },
        ...{ frames: '11520000', bytes: '2880000', loudness: `'${figures}'` },
      },
    ],
    review: [
      {
        ...{ ...common, id: `'w/' || ${key}`, recordingId: `'r/' || ${key}`, originalSha256: `'g' || ${key}` },
        ...{ renditionSha256: `'s' || ${key}`, decision: "'approve'", actor: "'Bùi Văn Hùng'", at: start },
      },
    ],
    airing: [
      {
        ...{
          ...common,
          id: `'a/' || ${key}`,
          occurrenceKey: `'one-off/' || ${key}`,
          contentId: `'c/' || ${key}`,
          title,
        },
        ...{ language: "'vie'", role: "'extra'", ordinal: '0', placedBy: "'staff'", position: 'k', part: "'item'" },
        ...{ provisionalStart: start, plannedDurationSeconds: '240', plannedStart: start, priority: "'NORMAL'" },
        ...{
          startGraceSeconds: '120',
          requiredClusterShare: '0.5',
          renditionId: `'v/' || ${key}`,
          sha256: `'s' || ${key}`,
        },
        ...{ state: `CASE WHEN ${isLost} THEN 'missed' ELSE 'aired' END`, reason, frames: '11520000' },
        ...{ approver: "'Bùi Văn Hùng'", measuredStart: `CASE WHEN ${isLost} THEN NULL ELSE ${start} + 20 END` },
        ...{ airtimeSeconds: `CASE WHEN ${isLost} THEN 0 ELSE 240 END`, clustersReached: '6', clustersTotal: '6' },
        ...{ settledAt: `${start} + 241000` },
      },
    ],
    airing_target: [
      { ...common, id: `'t/' || ${key} || c.id`, airingId: `'a/' || ${key}`, clusterId: 'c.id' },
      ', cluster c',
    ],
    delivery: [
      {
        ...{ ...common, id: `'d/' || ${key} || o.id`, airingId: `'a/' || ${key}`, outputId: 'o.id', attempt: '1' },
        ...{ state: "'ended'", ...times, ...end, endReason: reason },
      },
      ", output o WHERE o.role = 'transmission'",
    ],
    incident: [
      {
        ...{
          ...common,
          id: `'i/' || ${key}`,
          dedupeKey: `'i/' || ${key}`,
          kind: "'deliveryFailed'",
          severity: "'warning'",
        },
        ...{ at: start, airingId: `'a/' || ${key}`, facts: `'{"output":"loa-a"}'` },
      },
      'WHERE d % 5 = 0',
    ],
    audit: [
      {
        ...{ ...common, id: `'u/' || ${key} || m.n`, at: `${start} + m.n * 60000`, actor: "'Đinh Thị Lan'" },
        ...{
          action: "CASE m.n % 2 WHEN 0 THEN 'recording.upload' ELSE 'airing.create' END",
          subjectKind: "'recording'",
        },
        ...{ subjectId: `'r/' || ${key}`, after: `'{"title":"Tin","topics":["B.I.1"]}'`, address: "'192.168.1.20'" },
      },
      ', m',
    ],
  };
  await database.run('PRAGMA synchronous = OFF');
  await database.run('BEGIN');
  await database.run(`CREATE TEMP TABLE news AS WITH RECURSIVE ${series('d', 0, 364)}, ${series('k', 0, NEWS_A_DAY - 1)}
    SELECT d.n AS d, k.n AS k FROM d, k`);
  await database.run(`CREATE TEMP TABLE m AS WITH RECURSIVE ${series('m', 0, 9)} SELECT n FROM m`);
  for (const [table, [expressions, more = '']] of Object.entries(tables))
    await fill(database, table, expressions, `FROM news ${more}`);
  const played = {
    ...{
      ...common,
      airingId: `'a/' || ${key}`,
      deliveryId: `'d/' || ${key} || o.id`,
      segment: '0',
      outputCode: 'o.code',
    },
    ...{ title, ...times, ...end, sha256: `'s' || ${key}`, endReason: reason, hash: 'hex(randomblob(32))' },
  };
  const all = `FROM news, output o WHERE o.role = 'transmission' ORDER BY ${start}`;
  await fill(database, 'playout_log', { ...played, kind: "'played'" }, all);
  await fill(database, 'playout_log', { ...played, kind: "'proof'", proof: `'${proof}'` }, all);
  await database.run('COMMIT');
}

const sourceFigures = {
  ...{ integratedLufs: -20, rangeLu: 6, truePeakDbtp: -3, shortTermMaxLufs: -16, codec: 'mp3', container: 'mp3' },
  ...{ channels: 2, sampleRateHz: 44_100 },
};
