import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputConfig } from '../../src/playout/engine/protocol';
import type { ForkedPlayoutEngine, PlayoutEngineOptions } from '../../src/playout/forked.playout-engine';
import { AirCheckExaminer } from '../../src/playout/proof/air-check.examiner';
import { PlayoutOutcomes, type PlayoutOutcome } from '../../src/playout/playout-engine';
import { MOUNT_TAP_AGENT } from '../../src/playout/engine/mount-tap';
import { speechFile } from '../support/speech-file';
import { ICECAST_PASSWORD, TestIcecast } from '../support/icecast';
import { mediaOf, OutcomeBook, pause, pcmOf, PlayoutRig, soundOf, type Ended, type Tone } from '../support/playout-rig';
import { childrenOf, commandLineOf } from '../support/processes';

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
  const item = rig.tone(6);
  const speech = mediaOf(speechFile(join(rig.folder, 'tin.mp3'), { seconds: 5 }));
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

  async function airOnBoth(
    name: string,
    title: string,
    { sound, during }: { sound: Tone; during: () => Promise<void> },
  ): Promise<[Ended, Ended]> {
    const planned = Date.now() + 1_000;
    const cue = (code: string) =>
      engine.cue(code, rig.cue(`${name}-${code}`, sound, planned, { blockName: name, title }));
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

  it('loses one item when the server dies, and the other output notices nothing', async () => {
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
    const [lost, kept] = await airOnBoth('chet-giua-chung', 'Bài dở dang', {
      sound: item,
      during: async () => {
        // Until the server has confirmed something.
        await pause(2_000);
        await icecast.kill();
        await icecast.restart();
      },
    });
    expect(lost.endReason).toBe('outputFailed');
    expect(lost.frames).toBeGreaterThan(0);
    expect(lost.frames).toBeLessThan(item.frames);
    expect(kept).toMatchObject({ endReason: 'completed', frames: item.frames });
    const { first, end } = soundOf(await rig.recording('chet-giua-chung.mp3'));
    expect(Math.abs(end - first - item.frames)).toBeLessThan(48 * 2);
    await untilTitled('Đài xã', titleOf);
    stop();
    expect([...states]).toEqual(expect.arrayContaining(['onAir', 'reconnecting', 'idle']));
    expect(levels).toEqual([]);
  });

  it('airs the next one after it has connected again; listeners hear it and read its title', async () => {
    await untilTitled('Đài xã', titleOf);
    const stop = listen(icecast.port);
    const title = 'Chuyển đổi số – Số 5';
    const ends = await airOnBoth('lai-len', title, {
      sound: speech,
      during: async () => {
        await icecast.dropListeners(MOUNT, MOUNT_TAP_AGENT);
        await untilTitled(title, titleOf);
      },
    });
    for (const ended of ends) expect(ended).toMatchObject({ endReason: 'completed', frames: speech.frames });
    await untilTitled('Đài xã', titleOf);
    const file = join(rig.folder, 'heard.mp3');
    writeFileSync(file, await stop());
    const [heard, spoken] = [file, speech.file].map((path) => {
      const { first, end } = soundOf(pcmOf(path));
      return end - first;
    });
    expect(Math.abs(heard! - spoken!)).toBeLessThan(48 * 30);

    // The air-check is what came back, at its very place, and silent where its listener had been thrown out.
    const { airCheck, firstFrame, frames } = ends[0];
    expect(airCheck).toMatch(/\/lai-len-tra-ve$/);
    expect([...rig.files('airChecks', STREAM).keys()]).toContain('lai-len-tra-ve.mp3');
    const proof = await new AirCheckExaminer({ directories: rig.directories } as PlayoutEngineOptions).examine(
      {
        ...{ outputCode: STREAM, airCheck: airCheck!, firstFrame: firstFrame! },
        ...{ itemFrame: 0, frames, renditionFile: speech.file },
      },
      new AbortController().signal,
    );
    expect(proof).toMatchObject({ verdict: 'silent', dropouts: [expect.anything()] });
    if (proof?.verdict === 'silent') expect(Math.abs(proof.offsetMs!)).toBeLessThan(1);
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

/** What a listener hears from now on, as MP3; call the result to end it. */
function listen(port: number): () => Promise<Buffer> {
  const leaving = new AbortController();
  const heard = (async () => {
    const parts: Uint8Array[] = [];
    try {
      const { body } = await fetch(`http://127.0.0.1:${port}${MOUNT}`, { signal: leaving.signal });
      for await (const part of body as AsyncIterable<Uint8Array>) parts.push(part);
    } catch {
      // It left.
    }
    return Buffer.concat(parts);
  })();
  return () => {
    leaving.abort();
    return heard;
  };
}
