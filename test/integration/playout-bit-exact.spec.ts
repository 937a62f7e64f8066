import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutcomeBook, pause, pcmOf, PlayoutRig } from '../support/playout-rig';

const { output } = PlayoutRig;
const LONGEST_GAP_FRAMES = 20 * 48;

/** Blocks this process, which owns the engine's process as the service does: no timer, no message, no callback runs. */
function stallMainLoop(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Where ALSA's own file plug-in, behind the real aplay, keeps every sample it was given; it paces nothing. */
class CapturingCard {
  readonly device = 'capture';
  private readonly folder = mkdtempSync(join(tmpdir(), 'capture-'));
  private readonly file = join(this.folder, 'heard.raw');
  private readonly before = process.env['ALSA_CONFIG_PATH'];

  constructor() {
    const config = join(this.folder, 'asound.conf');
    const capture = `type file slave.pcm null file "${this.file}" format raw`;
    writeFileSync(config, `</usr/share/alsa/alsa.conf>\npcm.${this.device} { ${capture} }\n`);
    process.env['ALSA_CONFIG_PATH'] = config;
  }

  heard(): Int16Array {
    const bytes = existsSync(this.file) ? readFileSync(this.file) : Buffer.alloc(0);
    return new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 2))).buffer);
  }

  dispose(): void {
    if (this.before === undefined) delete process.env['ALSA_CONFIG_PATH'];
    else process.env['ALSA_CONFIG_PATH'] = this.before;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe('What the output is given while the service stands still', () => {
  const card = new CapturingCard();
  const rig = new PlayoutRig();
  const book = new OutcomeBook();
  afterAll(async () => {
    await rig.dispose();
    card.dispose();
  });

  it('is every frame of every rendition, back to back, bit for bit, through stalls over a start and within items', async () => {
    const outputs = [{ code: output, kind: 'soundcard', device: card.device, calibrationMs: 0 } as const];
    const engine = await rig.boot(book, outputs, { openLeadMs: 1_500 });
    const media = [rig.tone(1.1, 600), rig.tone(0.9, 1_000), rig.tone(1.3, 1_500)];
    const begin = Date.now() + 2_500;
    let planned = begin;
    for (const [i, tone] of media.entries()) {
      await engine.cue(output, rig.cue(`row-${i}`, tone, planned));
      planned += Math.ceil(tone.frames / 48);
    }
    await pause(begin - 300 - Date.now());
    for (let stalls = 0; stalls < 4; stalls += 1) {
      stallMainLoop(500);
      await pause(120);
    }
    const ends = await Promise.all(media.map((_, i) => book.ended(`row-${i}`)));
    await engine.drain();

    expect(ends.map(({ endReason, frames }) => ({ endReason, frames }))).toEqual(
      media.map(({ frames }) => ({ endReason: 'completed', frames })),
    );
    const heard = card.heard();
    const first = heard.findIndex((sample) => sample !== 0);
    const renditions = media.map(({ file }) => pcmOf(file));
    // A rendition may begin with samples that are nought: its place follows from the first that is not.
    let cursor = first - renditions[0]!.findIndex((sample) => sample !== 0);
    for (const [i, rendition] of renditions.entries()) {
      const gap = i === 0 ? 0 : ends[i]!.firstFrame! - ends[i - 1]!.firstFrame! - ends[i - 1]!.frames;
      expect(gap).toBeGreaterThanOrEqual(0);
      expect(gap).toBeLessThanOrEqual(LONGEST_GAP_FRAMES);
      expect(heard.subarray(cursor, cursor + gap).every((sample) => sample === 0)).toBe(true);
      cursor += gap;
      expect(Buffer.compare(asBytes(heard.subarray(cursor, cursor + rendition.length)), asBytes(rendition))).toBe(0);
      cursor += rendition.length;
    }
    expect(heard.length).toBeGreaterThan(cursor);
    expect(heard.subarray(cursor).every((sample) => sample === 0)).toBe(true);
  });
});

function asBytes({ buffer, byteOffset, byteLength }: Int16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
