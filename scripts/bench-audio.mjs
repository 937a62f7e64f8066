/**
 * CPU time, memory and loudness of normalising speech: ours against ffmpeg's two-pass `loudnorm` and, where it is
 * installed, loudgain + LAME, all to the same MP3 format. Runs on the built code.
 *   npm run bench:audio              1, 10 and 60 minutes, mono and stereo; memory up to 3 hours
 *   npm run bench:audio -- --quick   1 minute only
 * CPU is user + system time of every process involved, as the kernel accounts it.
 * Short recordings are done several times, all methods in turn, because a machine is faster in one minute than in another:
 * "ours, first" starts the process that normalises, as after some minutes' rest of the service; "ours, next" comes after
 * another in the same process, as when a clerk brings several.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'dist', 'audio', 'ffmpeg.normaliser.js');
const HUMAN_SPEECH = '/usr/share/asterisk/sounds/en_US_f_Allison';
const GOAL_SHARE = 0.3;
const MEASURED_MINUTES = 8;
const TICKS_PER_SECOND = 100;
const [TARGET, CEILING] = [-18, -1.5];
/** As phones and field recorders leave speech. */
const LOOP_LUFS = -27;
const ENCODE = ['-ac', '1', '-ar', '48000', '-c:a', 'libmp3lame', '-q:a', '0', '-compression_level', '7'];
const LOUDNORM = `loudnorm=I=${TARGET}:TP=${CEILING}:LRA=20`;

/** What the bench runs for "ours": a job whenever it is told to, as the service does them, until nobody is there to tell. */
async function normaliseWhenAsked(input, output) {
  const require = createRequire(import.meta.url);
  const { FfmpegNormaliser } = require(built);
  const { CLEAN_PROFILE: profile } = require(join(root, 'dist', 'audio', 'loudness.js'));
  const limits = { maxInputBytes: 2e9, maxDurationSeconds: 4 * 3600, maxSeconds: 3600 };
  let normaliser = new FfmpegNormaliser();
  const does = {
    normalise: () => normaliser.normalise({ inputFile: input, outputFile: output, profile, limits }),
    rest: async () => {
      await normaliser.onModuleDestroy();
      normaliser = new FfmpegNormaliser();
    },
  };
  process.on('message', (what) => {
    void does[what]().then(() => process.send('done'));
  });
  process.once('disconnect', () => void normaliser.onModuleDestroy());
  process.send('ready');
}

