import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { STATION_TIME_ZONE } from '../../src/domain/station';
import { DEFAULT_TIMING } from '../../src/playout/engine/engine-timing';
import type { EngineConfig, FromEngine, ToEngine } from '../../src/playout/engine/protocol';
import { MediaError, VerifiedMedia } from '../../src/playout/engine/verified-media';
import type { ForkedPlayoutEngine } from '../../src/playout/forked.playout-engine';
import { CHIME, eventually, OutcomeBook, pause, pcmOf, PlayoutRig, soundOf, type Ended } from '../support/playout-rig';

const { output } = PlayoutRig;
/** MP3 smears a tone's edges by up to two frames of the format. */
const EDGE_TOLERANCE_FRAMES = 2_400;

describe('Playout engine under faults', () => {
  const rig = new PlayoutRig();
  const tone = rig.tone(1);
  const longTone = rig.tone(9, 800);
  const otherRig = new PlayoutRig();
  let engine: ForkedPlayoutEngine;
  let book: OutcomeBook;

  beforeAll(async () => {
    book = new OutcomeBook();
    engine = await rig.boot(book);
  });
  afterAll(() => Promise.all([rig.dispose(), otherRig.dispose()]));

  it('ends an item whose decoder is killed with the frames it played, and airs the next', async () => {
    const planned = Date.now() + 900;
    await engine.cue(output, rig.cue('broken', longTone, planned, { blockName: 'giai-ma' }));
    await engine.cue(output, rig.cue('after-broken', tone, planned + 6_000, { blockName: 'giai-ma' }));
    await book.started('broken');
    process.kill(
      rig.ffmpegPids('pipe:1\0').filter((pid) => !rig.ffmpegPids('libmp3lame').includes(pid))[0]!,
      'SIGKILL',
    );
    const ended = await book.ended('broken');
    expect(ended.endReason).toBe('decoderFailed');
    expect(ended.frames).toBeGreaterThan(0);
    expect(ended.frames).toBeLessThan(longTone.frames);
    expect(await book.ended('after-broken')).toMatchObject({ endReason: 'completed', frames: tone.frames });
    const pcm = await rig.recording('giai-ma.mp3');
    const heard = soundOf(pcm.subarray(0, ended.firstFrame! + 5 * 48_000));
    expect(Math.abs(heard.end - heard.first - ended.frames)).toBeLessThan(EDGE_TOLERANCE_FRAMES);
  });

  it('gives up an output that hangs, claims no more than its file holds, and airs the next item', async () => {
    const planned = Date.now() + 900;
    await engine.cue(output, rig.cue('hung', longTone, planned, { blockName: 'treo' }));
    await engine.cue(output, rig.cue('after-hung', tone, planned + 4_500, { blockName: 'treo' }));
    await book.started('hung');
    await pause(500);
    process.kill(rig.ffmpegPids('recordings')[0]!, 'SIGSTOP');
    const ended = await book.ended('hung');
    expect(ended.endReason).toBe('outputFailed');
    expect(ended.frames).toBeGreaterThan(0);
    const kept = pcmOf(await eventually('kept file', () => rig.files('recordings').get('treo-dang-do.mp3')));
    const held = kept.length - ended.firstFrame!;
    expect(ended.frames).toBeLessThanOrEqual(held + EDGE_TOLERANCE_FRAMES);
    expect(ended.frames).toBeGreaterThan(held - 24_000);
    expect(await book.ended('after-hung')).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect((await rig.recording('treo-2.mp3')).length).toBeGreaterThan(tone.frames);
    // The air-check of the same mix was not disturbed.
    expect((await rig.recording('treo.mp3', 'airChecks')).length).toBeGreaterThan(0);
  });

  it('settles what a killed engine was playing once, truthfully, and airs the next item on time', async () => {
    const planned = Date.now() + 900;
    await engine.cue(output, rig.cue('lost', longTone, planned, { blockName: 'mat-dien' }));
    await engine.cue(output, rig.cue('after-lost', tone, planned + 4_000, { blockName: 'mat-dien' }));
    const started = await book.started('lost');
    await pause(1_600);
    process.kill(rig.enginePid(), 'SIGKILL');
    const killedAt = Date.now();
    const ended = await book.ended('lost');
    expect(ended).toMatchObject({ endReason: 'engineLost', start: started.start, firstFrame: started.firstFrame });
    const playedFrames = (killedAt - started.start) * 48;
    expect(ended.frames).toBeLessThanOrEqual(playedFrames);
    expect(ended.frames).toBeGreaterThan(0);
    const next = await book.ended('after-lost');
    // From its first frame, at its time or within its grace.
    expect(next).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect(next.start).toBeGreaterThanOrEqual(planned - 1 + 4_000);
    expect(book.of('lost').filter(({ kind }) => kind === 'ended')).toHaveLength(1);
    const kept = soundOf(
      pcmOf(await eventually('kept file', () => rig.files('recordings').get('mat-dien-dang-do.mp3'))),
    );
    expect(kept.end - kept.first).toBeGreaterThanOrEqual(ended.frames);
  });

  it('airs undisturbed when the air-check cannot be written', async () => {
    const name = 'khong-kiem-thinh';
    const date = new Intl.DateTimeFormat('en-CA', { timeZone: STATION_TIME_ZONE, dateStyle: 'short' }).format(
      Date.now(),
    );
    const otherBook = new OutcomeBook();
    const blocked = join(otherRig.directories.airChecks, output, date);
    mkdirSync(dirname(blocked), { recursive: true });
    writeFileSync(blocked, 'a file where a folder should be');
    const other = await otherRig.boot(otherBook);
    await other.cue(output, otherRig.cue('unwatched', tone, Date.now() + 800, { blockName: name }));
    expect(await otherBook.ended('unwatched')).toMatchObject({ endReason: 'completed', frames: tone.frames });
  });

  it('cuts the item and finishes its files when the service drains, and never plays it again', async () => {
    await engine.cue(output, rig.cue('drained', longTone, Date.now() + 900, { blockName: 'dung' }));
    await book.started('drained');
    await engine.drain();
    const ended = await book.ended('drained');
    expect(ended.endReason).toBe('engineLost');
    expect(ended.frames).toBeGreaterThan(0);
    const heard = soundOf(await rig.recording('dung.mp3'));
    expect(Math.abs(heard.end - heard.first - ended.frames)).toBeLessThan(EDGE_TOLERANCE_FRAMES);

    const rebooted = await rig.boot(book);
    await rebooted.cue(output, rig.cue('drained', longTone, Date.now(), { blockName: 'dung' }));
    await eventually('the old answer', () => book.of('drained').filter(({ kind }) => kind === 'ended').length === 2);
    expect(book.of('drained').at(-1)).toEqual(ended);
    await rebooted.drain();
    expect([...rig.files('recordings').keys()].filter((file) => file.startsWith('dung'))).toEqual(['dung.mp3']);
  });

  it('reports at the next start what the service that was killed never took in', async () => {
    const config: EngineConfig = {
      output: { code: output, kind: 'file', calibrationMs: 0 },
      directories: rig.directories,
      timeZone: STATION_TIME_ZONE,
      chimeFile: CHIME,
      liveSources: [],
      timing: { ...DEFAULT_TIMING, openLeadMs: 500 },
    };
    const child = fork(rig.built.entryPath, [JSON.stringify(config)], { execArgv: [] });
    const heard: FromEngine[] = [];
    child.on('message', (message) => heard.push(message as FromEngine));
    await eventually('a ready engine', () => heard.some(({ kind }) => kind === 'ready'));
    const cue = rig.cue('orphan', longTone, Date.now() + 900, { blockName: 'mo-coi' });
    child.send({ kind: 'cue', cue, commandedAt: Date.now() } satisfies ToEngine);
    await eventually('the start', () => heard.some((m) => m.kind === 'outcome' && m.outcome.kind === 'started'));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.disconnect();
    expect(await exited).toBe(0);
    expect([...rig.files('recordings').keys()].filter((name) => name.startsWith('mo-coi'))).toEqual(['mo-coi.mp3']);

    const later = new OutcomeBook();
    const rebooted = await rig.boot(later);
    const ended: Ended = await later.ended('orphan');
    expect(ended).toMatchObject({ endReason: 'engineLost', sha256: longTone.sha256 });
    const { first, end } = soundOf(await rig.recording('mo-coi.mp3'));
    expect(Math.abs(end - first - ended.frames)).toBeLessThan(EDGE_TOLERANCE_FRAMES);
    await rebooted.drain();
  });

  it('lets through no byte that was altered after the file was verified', async () => {
    const file = join(rig.folder, 'altered-later.bin');
    writeFileSync(file, Buffer.alloc(700_000, 7));
    const media = await VerifiedMedia.open(file, createHash('sha256').update(readFileSync(file)).digest('hex'));
    const writer = await open(file, 'r+');
    await writer.write(Buffer.from([8]), 0, 1, 300_000);
    await writer.close();
    const passed: number[] = [];
    const reading = (async () => {
      for await (const chunk of media.chunks()) passed.push(chunk.length);
    })();
    await expect(reading).rejects.toThrow(MediaError);
    expect(passed).toEqual([131_072, 131_072]);
    await media.close();
  });
});
