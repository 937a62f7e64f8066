import { spawn } from 'node:child_process';
import type { LiveSourceConfig } from '../../src/playout/relay/live-feed';
import type { ForkedPlayoutEngine } from '../../src/playout/forked.playout-engine';
import type { PlayoutCue, PlayoutOutcome } from '../../src/playout/playout-engine';
import { ICECAST_PASSWORD, TestIcecast } from '../support/icecast';
import { LiveServer } from '../support/live-server';
import { eventually, OutcomeBook, pcmOf, PlayoutRig, soundOf } from '../support/playout-rig';

const SECOND = 48_000;
const RELAY_SECONDS = 8;
const MOUNT = '/tiep-am.mp3';
const OUTPUTS = ['icecast', 'dut', 'im-lang', 'hls', 'khong-tra-loi', 'khan-cap'];
/** 50 ms: some twenty waves of the lowest tone. */
const WINDOW = 2_400;
/** What MP3 smears an edge by, and what of a fade lies under the threshold. */
const EDGE_FRAMES = 60 * 48;

type Interrupted = Extract<PlayoutOutcome, { kind: 'interrupted' }>;

describe('Live sources on real engines', () => {
  const rig = new PlayoutRig();
  const book = new OutcomeBook();
  const tune = rig.tone(0.5, 2_000);
  const talk = rig.tone(0.7, 400);
  const filler = rig.tone(0.8, 1_200);
  let engine: ForkedPlayoutEngine;
  let server: LiveServer;
  let breaking: LiveServer;
  let icecast: TestIcecast;
  let broadcaster: ReturnType<typeof spawn>;

  beforeAll(async () => {
    [server, breaking, icecast] = await Promise.all([LiveServer.start(), LiveServer.start(), TestIcecast.start(MOUNT)]);
    broadcaster = spawn('ffmpeg', [
      ...[
        '-nostdin',
        '-loglevel',
        'quiet',
        '-re',
        '-f',
        'lavfi',
        '-i',
        'sine=frequency=700:sample_rate=48000,volume=12dB',
      ],
      ...['-c:a', 'libmp3lame', '-b:a', '96k', '-content_type', 'audio/mpeg', '-f', 'mp3'],
      `icecast://source:${encodeURIComponent(ICECAST_PASSWORD)}@127.0.0.1:${icecast.port}${MOUNT}`,
    ]);
    const source = (code: string, url: string): LiveSourceConfig => {
      const patience = { silenceSeconds: 1, giveUpSeconds: code === 'dut' || code === 'khong-tra-loi' ? 4 : 20 };
      return { code, name: code, url, allowPrivate: ['127.0.0.1'], ...patience };
    };
    const sources = [
      source('icecast', `http://127.0.0.1:${icecast.port}${MOUNT}`),
      source('dut', breaking.url('/tone')),
      source('im-lang', server.url('/silent-after?seconds=1.5')),
      source('hls', server.url('/live.m3u8')),
      source('khong-tra-loi', server.url('/never')),
      source('khan-cap', server.url('/tone')),
    ];
    const outputs = OUTPUTS.map((code) => ({ code, kind: 'file' as const, calibrationMs: 0 }));
    for (let waited = 0; (await icecast.source()) === null && waited < 100; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    // Six engines at once: a busy machine's pauses are not to count as an output that hangs.
    engine = await rig.boot(book, outputs, { outputStallMs: 10_000 }, sources);
  }, 60_000);
  afterAll(async () => {
    broadcaster.kill('SIGKILL');
    await rig.dispose();
    await Promise.all([server.stop(), icecast.dispose()]);
  });

  /** Opening tune, a relay of so many seconds, an item and a closing tune, and a filler under all of it. */
  async function session(code: string, start: number, relaySeconds: number): Promise<void> {
    const relayAt = start + 500;
    const talkAt = relayAt + relaySeconds * 1000;
    const block = { blockName: code };
    const end = talkAt + 700;
    const live: Partial<PlayoutCue> = {
      ...{ ...block, liveSource: code, file: '', sha256: '', frames: relaySeconds * SECOND },
      ...{ latestEnd: talkAt, startGraceMs: relaySeconds * 1000 - 1_000 },
    };
    const gap: Partial<PlayoutCue> = {
      ...{ ...block, priority: 'FILLER', frames: ((end - start) / 1000) * SECOND, latestEnd: end },
    };
    await engine.cue(code, rig.cue(`${code}/dem`, filler, start, { ...gap, startGraceMs: end - start }));
    await engine.cue(code, rig.cue(`${code}/mo-dau`, tune, start, block));
    await engine.cue(code, rig.cue(`${code}/tiep-am`, tune, relayAt, live));
    await engine.cue(code, rig.cue(`${code}/tin`, talk, talkAt, block));
    await engine.cue(code, rig.cue(`${code}/ket-thuc`, tune, end, block));
  }

  /** Whatever the relay did, the others are heard whole and in order. That they lie at their very frame is the mixer's spec. */
  async function expectInPlace(code: string): Promise<{ start: number; relayEnd: number }> {
    const opening = await book.ended(`${code}/mo-dau`);
    const item = await book.ended(`${code}/tin`);
    const closing = await book.ended(`${code}/ket-thuc`);
    for (const { endReason } of [opening, item, closing]) expect(endReason).toBe('completed');
    expect(item).toMatchObject({ frames: talk.frames, segment: 0 });
    expect(closing.firstFrame).toBeGreaterThanOrEqual(item.firstFrame! + item.frames);
    expect(item.firstFrame).toBeGreaterThan(opening.firstFrame! + opening.frames);
    return { start: opening.firstFrame!, relayEnd: item.firstFrame! };
  }

  const fillerSegments = async (code: string): Promise<{ firstFrame: number; frames: number }[]> => {
    const last = await book.ended(`${code}/dem`);
    const before = book.of(`${code}/dem`).filter((outcome): outcome is Interrupted => outcome.kind === 'interrupted');
    return [...before, last].flatMap(({ firstFrame, frames }) => (firstFrame === null ? [] : [{ firstFrame, frames }]));
  };

  it('relays for its fixed time between tune and items, and ends with what replaces it where it fails', async () => {
    // Early enough for a busy machine to connect before the relay begins.
    const start = Date.now() + 5_000;
    for (const code of OUTPUTS.slice(0, 5)) await session(code, start, RELAY_SECONDS);
    await book.started('dut/tiep-am');
    await breaking.stop();

    // An Icecast mount and an HLS stream, whole.
    for (const code of ['icecast', 'hls']) {
      const { relayEnd } = await expectInPlace(code);
      const relay = await book.ended(`${code}/tiep-am`);
      expect(relay).toMatchObject({ endReason: 'completed', segment: 0, sha256: '' });
      // Less only by how late a busy machine connected.
      expect(relay.frames).toBeGreaterThan(0.5 * RELAY_SECONDS * SECOND);
      expect(relay.frames).toBeLessThanOrEqual(RELAY_SECONDS * SECOND);
      const pcm = await recordingOf(code, code);
      expectPitch(pcm.subarray(relayEnd - 2 * SECOND, relayEnd - SECOND), 700);
      expectPitch(pcm.subarray(relayEnd + 4_800, relayEnd + 24_000), 400);
    }

    // Broken off, silent, never heard: what was heard is counted, and the filler has the rest up to the item.
    for (const [code, reason, most] of [
      // What was gathered before it broke off is still heard.
      ['dut', 'sourceFailed', RELAY_SECONDS - 0.5],
      ['im-lang', 'sourceSilent', 5],
      ['khong-tra-loi', 'sourceFailed', 0],
    ] as const) {
      const { start: opening, relayEnd } = await expectInPlace(code);
      const relay = await book.ended(`${code}/tiep-am`);
      expect(relay.endReason).toBe(reason);
      expect(relay.frames).toBeLessThanOrEqual(most * SECOND);
      if (most > 0) expect(relay.frames).toBeGreaterThan(SECOND);
      // The filler may also have been heard before the relay, where that connected late.
      const { firstFrame, frames } = (await fillerSegments(code)).at(-1)!;
      // Less only by where the looped file begins anew.
      expect(firstFrame + frames).toBeLessThanOrEqual(relayEnd);
      expect(frames).toBeGreaterThan(0.5 * (relayEnd - firstFrame));
      expect(firstFrame).toBeGreaterThanOrEqual(opening + 0.5 * SECOND + relay.frames);
      const pcm = await recordingOf(code, code);
      expectPitch(pcm.subarray(firstFrame + 4_800, firstFrame + Math.min(frames, SECOND)), 1_200);
      const gap = pcm.subarray(relayEnd + EDGE_FRAMES, relayEnd + talk.frames - EDGE_FRAMES);
      expectPitch(gap, 400);
    }
    const whole = await book.ended('icecast/tiep-am');
    for (const { firstFrame, frames } of await fillerSegments('icecast'))
      expect(firstFrame + frames).toBeLessThanOrEqual(whole.firstFrame!);
  });

  it('airs an emergency from a live source behind the chime, and takes it off after its time', async () => {
    const now = Date.now();
    const emergency: Partial<PlayoutCue> = {
      ...{ priority: 'EMERGENCY', blockName: 'truc-tiep', liveSource: 'khan-cap', startGraceMs: 60_000 },
      ...{ file: '', sha256: '', frames: 2 * SECOND },
    };
    await engine.cue('khan-cap', rig.cue('truc-tiep', tune, now, emergency));
    const live = await book.ended('truc-tiep');
    expect(live.endReason).toBe('completed');
    expect(live.frames).toBeGreaterThan(SECOND);
    expect(live.frames).toBeLessThanOrEqual(2 * SECOND);
    const pcm = await recordingOf('khan-cap', 'truc-tiep');
    const chime = soundOf(pcm);
    expectPitch(pcm.subarray(chime.first + 480, chime.first + 9_600), 960);
    expectPitch(pcm.subarray(chime.end - SECOND, chime.end - SECOND / 2), 700);
  });

  it('airs it without the chime where the cue says so', async () => {
    const quiet = { priority: 'EMERGENCY', chime: false, blockName: 'khong-chuong', startGraceMs: 60_000 } as const;
    await engine.cue('khan-cap', rig.cue('khong-chuong', talk, Date.now(), quiet));
    await book.ended('khong-chuong');
    const pcm = await recordingOf('khan-cap', 'khong-chuong');
    const { first, end } = soundOf(pcm);
    expect(end - first).toBeLessThan(talk.frames + EDGE_FRAMES);
  });

  const recordingOf = (code: string, name: string): Promise<Int16Array> =>
    eventually(`recording ${name}`, () => rig.files('recordings', code).get(`${name}.mp3`)).then(pcmOf);
});

/** Near enough to tell the tones of this test apart where a stream's joints click, or a busy machine left a hole. */
function expectPitch(pcm: Int16Array, hertz: number): void {
  const windows = Array.from({ length: Math.floor(pcm.length / WINDOW) }, (_, n) => n * WINDOW);
  const pitches = windows.map((at) => pitchOf(pcm.subarray(at, at + WINDOW))).sort((a, b) => a - b);
  const median = pitches[Math.floor(pitches.length / 2)] ?? 0;
  expect(Math.abs(median / hertz - 1)).toBeLessThan(0.15);
}

/** By its zero crossings, in hertz. */
function pitchOf(pcm: Int16Array): number {
  let crossings = 0;
  for (let i = 1; i < pcm.length; i += 1) if ((pcm[i - 1] ?? 0) < 0 && (pcm[i] ?? 0) >= 0) crossings += 1;
  return (crossings * SECOND) / pcm.length;
}
