/**
 * A sound card that exists only in time, a process of its own: takes s16le mono 48 kHz PCM from the FIFO `pcm`, no more
 * than its ring has room for, and plays sample n at t0 + n / 48000, t0 being the arrival of the first one; a sample that
 * comes later than that is heard when it comes. Keeps what it played as run-N.pcm, and t0 and every late arrival as
 * run-N.json. A writer that closes the FIFO ends a run. On the FIFO `said`, if there is one, it says what its ring took
 * in the words of `aplay -vvv`.
 * Usage: sound-card.mjs FOLDER
 */
import { createWriteStream, existsSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from './figures.mjs';

const FRAMES_PER_MS = 48;
const BYTES = 2;
const RING_FRAMES = 150 * FRAMES_PER_MS;
const PERIOD_FRAMES = 25 * FRAMES_PER_MS;

const folder = process.argv[2];
const said = join(folder, 'said');

for (let run = 0; ; run += 1) await playRun(join(folder, `run-${run}`));

async function playRun(path) {
  const [pcm, voice] = await Promise.all([open(join(folder, 'pcm')), existsSync(said) ? open(said, 'w') : null]);
  const say = (text) => voice?.write(text).catch(() => undefined);
  void say(`  buffer_size  : ${RING_FRAMES}\n  rate         : 48000\n`);
  const kept = createWriteStream(`${path}.pcm`);
  const buffer = Buffer.alloc(RING_FRAMES * BYTES);
  const late = [];
  let [t0, taken, odd] = [null, 0, 0];
  for (;;) {
    const room = t0 === null ? RING_FRAMES : RING_FRAMES - taken + (monotonicMs() - t0) * FRAMES_PER_MS;
    if (room < PERIOD_FRAMES) {
      await sleep((PERIOD_FRAMES - room) / FRAMES_PER_MS);
      continue;
    }
    const wanted = Math.floor(Math.min(room, RING_FRAMES)) * BYTES;
    const { bytesRead } = await pcm.read(buffer, odd, wanted - odd);
    const at = monotonicMs();
    if (bytesRead === 0) break;
    t0 ??= at;
    const frames = Math.floor((odd + bytesRead) / BYTES);
    const due = t0 + taken / FRAMES_PER_MS;
    if (at > due) late.push({ position: taken, frames, at, byMs: at - due });
    kept.write(Buffer.from(buffer.subarray(0, frames * BYTES)));
    odd = (odd + bytesRead) % BYTES;
    if (odd > 0) buffer.copyWithin(0, frames * BYTES, frames * BYTES + odd);
    taken += frames;
    if (frames > 0) void say(`Max peak (${frames} samples): 0x00000000 # 0%\n`);
  }
  await pcm.close();
  await voice?.close().catch(() => undefined);
  await new Promise((resolve) => kept.end(resolve));
  writeFileSync(`${path}.json`, JSON.stringify({ t0, frames: taken, late }));
}
