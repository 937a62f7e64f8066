import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { mortal, urgent } from './mortal.mjs';

export const FRAMES_PER_MS = 48;
const BYTES = 2;
/** Above it a sample sounds: −50 dBFS. */
const THRESHOLD = 100;
/** An onset comes after at least this much silence. */
const SILENCE_FRAMES = 100 * FRAMES_PER_MS;
/** An underrun is a stretch that came later than this after it was due. */
export const LATE_MS = 1;

/** A sound-card process with its FIFO. */
export class Card {
  #child;

  constructor(folder, { speaks }) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    execFileSync('mkfifo', [this.pcm, ...(speaks ? [join(folder, 'said')] : [])]);
    const program = fileURLToPath(new URL('sound-card.mjs', import.meta.url));
    this.#child = mortal(
      spawn(...urgent(process.execPath, [program, folder]), { stdio: ['ignore', 'ignore', 'pipe'] }),
    );
    this.#child.stderr.pipe(process.stderr);
  }

  get pcm() {
    return join(this.folder, 'pcm');
  }

  /** Puts an `aplay` into a folder for PATH that hands its input to this card and repeats what the card says. */
  asAplay(folder) {
    mkdirSync(folder, { recursive: true });
    const aplay = join(folder, 'aplay');
    writeFileSync(aplay, `#!/bin/sh\ncat <'${join(this.folder, 'said')}' >&2 &\nexec cat >'${this.pcm}'\n`);
    chmodSync(aplay, 0o755);
  }

  /** What it played, run by run; a run that still goes on is left out. */
  runs() {
    const runs = [];
    for (let n = 0; existsSync(join(this.folder, `run-${n}.json`)); n += 1) {
      const told = JSON.parse(readFileSync(join(this.folder, `run-${n}.json`), 'utf8'));
      if (told.t0 !== null) runs.push(new Run(join(this.folder, `run-${n}.pcm`), told));
    }
    return runs;
  }

  stop() {
    this.#child.kill('SIGKILL');
  }
}

/** What a card played between one opening and closing. */
class Run {
  constructor(file, { t0, late }) {
    this.bytes = readFileSync(file);
    this.t0 = t0;
    this.late = late;
    this.underruns = late.filter(({ byMs }) => byMs > LATE_MS);
  }

  get samples() {
    return samplesOf(this.bytes);
  }

  /** Monotonic milliseconds at which a sample was heard: when it was due, or came, whichever was later. */
  heardAt(position) {
    const due = this.t0 + position / FRAMES_PER_MS;
    const chunk = this.late.find((one) => one.position <= position && position < one.position + one.frames);
    return chunk === undefined ? due : Math.max(due, chunk.at);
  }

  /** Positions of every first sample that sounds after a silence. */
  onsets() {
    const { samples } = this;
    const found = [];
    let silent = SILENCE_FRAMES;
    for (let i = 0; i < samples.length; i += 1) {
      if (Math.abs(samples[i]) <= THRESHOLD) silent += 1;
      else {
        if (silent >= SILENCE_FRAMES) found.push(i);
        silent = 0;
      }
    }
    return found;
  }

  /** Position at or after `from` where these samples were played, bit for bit; −1 for nowhere. */
  find(pcm, from = 0) {
    let at = this.bytes.indexOf(pcm, from * BYTES);
    while (at % BYTES === 1) at = this.bytes.indexOf(pcm, at + 1);
    return at < 0 ? -1 : at / BYTES;
  }

  holds(pcm, position) {
    const from = position * BYTES;
    return from >= 0 && this.bytes.subarray(from, from + pcm.length).equals(pcm);
  }
}

function samplesOf(bytes) {
  return new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / BYTES));
}

/** Position of the first sample that sounds. */
export function firstSound(bytes) {
  return samplesOf(bytes).findIndex((sample) => Math.abs(sample) > THRESHOLD);
}
