import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import type { NormaliseRequest, NormaliseResult } from '../../src/audio/normaliser';
import { encoded } from '../support/corpus';
import { HOSTILE_FILES } from '../support/hostile-files';
import { processesIn } from '../support/processes';
import { until } from '../support/service';

const MIB = 2 ** 20;
const LIMITS = { maxInputBytes: 1e8, maxDurationSeconds: 60, maxSeconds: 60 };

let normaliser: FfmpegNormaliser;
let directory: string;
let made = 0;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'normalise-process-'));
  normaliser = new FfmpegNormaliser();
});
afterEach(async () => {
  await normaliser.onModuleDestroy();
  expect(workers()).toEqual([]);
  expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(processesIn(directory)).toEqual([]);
  rmSync(directory, { recursive: true });
});

function normalise(inputFile: string, changes: Partial<NormaliseRequest> = {}): Promise<NormaliseResult> {
  const outputFile = join(directory, `${String((made += 1))}.mp3`);
  return normaliser.normalise({ inputFile, outputFile, profile: CLEAN_PROFILE, limits: LIMITS, ...changes });
}

/** Ids of the processes that normalise for this one. */
function workers(): readonly number[] {
  const children = readFileSync(`/proc/self/task/${String(process.pid)}/children`, 'utf8')
    .split(' ')
    .filter(Boolean);
  return children.map(Number).filter((pid) => {
    const command = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
    return command.includes('normalise-worker');
  });
}

/** Names of the variables that a process began with. */
function environmentOf(pid: number): readonly string[] {
  const variables = readFileSync(`/proc/${String(pid)}/environ`, 'utf8')
    .split('\0')
    .filter(Boolean);
  return variables.map((variable) => variable.split('=')[0]!).sort();
}

function residentMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
  return (Number(kib) * 1024) / MIB;
}

/** Starts a job, and resolves once a worker is at it. Errors: the job's, when it ends before that. */
async function atWork(inputFile: string, changes: Partial<NormaliseRequest> = {}) {
  const before = workers();
  let job: Promise<unknown> = Promise.resolve();
  await new Promise<void>((begin, fail) => {
    job = normalise(inputFile, {
      ...changes,
      onProgress: () => {
        begin();
      },
    });
    job.catch(fail); // Looked at by the test as well.
  });
  const [pid] = workers().filter((one) => !before.includes(one));
  if (pid === undefined) throw new Error('No process of its own');
  return { job, pid };
}

test('one process does job after job, the same of the same file, in memory that does not grow', async () => {
  const file = await encoded('bản tin.mp3', 4);
  const hostile = HOSTILE_FILES.find(({ code }) => code === 'audioUndecodable');
  const first = await normalise(file);
  const [pid] = workers();
  for (let n = 0; n < 3; n += 1) expect(await normalise(file)).toEqual(first);
  // Node's own two tell it of its channel.
  expect(environmentOf(pid!)).toEqual(['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'PATH']);
  const settled = residentMib(pid!);
  await expect(normalise(await hostile!.make())).rejects.toMatchObject({ code: 'audioUndecodable' });
  for (let n = 0; n < 8; n += 1) expect((await normalise(file)).rendition.sha256).toBe(first.rendition.sha256);
  expect(workers()).toEqual([pid]);
  expect(residentMib(pid!) - settled).toBeLessThan(12);
}, 60_000);

test('a process that hangs is killed at the end of its time, and only its own job fails', async () => {
  const file = await encoded('bản tin.mp3', 4);
  const hung = await atWork(file, { limits: { ...LIMITS, maxSeconds: 10 } });
  process.kill(hung.pid, 'SIGSTOP');
  await expect(normalise(file)).resolves.toMatchObject({ rendition: { targetReached: true } });
  await expect(hung.job).rejects.toMatchObject({ code: 'audioTimeout' });
  expect(workers()).not.toContain(hung.pid);
});

test('a process that is killed loses its own job; the next one has another', async () => {
  const file = await encoded('bản tin.mp3', 4);
  const killed = await atWork(file);
  process.kill(killed.pid, 'SIGKILL');
  await expect(killed.job).rejects.toThrow('The normalisation ended with SIGKILL');
  await normalise(file);
  const [idle] = workers();
  process.kill(idle!, 'SIGKILL');
  await until('the idle one to be gone', () => Promise.resolve(existsSync(`/proc/${String(idle)}`) ? null : true));
  await expect(normalise(file)).resolves.toMatchObject({ rendition: { targetReached: true } });
});
