import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputConfig } from '../../src/playout/engine/protocol';
import { Journal, type JournalRecord } from '../../src/playout/engine/journal';
import type { ForkedPlayoutEngine } from '../../src/playout/forked.playout-engine';
import { tonesIn } from '../support/heard';
import { eventually, OutcomeBook, pause, pcmOf, PlayoutRig } from '../support/playout-rig';
import { childrenOf } from '../support/processes';

/** Which process each output's engine loses; they are independent, so that one run shows them all. */
const CODES = ['giai-ma', 'dong-co', 'bo-ghi', 'chuan-bi', 'bi-sua', 'dia-day'] as const;
type Code = (typeof CODES)[number];
const LONG_HZ = 800;
const SHORT_HZ = 1_000;
const NEXT_AFTER_MS = 7_000;
/** MP3 smears a tone's edges. */
const EDGE_FRAMES = 4_800;

const isRoot = process.getuid?.() === 0;
const outputs = CODES.map((code): OutputConfig => ({ code, kind: 'file', calibrationMs: 0 }));

describe('Playout engines whose processes hang or die, all at the same time', () => {
  const rig = new PlayoutRig();
  const book = new OutcomeBook();
  const long = rig.tone(6, LONG_HZ);
  const short = rig.tone(1, SHORT_HZ);
  const path = process.env['PATH'];
  const fullDisk = join(rig.directories.recordings, 'dia-day');
  let engine: ForkedPlayoutEngine;
  let hungAtBirth: string;

  beforeAll(async () => {
    hungAtBirth = hangFirstDecoder(rig.folder);
    process.env['PATH'] = `${join(rig.folder, 'bin')}:${String(path)}`;
    mkdirSync(fullDisk, { recursive: true });
    if (isRoot) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', fullDisk]);
    engine = await rig.boot(book, outputs, { hungAfterMs: 2_000, decoderPatienceMs: 1_500, prepareLeadMs: 4_000 });
    // The first decoder of all hangs as it begins, seconds before its item.
    const late = Date.now() + 5_500;
    await engine.cue('chuan-bi', rig.cue('chuan-bi', short, late, { blockName: 'chuan-bi' }));
    await eventually('a decoder that hangs', () => existsSync(hungAtBirth));
    await strike();
  });
  afterAll(async () => {
    process.env['PATH'] = path;
    await engine.drain();
    if (isRoot) execFileSync('umount', ['--lazy', fullDisk]);
    await rig.dispose();
  });

  async function strike(): Promise<void> {
    const altered = rig.tone(6, 600);
    const planned = Date.now() + 1_500;
    const next = planned + NEXT_AFTER_MS;
    // Cued seconds before its file is opened, and altered in between.
    await engine.cue('bi-sua', rig.cue('bi-sua', altered, next - 1_500, { blockName: 'bi-sua' }));
    copyFileSync(long.file, altered.file);
    for (const code of CODES) {
      if (code !== 'chuan-bi' && code !== 'bi-sua')
        await engine.cue(code, rig.cue(code, long, planned, { blockName: code }));
      if (code !== 'chuan-bi') await engine.cue(code, rig.cue(`${code}/next`, short, next, { blockName: code }));
    }
    for (const code of ['giai-ma', 'dong-co', 'bo-ghi']) await book.started(code);
    await pause(1_300);
    process.kill(decoderOf('giai-ma'), 'SIGSTOP');
    process.kill(rig.enginePid('dong-co'), 'SIGSTOP');
    process.kill(childrenOf(rig.enginePid('bo-ghi'), fileOf('bo-ghi'))[0]!, 'SIGKILL');
  }

  const decoderOf = (code: Code): number =>
    childrenOf(rig.enginePid(code), 'pipe:1\0').find((pid) => !childrenOf(rig.enginePid(code), 'lame').includes(pid))!;
  const fileOf = (code: Code): string => join(rig.directories.recordings, code);

  /** Everything that the output's files hold, once the next item is over. */
  async function captured(code: Code) {
    await eventually(`closed files of ${code}`, () => {
      const names = [...rig.files('recordings', code).keys()];
      return names.length > 0 && names.every((name) => name.endsWith('.mp3'));
    });
    const tones = [...rig.files('recordings', code).values()].flatMap((file) =>
      tonesIn(pcmOf(file), [600, LONG_HZ, SHORT_HZ]),
    );
    return (hertz: number) => tones.filter((tone) => tone.hertz === hertz);
  }

  async function expectNextOnTimeOnce(code: Code): Promise<void> {
    const ended = await book.ended(`${code}/next`);
    expect(ended).toMatchObject({ endReason: 'completed', frames: short.frames });
    const heard = (await captured(code))(SHORT_HZ);
    expect(heard).toHaveLength(1);
    expect(Math.abs(heard[0]!.frames - short.frames)).toBeLessThan(EDGE_FRAMES);
  }

  it('ends an item whose decoder is stopped, claims what sounded, ends the decoder and airs the next', async () => {
    const ended = await book.ended('giai-ma');
    expect(ended.endReason).toBe('decoderFailed');
    await expectNextOnTimeOnce('giai-ma');
    const heard = (await captured('giai-ma'))(LONG_HZ);
    expect(heard).toHaveLength(1);
    expect(Math.abs(heard[0]!.frames - ended.frames)).toBeLessThan(EDGE_FRAMES);
    expect(ended.frames).toBeLessThan(long.frames);
    expect(childrenOf(rig.enginePid('giai-ma'), 'pipe:0')).toEqual([]);
  });

  it('kills an engine that is stopped, settles its item once with no more than sounded, and airs the next', async () => {
    const ended = await book.ended('dong-co');
    expect(ended.endReason).toBe('engineLost');
    expect(ended.frames).toBeGreaterThan(0);
    await expectNextOnTimeOnce('dong-co');
    const heard = (await captured('dong-co'))(LONG_HZ);
    expect(heard).toHaveLength(1);
    expect(ended.frames).toBeLessThanOrEqual(heard[0]!.frames + EDGE_FRAMES);
    expect(heard[0]!.frames).toBeLessThan(long.frames - EDGE_FRAMES);
    expect(book.of('dong-co').filter(({ kind }) => kind === 'ended')).toHaveLength(1);
  });

  it('loses what plays when the writer of the file is killed, and airs the next', async () => {
    const ended = await book.ended('bo-ghi');
    expect(ended.endReason).toBe('outputFailed');
    await expectNextOnTimeOnce('bo-ghi');
    const heard = (await captured('bo-ghi'))(LONG_HZ);
    expect(heard).toHaveLength(1);
    expect(ended.frames).toBeLessThanOrEqual(heard[0]!.frames + EDGE_FRAMES);
  });

  it('replaces a decoder that hangs before its item, which starts as if nothing had been', async () => {
    expect(await book.ended('chuan-bi')).toMatchObject({ endReason: 'completed', frames: short.frames });
    expect((await captured('chuan-bi'))(SHORT_HZ)).toHaveLength(1);
  });

  it('airs not one sample of a file that was altered after its cue', async () => {
    expect(await book.ended('bi-sua')).toMatchObject({ endReason: 'mediaAltered', frames: 0, start: null });
    await expectNextOnTimeOnce('bi-sua');
    expect((await captured('bi-sua'))(LONG_HZ)).toEqual([]);
  });

  (isRoot ? it : it.skip)('gives up an output whose disk is full, and no other notices', async () => {
    const ended = await book.ended('dia-day');
    expect(ended.endReason).toBe('outputFailed');
    const kept = [...rig.files('recordings', 'dia-day').values()].flatMap((file) => tonesIn(pcmOf(file), [LONG_HZ]));
    expect(ended.frames).toBeLessThanOrEqual((kept[0]?.frames ?? 0) + EDGE_FRAMES);
    const next = await book.ended('dia-day/next');
    expect(next.endReason).toBe('outputFailed');
    // The last page of the disk may have had room for one packet.
    expect(next.frames).toBeLessThan(EDGE_FRAMES);
  });
});

