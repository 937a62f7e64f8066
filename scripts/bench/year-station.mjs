import { spawn } from 'node:child_process';
import { existsSync, openAsBlob, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { enter } from '../entry.mjs';
import { NODE_FLAGS } from '../run-built.mjs';
import { projectDir } from '../setup.mjs';
import { mortal } from './mortal.mjs';
import { yearOfData } from './year-of-data.mjs';

const SAMPLES = {
  'hoa-don-dien-tu.mp3': 'Hóa đơn điện tử cho hộ kinh doanh',
  'duong-day-nong-cchc.ogg': 'Đường dây nóng cải cách hành chính',
  'thong-bao-phat-thu.mp3': 'Thông báo phát thử',
};

/**
 * The built service over a year of data in a folder.
 * @returns its address and key, rows by table, and `stop`
 */
export async function openYearStation(root) {
  const { rows, ...folders } = await yearOfData(root, join(projectDir, 'config'));
  const service = await start(folders);
  await fillIn(folders, service);
  return { ...service, rows };
}

async function start({ dataDir, configDir }) {
  const out = openSync(join(dataDir, 'service.log'), 'a');
  const env = { ...process.env, DATA_DIR: dataDir, CONFIG_DIR: configDir, PORT: '0', REDIS_URL: '' };
  const main = join(projectDir, 'dist', 'main.js');
  const child = mortal(spawn(process.execPath, [...NODE_FLAGS, main], { env, stdio: ['ignore', out, out] }));
  const address = join(dataDir, 'service.json');
  while (!existsSync(address)) {
    if (child.exitCode !== null) throw new Error(readFileSync(join(dataDir, 'service.log'), 'utf8').slice(-2000));
    await sleep(100);
  }
  const exited = new Promise((done) => child.once('exit', done));
  const stop = () => (child.kill('SIGTERM'), exited);
  return { ...JSON.parse(readFileSync(address, 'utf8')), stop };
}

/** Recordings that await the approver, with what only normalising makes, and last month's report. */
async function fillIn({ dataDir }, { url }) {
  const authorization = await enter(dataDir, 'Phạm Thị Hoa');
  const api = async (method, path, body) => {
    const isForm = body instanceof FormData;
    const headers = {
      authorization: authorization(method, path),
      ...(!isForm && { 'content-type': 'application/json' }),
    };
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: isForm ? body : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.json();
  };
  for (const [sample, title] of Object.entries(SAMPLES)) {
    const form = new FormData();
    form.set('special', 'true');
    form.set('title', title);
    form.set('file', await openAsBlob(join(projectDir, 'audio', sample)), basename(sample));
    const { id } = await api('POST', '/recordings', form);
    while ((await api('GET', `/recordings/${id}`)).status === 'processing') await sleep(200);
    await api('POST', `/recordings/${id}/submit`, {});
  }
  const now = new Date();
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
  await api('POST', '/reports', { month: last });
}
