// The main job, end to end, on sample recordings: plan in, recordings in, on air, report out. `npm run demo`.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, openAsBlob, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { enter } from './entry.mjs';
import { NODE_FLAGS } from './run-built.mjs';

const require = createRequire(import.meta.url);
const projectDir = resolve(fileURLToPath(import.meta.url), '../..');
const dist = (file) => require(join(projectDir, 'dist', file));

const startedAt = Date.now();
// Apart from a real station's data: a demo never mixes with it.
const dataDir = resolve(process.env.DATA_DIR || join(projectDir, 'data', 'demo'));
const sourceConfig = resolve(process.env.CONFIG_DIR || join(projectDir, 'config'));
const configDir = join(dataDir, 'config');
const port = process.env.PORT || '8080';
const actor = 'Người trình diễn';
const TIME_ZONE = 'Asia/Ho_Chi_Minh';

const { civilDateAt, weekOf, monthOf, isoAt } = dist('domain/calendar.js');

function say(text) {
  process.stdout.write(`${text}\n`);
}

class DemoError extends Error {}

let service = null;

function seconds() {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}

/** The station's settings, with the whole day open so that the demo can air at any hour; everything is labelled as a trial. */
function prepareConfig(today) {
  const year = Number(today.slice(0, 4));
  const { clonePlan } = dist('domain/clone-plan.js');
  const { loadPlan, planSource } = dist('platform/config/plan-file.js');
  const { parseDocument } = require('yaml');
  mkdirSync(join(configDir, 'plans'), { recursive: true });
  cpSync(join(sourceConfig, 'plans'), join(configDir, 'plans'), { recursive: true });
  const original = loadPlan(join(sourceConfig, 'plans', 'son-mai-2025.yaml'));
  const plan = year === original.year ? original : clonePlan(original, year);
  writeFileSync(join(configDir, 'plans', `${plan.code}.yaml`), planSource(plan));
  const read = (dir) => parseDocument(readFileSync(join(dir, 'station.yaml'), 'utf8'));
  const station = read(sourceConfig);
  // What lies before the first demo was never its to air: no data, rather than a year of misses.
  const before = existsSync(join(configDir, 'station.yaml')) ? read(configDir).getIn(['trackedFrom']) : null;
  station.setIn(['trackedFrom'], before ?? weekOf(today).start);
  station.setIn(['station', 'name'], `${station.getIn(['station', 'name'])} (thử nghiệm)`);
  station.setIn(['plans'], [plan.code]);
  station.setIn(['routineWindow'], { start: '00:00', end: '24:00' });
  writeFileSync(join(configDir, 'station.yaml'), station.toString());
  return plan;
}

async function startService() {
  const log = join(dataDir, 'service.log');
  mkdirSync(dataDir, { recursive: true });
  const out = openSync(log, 'a');
  const env = { ...process.env, DATA_DIR: dataDir, CONFIG_DIR: configDir, PORT: port };
  service = spawn(process.execPath, [...NODE_FLAGS, join(projectDir, 'dist', 'main.js')], {
    env,
    stdio: ['ignore', out, 'pipe'],
  });
  const child = service;
  let complaint = '';
  child.stderr.on('data', (data) => (complaint += data));
  const exited = new Promise((done) => child.once('exit', done));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  const url = await Promise.race([
    address(join(dataDir, 'service.json'), child),
    exited.then((code) => Promise.reject(new DemoError(`${complaint}Dịch vụ đã dừng (mã ${code}). Nhật ký: ${log}`))),
  ]);
  return { child, url, exited, log };
}

async function address(file, child) {
  for (;;) {
    if (existsSync(file)) {
      const { url, pid } = JSON.parse(readFileSync(file, 'utf8'));
      if (pid === child.pid) return url;
    }
    await sleep(100);
  }
}