async function bench(quick) {
  if (!existsSync(built)) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
  const cache = join(tmpdir(), 'truyen-thanh-bench-audio-2');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'bench-audio-'));
  try {
    const lengths = quick ? [1] : [1, 10, 60];
    const shares = [];
    print(['file', 'method', 'CPU s', 'of loudnorm', 'RSS MB', 'LUFS', 'dBTP']);
    for (const minutes of lengths) {
      for (const channels of [1, 2]) shares.push(await compare(speech(cache, minutes, channels), minutes, work));
    }
    if (!quick) print(line('speech-180min-mono', 'ours, first', await alone(speech(cache, 180, 1), work), null));
    for (const order of ['first', 'next']) {
      const worst = Math.max(...shares.map((share) => share[order]));
      const verdict = worst <= GOAL_SHARE ? 'kept' : 'MISSED';
      process.stdout.write(
        `\nCPU of the ${order} at most ${worst.toFixed(2)} of two-pass loudnorm (goal ≤ ${GOAL_SHARE}: ${verdict})\n`,
      );
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @returns our shares of loudnorm's CPU time */
async function compare(file, minutes, work) {
  const name = file.split('/').at(-1).replace('.mp3', '');
  // One run of a minute is only known to some five in a hundred.
  const runs = Math.ceil(MEASURED_MINUTES / minutes);
  const rested = await Ours.start(file, work);
  const kept = runs === 1 ? null : await Ours.start(file, work);
  if (runs > 1) await rested.normalise();
  await kept?.normalise();
  const used = { reference: [], first: [], next: [] };
  for (let run = 0; run < runs; run += 1) {
    used.reference.push(await twoPass(file, work));
    await rested.rest();
    used.first.push(await rested.normalise());
    if (kept !== null) used.next.push(await kept.normalise());
  }
  await rested.end();
  await kept?.end();
  const reference = meanOf(used.reference);
  const first = meanOf(used.first);
  const next = kept === null ? first : meanOf(used.next);
  print(line(name, 'two-pass loudnorm', reference, reference));
  print(line(name, 'ours, first', first, reference));
  if (next !== first) print(line(name, 'ours, next', next, reference));
  if (spawnSync('loudgain', ['--version']).status === 0)
    print(line(name, 'loudgain + LAME', await loudgain(file, work), reference));
  return { first: first.cpuSeconds / reference.cpuSeconds, next: next.cpuSeconds / reference.cpuSeconds };
}

/** The last run, with the mean of all runs' CPU time. */
function meanOf(runs) {
  return { ...runs.at(-1), cpuSeconds: runs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / runs.length };
}

/** A service just started, for one recording. */
async function alone(file, work) {
  const ours = await Ours.start(file, work);
  try {
    return await ours.normalise();
  } finally {
    await ours.end();
  }
}

/** A process that stands for the service, and the one that normalises for it. */
class Ours {
  constructor(child, output) {
    this.child = child;
    this.output = output;
    this.gone = once(child, 'exit').then(([code]) => {
      if (code !== 0) throw new Error(`the normalisation ended with ${code}`);
    });
    this.gone.catch(() => undefined);
  }

  static async start(file, work) {
    const output = join(work, 'ours.mp3');
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'];
    const child = spawn(process.execPath, [self, '--normalise', file, output], { stdio });
    await once(child, 'message');
    return new Ours(child, output);
  }

  /** What one job uses: of the service's own start nothing, of the normalising process all. */
  async normalise() {
    const before = treeSeconds(this.child.pid);
    const memory = new Memory(this.child.pid, 1);
    await this.tell('normalise');
    return {
      cpuSeconds: treeSeconds(this.child.pid) - before,
      peakBytes: memory.peakBytes(),
      ...loudnessOf(this.output),
    };
  }

  /** The process that normalises goes. */
  async rest() {
    await this.tell('rest');
  }

  async tell(what) {
    this.child.send(what);
    await Promise.race([once(this.child, 'message'), this.gone]);
  }

  async end() {
    this.child.disconnect();
    await this.gone;
  }
}

/** User and system time that a process, its living descendants, and those of theirs that have ended, have used. */
function treeSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) / TICKS_PER_SECOND, 0);
  return childrenOf(pid).reduce((sum, child) => sum + treeSeconds(child), own);
}

async function twoPass(file, work) {
  const output = join(work, 'loudnorm.mp3');
  const first = await measured([
    'ffmpeg',
    '-nostdin',
    '-hide_banner',
    '-nostats',
    '-y',
    '-i',
    file,
    '-af',
    `${LOUDNORM}:print_format=json`,
    '-f',
    'null',
    '-',
  ]);
  const found = JSON.parse(first.stderr.slice(first.stderr.lastIndexOf('{'), first.stderr.lastIndexOf('}') + 1));
  const known = `measured_I=${found.input_i}:measured_TP=${found.input_tp}:measured_LRA=${found.input_lra}:measured_thresh=${found.input_thresh}:offset=${found.target_offset}:linear=true`;
  const second = await measured([
    'ffmpeg',
    '-nostdin',
    '-v',
    'error',
    '-y',
    '-i',
    file,
    '-af',
    `${LOUDNORM}:${known}`,
    ...ENCODE,
    output,
  ]);
  return together(first, second, output);
}

async function loudgain(file, work) {
  const output = join(work, 'loudgain.mp3');
  const first = await measured(['loudgain', '-q', '-O', '-k', '-K', String(CEILING), file]);
  // Tab-separated under a header; the gain is to −18 LUFS, lowered where it would pass the ceiling.
  const [header, row] = first.stdout.split('\n').map((line) => line.split('\t'));
  const gain = row[header.indexOf('Gain')];
  const second = await measured([
    'ffmpeg',
    '-nostdin',
    '-v',
    'error',
    '-y',
    '-i',
    file,
    '-af',
    `volume=${gain.replace(' ', '')}`,
    ...ENCODE,
    output,
  ]);
  return together(first, second, output);
}

function together(first, second, output) {
  return {
    cpuSeconds: first.cpuSeconds + second.cpuSeconds,
    peakBytes: Math.max(first.peakBytes, second.peakBytes),
    ...loudnessOf(output),
  };
}

