import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputConfig } from '../../src/playout/engine/protocol';
import type { ForkedPlayoutEngine } from '../../src/playout/forked.playout-engine';
import { PlayoutOutcomes, type PlayoutOutcome } from '../../src/playout/playout-engine';
import { ICECAST_PASSWORD, TestIcecast } from '../support/icecast';
import {
  childrenOf,
  commandLineOf,
  OutcomeBook,
  pause,
  pcmOf,
  PlayoutRig,
  soundOf,
  type Ended,
} from '../support/playout-rig';

const MOUNT = '/son-mai.mp3';
const STREAM = 'len-mang';
const FILE = 'loa';

/** One book an output. */
class Books extends PlayoutOutcomes {
  readonly stream = new OutcomeBook();
  readonly file = new OutcomeBook();

  handle(outputCode: string, outcome: PlayoutOutcome): Promise<void> {
    return (outputCode === STREAM ? this.stream : this.file).handle(outputCode, outcome);
  }
}

describe('Playout engine on an Icecast mount', () => {
  const rig = new PlayoutRig();
  const books = new Books();
  const item = rig.tone(4);
  let icecast: TestIcecast;
  let engine: ForkedPlayoutEngine;

  beforeAll(async () => {
    process.env['TEST_ICECAST_PASSWORD'] = ICECAST_PASSWORD;
    icecast = await TestIcecast.start(MOUNT);
    const server = { host: '127.0.0.1', port: icecast.port, mount: MOUNT, user: 'source', bitrateKbps: 64 };
    const outputs: OutputConfig[] = [
      ...[{ code: STREAM, kind: 'icecast', calibrationMs: 0, passwordEnv: 'TEST_ICECAST_PASSWORD' } as const].map(
        (output) => ({ ...output, ...server, idleTitle: 'Đài xã' }),
      ),
      { code: FILE, kind: 'file', calibrationMs: 0 },
    ];
    engine = await rig.boot(books, outputs, { outputStallMs: 6_000 });
  });
  afterAll(async () => {
    await rig.dispose();
    await icecast.dispose();
    delete process.env['TEST_ICECAST_PASSWORD'];
  });

  async function airOnBoth(name: string, title: string, during: () => Promise<void>): Promise<[Ended, Ended]> {
    const planned = Date.now() + 1_500;
    const cue = (code: string) =>
      engine.cue(code, rig.cue(`${name}-${code}`, item, planned, { blockName: name, title }));
    await Promise.all([cue(STREAM), cue(FILE)]);
    await Promise.all([books.stream.started(`${name}-${STREAM}`), books.file.started(`${name}-${FILE}`)]);
    await during();
    return Promise.all([books.stream.ended(`${name}-${STREAM}`), books.file.ended(`${name}-${FILE}`)]);
  }

  const titleOf = async (): Promise<string | undefined> => (await icecast.source().catch(() => null))?.title;

  it('keeps the mount up with nothing on, and shows no password in the process list', async () => {
    await untilTitled('Đài xã', titleOf);
    const engines = rig.enginePids();
    expect(engines).toHaveLength(2);
    for (const pid of [...engines, ...engines.flatMap((parent) => childrenOf(parent, ''))])
      expect(commandLineOf(pid)).not.toContain(ICECAST_PASSWORD);
  });

  it('lets listeners hear the item and read its title', async () => {
    const heard = listen(icecast.port, 7_000);
    const ends = await airOnBoth('nghe-thu', 'Chuyển đổi số – Số 5', () =>
      untilTitled('Chuyển đổi số – Số 5', titleOf),
    );
    for (const ended of ends) expect(ended).toMatchObject({ endReason: 'completed', frames: item.frames });
    const file = join(rig.folder, 'heard.mp3');
    writeFileSync(file, await heard);
    const { first, end } = soundOf(pcmOf(file));
    expect(Math.abs(end - first - item.frames)).toBeLessThan(48 * 30);
    await untilTitled('Đài xã', titleOf);
  });

  it('loses one item when the server dies, airs the next, and the other output notices nothing', async () => {
    const states = new Set<string>();
    const levels: string[] = [];
    const stop = engine.watch(
      (output, { kind }) => {
        const status = engine.status().find(({ outputCode }) => outputCode === STREAM);
        if (output === STREAM && status !== undefined) states.add(status.state);
        if (kind === 'level') levels.push(output);
      },
      { levels: false },
    );
    const [lost, kept] = await airOnBoth('chet-giua-chung', 'Bài dở dang', async () => {
      await pause(1_500);
      await icecast.kill();
      await pause(700);
      await icecast.restart();
    });
    expect(lost.endReason).toBe('outputFailed');
    expect(lost.frames).toBeGreaterThan(0);
    expect(lost.frames).toBeLessThan(48_000 * 3.5);
    expect(kept).toMatchObject({ endReason: 'completed', frames: item.frames });

    await untilTitled('Đài xã', titleOf);
    stop();
    expect([...states]).toEqual(expect.arrayContaining(['onAir', 'reconnecting', 'idle']));
    expect(levels).toEqual([]);
    const next = await airOnBoth('lai-len', 'Bài sau', () => untilTitled('Bài sau', titleOf));
    for (const ended of next) expect(ended).toMatchObject({ endReason: 'completed', frames: item.frames });
    const { first, end } = soundOf(await rig.recording('chet-giua-chung.mp3'));
    expect(Math.abs(end - first - item.frames)).toBeLessThan(48 * 2);
  });

  it('counts nothing that a server which hangs has not confirmed', async () => {
    const [lost, kept] = await airOnBoth('treo', 'Bài bị treo', async () => {
      icecast.signal('SIGSTOP');
      await books.stream.ended(`treo-${STREAM}`);
      icecast.signal('SIGCONT');
    });
    expect(lost.endReason).toBe('outputFailed');
    expect(lost.frames).toBeLessThan(48_000 * 3);
    expect(kept).toMatchObject({ endReason: 'completed', frames: item.frames });
  });
});

async function untilTitled(title: string, titleOf: () => Promise<string | undefined>): Promise<void> {
  let shown = await titleOf();
  for (let tries = 0; tries < 200 && shown !== title; tries += 1) {
    await pause(50);
    shown = await titleOf();
  }
  expect(shown).toBe(title);
}

/** What a listener hears from now on, as MP3. */
async function listen(port: number, ms: number): Promise<Buffer> {
  const response = await fetch(`http://127.0.0.1:${port}${MOUNT}`, { signal: AbortSignal.timeout(ms) });
  const parts: Uint8Array[] = [];
  try {
    for await (const part of response.body as AsyncIterable<Uint8Array>) parts.push(part);
  } catch {
    // The time is up.
  }
  return Buffer.concat(parts);
}