function client(base, authorization) {
  return async (method, path, body, headers = {}) => {
    const form = body instanceof FormData;
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        'accept-language': 'vi',
        authorization: authorization(method, path),
        ...(body && !form && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    const error = new DemoError(answer.detail ?? JSON.stringify(answer));
    error.code = answer.code;
    throw error;
  };
}

/** One person of each role, so that a newcomer can try the station; run again, they get new passwords. */
const PEOPLE = [
  { username: 'quan-tri', name: 'Quản trị thử nghiệm', roles: ['admin'] },
  { username: 'bien-tap', name: 'Biên tập thử nghiệm', roles: ['editor'] },
  { username: 'lanh-dao', name: 'Lãnh đạo thử nghiệm', roles: ['approver'] },
  { username: 'ky-thuat', name: 'Kỹ thuật thử nghiệm', roles: ['engineer'] },
];

async function accounts(url) {
  const { key } = JSON.parse(readFileSync(join(dataDir, 'service.json'), 'utf8'));
  const api = client(url, () => `Bearer ${key}`);
  const { items } = await api('GET', '/api/v1/accounts');
  const made = [];
  for (const person of PEOPLE) {
    const isThere = items.some(({ username }) => username === person.username);
    const path = isThere ? `/api/v1/accounts/${person.username}/password` : '/api/v1/accounts';
    made.push(await api('POST', path, isThere ? {} : person));
  }
  return made;
}

async function until(what, check, limitSeconds) {
  for (const end = Date.now() + limitSeconds * 1000; Date.now() < end; await sleep(250)) {
    const found = await check();
    if (found) return found;
  }
  throw new DemoError(`Chờ quá ${limitSeconds} giây: ${what}`);
}

/** Which issue a sample is for: this week's and the next ones, this month's, or a special of a programme without cadence. */
async function targets(api, samples, today) {
  const year = today.slice(0, 4);
  const queues = new Map();
  for (const { programmeKey } of samples) {
    if (queues.has(programmeKey)) continue;
    const { items } = await api('GET', `/api/v1/issues?programme=${programmeKey}&year=${year}`);
    const from = [weekOf(today).key, monthOf(today).key];
    queues.set(
      programmeKey,
      items.filter(({ periodKey }) => periodKey >= (periodKey.includes('W') ? from[0] : from[1])),
    );
  }
  return samples.map((sample) => ({ sample, issue: queues.get(sample.programmeKey).shift() ?? null }));
}

async function ingest(api, { sample, issue }) {
  const approved = issue?.recordings.find(({ reviewStatus }) => reviewStatus === 'approved');
  if (approved) return approved.id;
  const file = join(projectDir, 'audio', sample.file);
  const form = new FormData();
  if (issue) form.set('contentId', issue.contentId);
  else {
    form.set('special', 'true');
    form.set('programmeKey', sample.programmeKey);
  }
  form.set('title', `${sample.title} (bản ghi mẫu, giọng đọc tổng hợp)`);
  form.set('topics', JSON.stringify(sample.topics));
  form.set('file', await openAsBlob(file), basename(file));
  const { id } = await api('POST', '/api/v1/recordings', form);
  return id;
}

async function approve(api, id) {
  const recording = await until(
    `chuẩn hóa bản ghi ${id}`,
    async () => {
      const found = await api('GET', `/api/v1/recordings/${id}`);
      return found.status === 'processing' ? null : found;
    },
    120,
  );
  if (recording.status !== 'ready') throw new DemoError(`${recording.title}: ${recording.error?.detail}`);
  if (recording.reviewStatus === 'draft') await api('POST', `/api/v1/recordings/${id}/submit`, {});
  if (recording.reviewStatus !== 'approved') await api('POST', `/api/v1/recordings/${id}/approve`, {});
  const { source, rendition } = recording;
  say(
    `  ${source.container.padEnd(5)} ${source.integratedLufs.toFixed(1).padStart(6)} LUFS → ` +
      `${rendition.integratedLufs.toFixed(1)} LUFS, đỉnh ${rendition.truePeakDbtp.toFixed(1)} dBTP  ${recording.title}`,
  );
}

const NO_AIR = ['scheduleConflict', 'quietHours', 'beyondSession', 'insideRelay'];

/** As soon as it can be; at the minute of a session the air is taken, and the next free moment does. */
async function airSoon(api, recordingId) {
  for (let ahead = 12_000; ahead < 7_200_000; ahead = ahead < 60_000 ? 60_000 : ahead + 60_000) {
    try {
      const at = new Date(Math.ceil((Date.now() + ahead) / 1000) * 1000).toISOString();
      return await api('POST', '/api/v1/airings', { recordingId, at });
    } catch (error) {
      if (!NO_AIR.includes(error.code)) throw error;
    }
  }
  throw new DemoError('Không còn chỗ trống trong hai giờ tới.');
}

async function main() {
  const today = civilDateAt(Date.now(), TIME_ZONE);
  const plan = prepareConfig(today);
  const { url, exited, log } = await startService();
  const people = await accounts(url);
  const api = client(url, await enter(dataDir, actor));
  say(`Dịch vụ đã chạy sau ${seconds()}: ${url}`);
  say(`Kế hoạch ${plan.code}: bản nháp, căn cứ cần xác nhận. Mọi thứ dưới đây là thử nghiệm.`);

  say('Nạp, chuẩn hóa và duyệt bản ghi mẫu:');
  const samples = JSON.parse(readFileSync(join(projectDir, 'audio', 'samples.json'), 'utf8'));
  const wanted = await targets(api, samples, today);
  const ids = [];
  for (const target of wanted) ids.push(await ingest(api, target));
  for (const id of ids) await approve(api, id);

  // The shortest sample of a weekly issue is this week's: airing it fulfils the issue.
  const aired = await airSoon(api, ids[0]);
  say(`Lên sóng lúc ${aired.start}: ${aired.title}`);
  const done = await until(
    'phát sóng',
    async () => {
      const airing = await api('GET', `/api/v1/airings/${aired.id}`);
      if (airing.state === 'playing' && !airSoon.shown) {
        airSoon.shown = true;
        say(`  mẫu âm thanh đầu tiên: ${airing.measuredStart} (${seconds()} từ lúc bắt đầu)`);
      }
      return ['aired', 'partial', 'missed'].includes(airing.state) ? airing : null;
    },
    7500,
  );
  const lateMs = Date.parse(done.measuredStart) - Date.parse(done.start);
  say(
    `  kết quả: ${done.state}, lệch ${lateMs} ms so với giờ dự kiến, ${done.clustersReached}/${done.clustersTotal} cụm`,
  );
  if (done.state !== 'aired') throw new DemoError(`Không phát được: ${done.reason}`);

  const report = await api('POST', '/api/v1/reports', { month: today.slice(0, 7) });
  say(`Báo cáo tháng ${today.slice(5, 7)}/${today.slice(0, 4)}:`);
  for (const file of report.files) say(`  ${url}${file.href}`);
  say('Ở đâu:');
  say(`  dữ liệu     ${dataDir}`);
  say(`  đầu ra      ${join(dataDir, 'outputs')}   (tệp âm thanh đã phát, thử nghiệm)`);
  say(`  kiểm thính  ${join(dataDir, 'air-checks')}`);
  say(`  báo cáo     ${join(dataDir, 'reports')}`);
  say(`  nhật ký     ${log}`);
  say('Đăng nhập bằng một trong các tài khoản thử nghiệm (mật khẩu chỉ in ở đây, đổi ở lần đăng nhập đầu tiên):');
  for (const { username, password } of people) say(`  ${username.padEnd(10)} ${password}`);
  say(`Xong sau ${seconds()} (${isoAt(Date.now(), TIME_ZONE)}). Bảng điều khiển: ${url} — Ctrl-C để dừng.`);
  process.exitCode = (await exited) ?? 0;
}

main().catch((error) => {
  process.stderr.write(`${error instanceof DemoError ? error.message : error.stack}\n`);
  service?.kill('SIGTERM');
  process.exitCode = 1;
});
