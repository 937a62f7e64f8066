import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { runTool, type ToolRun } from './tool-run';

const SAMPLES = new Uint8Array(1_000_000);

function run(script: string, more: Partial<ToolRun> = {}): Promise<void> {
  const limits = { cpuSeconds: 5, maxFileBytes: 1_000_000 };
  const signal = new AbortController().signal;
  return runTool({ program: 'sh', args: ['-c', script], cwd: tmpdir(), limits, signal, ...more });
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield SAMPLES;
    await setTimeout(1);
  }
}

/** The process writes its id before anything else. */
async function startedBy(work: (take: (chunk: Buffer) => void) => Promise<unknown>): Promise<number> {
  let said = '';
  await work((chunk) => (said += chunk.toString()));
  return Number(said.split('\n')[0]);
}

test('what goes in comes out, all of it', async () => {
  let bytes = 0;
  const feed = Readable.from([SAMPLES, SAMPLES, SAMPLES]);
  await run('cat', { feed, take: (chunk) => void (bytes += chunk.length) });
  expect(bytes).toBe(3_000_000);
});

test('a program that fails is quoted, even where it does not take all that it is given', async () => {
  await expect(run('echo no room >&2; exit 3', { feed: endless() })).rejects.toThrow('sh ended with 3: no room');
});

test('an abort, or a feed that breaks, leaves no process', async () => {
  const stop = new AbortController();
  const aborted = await startedBy(async (take) => {
    const work = run('echo $$; cat > /dev/null', {
      feed: endless(),
      signal: stop.signal,
      take: (chunk) => {
        take(chunk);
        stop.abort(new Error('service is stopping'));
      },
    });
    await expect(work).rejects.toThrow('service is stopping');
  });
  const broken = await startedBy(async (take) => {
    const feed = (async function* () {
      yield SAMPLES;
      await setTimeout(50);
      throw new Error('The mix has become shorter');
    })();
    const work = run('echo $$; cat > /dev/null', { feed, take });
    await expect(work).rejects.toMatchObject({ cause: { message: 'The mix has become shorter' } });
  });
  for (const pid of [aborted, broken]) {
    expect(pid).toBeGreaterThan(1);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }
});
