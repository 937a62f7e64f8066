import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, OutcomeBook, pause, pcmOf, PlayoutRig } from '../support/playout-rig';

const { output } = PlayoutRig;
const LONGEST_GAP_FRAMES = 20 * 48;
const TRIALS = 4;
const SOUND_CARD = join(__dirname, '..', '..', 'scripts', 'bench', 'sound-card.mjs');

/** Blocks this process, which owns the engine's process as the service does: no timer, no message, no callback runs. */
function stallMainLoop(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** A card that takes samples at exactly their rate and keeps every one of them, behind an `aplay` found first in PATH. */
class CapturingCard {
  private readonly folder = mkdtempSync(join(tmpdir(), 'capture-'));
  private readonly pathBefore = process.env['PATH'] ?? '';
  private readonly card: ChildProcess;

  constructor() {
    const [pcm, said, aplay] = ['pcm', 'said', 'aplay'].map((name) => join(this.folder, name)) as [
      string,
      string,
      string,
    ];
    execFileSync('mkfifo', [pcm, said]);
    // A card's hardware waits for nobody, where that can be had.
    const isGranted = spawnSync('chrt', ['--fifo', '10', 'true']).status === 0;
    const [command, ...args] = [
      ...(isGranted ? ['chrt', '--fifo', '10'] : []),
      process.execPath,
      SOUND_CARD,
      this.folder,
    ];
    this.card = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(aplay, `#!/bin/sh\ncat <'${said}' >&2 &\nexec cat >'${pcm}'\n`, { mode: 0o755 });
    process.env['PATH'] = `${this.folder}:${this.pathBefore}`;
  }

  /** All that it was given, once the engine has let go of it; null when something came later than it had to be heard. */
  async heard(): Promise<Int16Array | null> {
    const said = join(this.folder, 'run-0.json');
    await eventually(
      'the end of what the card keeps',
      () => existsSync(said) && readFileSync(said, 'utf8').endsWith('}'),
    );
    const { late } = JSON.parse(readFileSync(said, 'utf8')) as { readonly late: readonly unknown[] };
    if (late.length > 0) return null;
    const bytes = readFileSync(join(this.folder, 'run-0.pcm'));
    return new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 2))).buffer);
  }

  dispose(): void {
    process.env['PATH'] = this.pathBefore;
    this.card.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Three tones back to back on a new card, the service standing still over a start and within them. */
async function play() {
  const [card, rig, book] = [new CapturingCard(), new PlayoutRig(), new OutcomeBook()];
  try {
    const outputs = [{ code: output, kind: 'soundcard', device: 'do', calibrationMs: 0 } as const];
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
    return { media, ends, renditions: media.map(({ file }) => pcmOf(file)), heard: await card.heard() };
  } finally {
    await rig.dispose();
    card.dispose();
  }
}

test('what the output is given while the service stands still is every frame, back to back, bit for bit', async () => {
  let played = await play();
  // A machine so busy that the engine itself came late says nothing about the service: it is tried again.
  for (let trial = 1; trial < TRIALS && played.heard === null; trial += 1) played = await play();
  const { media, ends, renditions, heard } = played;
  if (heard === null) throw new Error(`The card ran dry in ${String(TRIALS)} trials`);

  expect(ends.map(({ endReason, frames }) => ({ endReason, frames }))).toEqual(
    media.map(({ frames }) => ({ endReason: 'completed', frames })),
  );
  const first = heard.findIndex((sample) => sample !== 0);
  // A rendition may begin with samples that are nought: its place follows from the first that is not.
  let cursor = first - renditions[0]!.findIndex((sample) => sample !== 0);
  for (const [i, rendition] of renditions.entries()) {
    const gap = i === 0 ? 0 : ends[i]!.firstFrame! - ends[i - 1]!.firstFrame! - ends[i - 1]!.frames;
    expect(gap).toBeGreaterThanOrEqual(0);
    expect(gap).toBeLessThanOrEqual(LONGEST_GAP_FRAMES);
    expect(heard.subarray(cursor, cursor + gap).every((sample) => sample === 0)).toBe(true);
    cursor += gap;
    const part = heard.subarray(cursor, cursor + rendition.length);
    // Where it went wrong, not only that it did.
    const wrong = part.findIndex((sample, k) => sample !== rendition[k]);
    expect({ item: i, gap, wrong, heard: part.length }).toEqual({ item: i, gap, wrong: -1, heard: rendition.length });
    cursor += rendition.length;
  }
  expect(heard.length).toBeGreaterThan(cursor);
  expect(heard.subarray(cursor).every((sample) => sample === 0)).toBe(true);
});