/** Runs a command under a shell that says what it and its descendants used. */
async function measured(command) {
  const child = spawn('bash', ['-c', '"$@"; status=$?; times >&2; exit $status', 'bash', ...command]);
  const memory = new Memory(child.pid, 1);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const [status] = await once(child, 'close');
  const peakBytes = memory.peakBytes();
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr.slice(-2000)}`);
  // The last line: user and system time of the children, "0m1.234s 0m0.050s".
  const times = stderr.trimEnd().split('\n').at(-1).split(' ');
  const cpuSeconds = times
    .map((text) => /(\d+)m([\d.]+)s/.exec(text))
    .reduce((sum, [, m, s]) => sum + 60 * m + Number(s), 0);
  return { stdout, stderr, cpuSeconds, peakBytes };
}

/** Samples the resident memory of a process tree but for its first generations. */
class Memory {
  constructor(pid, skip) {
    this.peak = 0;
    this.sampler = setInterval(() => (this.peak = Math.max(this.peak, treeBytes(pid, skip))), 100);
  }

  /** Ends the sampling. */
  peakBytes() {
    clearInterval(this.sampler);
    return this.peak;
  }
}

function treeBytes(pid, skip) {
  try {
    const own =
      skip > 0 ? 0 : Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    return childrenOf(pid).reduce((sum, child) => sum + treeBytes(child, skip - 1), own);
  } catch {
    return 0; // It has just ended.
  }
}

function childrenOf(pid) {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
}

/** By ffmpeg's own meter. */
function loudnessOf(file) {
  const { stderr } = spawnSync(
    'ffmpeg',
    [
      '-nostdin',
      '-hide_banner',
      '-nostats',
      '-i',
      file,
      '-af',
      'ebur128=peak=true:framelog=verbose',
      '-f',
      'null',
      '-',
    ],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  return { lufs: /I:\s+(\S+)/.exec(summary)?.[1], dbtp: /Peak:\s+(\S+)/.exec(summary)?.[1] };
}

/** Vietnamese speech by espeak-ng (the shipped samples) and, where installed, human speech; made once. */
function speech(cache, minutes, channels) {
  const file = join(cache, `speech-${minutes}min-${channels === 1 ? 'mono' : 'stereo'}.mp3`);
  if (existsSync(file)) return file;
  const loop = speechLoop(cache);
  const layout = channels === 1 ? 'anull' : 'pan=stereo|c0=c0|c1=0.7*c0';
  const draft = `${file}.part`;
  const bitrate = channels === 1 ? '128k' : '192k';
  run('-stream_loop', '-1', '-i', loop, '-t', String(minutes * 60), '-af', layout, '-b:a', bitrate, '-f', 'mp3', draft);
  renameSync(draft, file);
  return file;
}

function speechLoop(cache) {
  const file = join(cache, 'loop.wav');
  if (existsSync(file)) return file;
  const shipped = readdirSync(join(root, 'audio'))
    .filter((name) => /\.(wav|mp3|ogg|m4a)$/.test(name))
    .map((name) => join(root, 'audio', name));
  const human = existsSync(HUMAN_SPEECH)
    ? readdirSync(HUMAN_SPEECH)
        .filter((name) => name.endsWith('.wav'))
        .map((name) => join(HUMAN_SPEECH, name))
        .filter((each) => statSync(each).size > 60_000)
        .sort()
        .slice(0, 40)
    : [];
  const parts = [...shipped, ...human];
  const inputs = parts.flatMap((part) => ['-i', part]);
  // A programme is of one level: parts recorded at very different ones would only show the limiter's allowance.
  const levelled = parts.map((part, index) => {
    const gain = LOOP_LUFS - Number(loudnessOf(part).lufs);
    return `[${index}]aresample=44100,aformat=channel_layouts=mono,volume=${gain}dB[p${index}]`;
  });
  const joined = `${parts.map((_, index) => `[p${index}]`).join('')}concat=n=${parts.length}:v=0:a=1`;
  run(...inputs, '-filter_complex', [...levelled, joined].join(';'), file);
  return file;
}

function run(...args) {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], { stdio: 'inherit' });
}

function line(name, method, used, reference) {
  const share = reference === null ? '' : (used.cpuSeconds / reference.cpuSeconds).toFixed(2);
  return [name, method, used.cpuSeconds.toFixed(2), share, (used.peakBytes / 2 ** 20).toFixed(0), used.lufs, used.dbtp];
}

function print(cells) {
  const widths = [20, 18, 8, 12, 7, 6, 6];
  process.stdout.write(
    `${cells
      .map((cell, index) => String(cell).padEnd(widths[index]))
      .join(' ')
      .trimEnd()}\n`,
  );
}

if (process.argv[2] === '--normalise') await normaliseWhenAsked(...process.argv.slice(3));
else await bench(process.argv.includes('--quick'));