(isRoot ? describe : describe.skip)('The journal on a full disk', () => {
  const rig = new PlayoutRig();
  const tone = rig.tone(2, SHORT_HZ);
  const { journal: folder } = rig.directories;
  const filler = join(folder, 'filler');

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  });
  afterAll(async () => {
    execFileSync('umount', ['--lazy', folder]);
    await rig.dispose();
  });

  /** Takes all that is left of the disk. */
  const fill = () => {
    try {
      execFileSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k', 'count=64'], { stdio: 'ignore' });
    } catch {
      // It is full: what was wanted.
    }
  };
  const free = () => execFileSync('rm', ['-f', filler]);

  it('forgets no item that was announced after half a line was torn off', async () => {
    const path = join(folder, 'rach.jsonl');
    const journal = await Journal.open(path, 0);
    const record = (deliveryId: string): JournalRecord => ({
      ...{ kind: 'starting', at: 1, deliveryId, commandedAt: 1, sha256: 'aa'.repeat(32), interruption: 'resume' },
    });
    // The page that the first line took holds some more, and then part of one.
    await journal.append(record('before'), true);
    fill();
    let isFull = false;
    for (let n = 0; n < 60 && !isFull; n += 1)
      isFull = await journal.append(record(`before-${String(n)}`), true).then(
        () => false,
        () => true,
      );
    expect(readFileSync(path, 'utf8')).not.toMatch(/\n$/);
    free();
    await journal.append(record('after'), true);
    await journal.close();
    const reopened = await Journal.open(path, 0);
    expect(reopened.get('after')).toMatchObject({ state: 'unfinished' });
    await reopened.close();
    execFileSync('rm', [path]);
  });

  it('starts nothing that it could not announce, and what is on the air goes on to its end', async () => {
    const book = new OutcomeBook();
    const engine = await rig.boot(book);
    const planned = Date.now() + 1_000;
    await engine.cue(PlayoutRig.output, rig.cue('announced', tone, planned, { blockName: 'nhat-ky' }));
    await book.started('announced');
    fill();
    // What is left of the journal's own page takes a few records more.
    for (let n = 0; n < 12; n += 1) {
      await engine.cue(PlayoutRig.output, rig.cue(`gone-${String(n)}`, { ...tone, file: '/nowhere' }, planned));
      expect(await book.ended(`gone-${String(n)}`)).toMatchObject({ endReason: 'mediaMissing' });
    }
    await engine.cue(
      PlayoutRig.output,
      rig.cue('unannounced', tone, planned + 3_000, { blockName: 'nhat-ky', startGraceMs: 1_000 }),
    );
    expect(await book.ended('announced')).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect(await book.ended('unannounced')).toMatchObject({ endReason: 'startedTooLate', frames: 0 });
    free();
    await engine.cue(PlayoutRig.output, rig.cue('afterwards', tone, Date.now(), { blockName: 'nhat-ky' }));
    expect(await book.ended('afterwards')).toMatchObject({ endReason: 'completed', frames: tone.frames });
    await engine.drain();
    const heard = [...rig.files('recordings').values()].flatMap((file) => tonesIn(pcmOf(file), [SHORT_HZ]));
    expect(heard).toHaveLength(2);
  });
});

/** Puts an ffmpeg first on the PATH of which the first decoder stops itself. @returns what exists once it has */
function hangFirstDecoder(folder: string): string {
  const mark = join(folder, 'hung');
  const real = execFileSync('sh', ['-c', 'command -v ffmpeg']).toString().trim();
  const script = `#!/bin/sh\ncase "$*" in *'-f mp3 -i pipe:0'*) mkdir '${mark}' 2>/dev/null && kill -STOP $$;; esac\nexec ${real} "$@"\n`;
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'ffmpeg'), script);
  chmodSync(join(folder, 'bin', 'ffmpeg'), 0o755);
  return mark;
}
