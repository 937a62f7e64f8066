import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, openAsBlob, openSync, readFileSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';
import { enter } from '../entry.mjs';
import { NODE_FLAGS } from '../run-built.mjs';
import { Card } from './capture.mjs';
import { childrenOf } from './figures.mjs';
import { mortal } from './mortal.mjs';

const require = createRequire(import.meta.url);
const run = promisify(execFile);
export const projectDir = resolve(fileURLToPath(import.meta.url), '../../..');
const dist = (file) => join(projectDir, 'dist', file);
const { chimeArgs, decoderArgs } = require(dist('audio/playout-args.js'));

const ACTOR = 'Người đo';
const OUTPUT = { code: 'the-do', kind: 'soundcard', role: 'transmission', label: 'Thẻ âm thanh đo thử', device: 'do' };

/** The built service in a folder of its own, on a sound-card output whose `aplay` feeds a card that keeps what it plays. */
export class BenchStation {
  root = mkdtempSync(join(tmpdir(), 'truyen-thanh-bench-'));
  dataDir = join(this.root, 'data');
  configDir = join(this.root, 'config');
  card = new Card(join(this.root, 'card'), { speaks: true });
  #child = null;
  #exited = null;
  #url = '';
  #authorization = null;

  async start() {
    this.#configure();
    mkdirSync(this.dataDir);
    this.card.asAplay(join(this.root, 'bin'));
    const out = openSync(this.log, 'a');
    const child = spawn(process.execPath, [...NODE_FLAGS, dist('main.js')], {
      env: { ...this.environment, PATH: `${join(this.root, 'bin')}:${process.env.PATH}` },
      stdio: ['ignore', out, out],
    });
    this.#child = mortal(child);
    this.#exited = new Promise((done) => this.#child.once('exit', done));
    const address = join(this.dataDir, 'service.json');
    while (!existsSync(address)) {
      if (this.#child.exitCode !== null) throw new Error(readFileSync(this.log, 'utf8').slice(-2000));
      await sleep(50);
    }
    this.#url = JSON.parse(readFileSync(address, 'utf8')).url;
    this.#authorization = await enter(this.dataDir, ACTOR);
  }

  get log() {
    return join(this.root, 'service.log');
  }

  get environment() {
    return { ...process.env, DATA_DIR: this.dataDir, CONFIG_DIR: this.configDir, PORT: '0', REDIS_URL: '' };
  }

  /** Pids of what the service runs all the time. */
  get processes() {
    const { pid } = this.#child;
    return { service: pid, engine: childrenOf(pid, 'engine/main.js')[0], redis: childrenOf(pid, 'redis-server')[0] };
  }

  /** The whole day is open and no session near, so that a bench runs at any hour. */
  #configure() {
    cpSync(join(projectDir, 'config', 'station.yaml'), join(this.configDir, 'station.yaml'), { recursive: true });
    const file = join(this.configDir, 'station.yaml');
    const station = parseDocument(readFileSync(file, 'utf8'));
    station.setIn(['plans'], []);
    station.setIn(['routineWindow'], { start: '00:00', end: '24:00' });
    const inThreeDays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][(new Date().getUTCDay() + 3) % 7];
    const session = { code: 'xa', title: 'Buổi xa', start: '12:00', weekdays: [inThreeDays] };
    station.setIn(['sessions'], [session]);
    station.setIn(['outputs'], [OUTPUT]);
    station.setIn(['clusters'], [{ code: 'cum-01', name: 'Cụm đo', village: 'Thôn đo', outputs: [OUTPUT.code] }]);
    writeFileSync(file, station.toString());
  }

  async api(method, path, body) {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        authorization: this.#authorization(method, path),
        ...(body && !isForm && { 'content-type': 'application/json' }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Noise of this length, uploaded, normalised and approved; with the PCM that its rendition decodes to. */
  async recording(seconds, seed) {
    const file = join(this.root, `item-${seed}.wav`);
    const noise = `anoisesrc=color=pink:seed=${seed}:sample_rate=48000:duration=${seconds}:amplitude=0.5`;
    await ffmpeg(['-f', 'lavfi', '-i', noise, '-ac', '1', file]);
    const id = await this.upload(file);
    let recording = { status: 'processing' };
    while (recording.status === 'processing') {
      await sleep(100);
      recording = await this.api('GET', `/recordings/${id}`);
    }
    if (recording.status !== 'ready') throw new Error(JSON.stringify(recording.error));
    await this.api('POST', `/recordings/${id}/submit`, {});
    await this.api('POST', `/recordings/${id}/approve`, {});
    const { sha256 } = recording.rendition;
    const input = readFileSync(join(this.dataDir, 'media', 'renditions', sha256.slice(0, 2), sha256));
    const decoded = execFileSync('ffmpeg', decoderArgs(), { input, maxBuffer: 1 << 28 });
    // Without the encoder's padding, which is not played either.
    return { id, pcm: decoded.subarray(0, recording.rendition.frames * 2) };
  }

  async upload(file) {
    const form = new FormData();
    form.set('special', 'true');
    form.set('title', basename(file));
    form.set('file', await openAsBlob(file), basename(file));
    return (await this.api('POST', '/recordings', form)).id;
  }

  async airAt(recordingId, wallMs) {
    return (await this.api('POST', '/airings', { recordingId, at: new Date(wallMs).toISOString() })).id;
  }

  async authorise(recordingId) {
    const order = { recordingId, reason: 'Đo độ trễ', documentNumber: '00/ĐO', onSecond: 'queue' };
    return (await this.api('POST', '/emergencies', order)).id;
  }

  /** PCM of the attention chime as the engine plays it. */
  chime() {
    const file = join(projectDir, 'audio', 'chuong-khan-cap.flac');
    return execFileSync('ffmpeg', chimeArgs(file, 10), { maxBuffer: 1 << 24 });
  }

  /** Warnings of the service and its engine that speak of an output that ran dry. */
  driedUp() {
    return readFileSync(this.log, 'utf8')
      .split('\n')
      .filter((line) => /ran dry|output delivers nothing/.test(line)).length;
  }

  async stop() {
    this.#child?.kill('SIGTERM');
    await this.#exited;
    await sleep(500); // The card writes down its last run.
  }

  dispose() {
    this.#child?.kill('SIGKILL');
    this.card.stop();
    rmSync(this.root, { recursive: true, force: true });
  }
}

export async function ffmpeg(args) {
  await run('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', ...args]);
}
