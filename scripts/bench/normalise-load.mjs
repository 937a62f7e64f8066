import { spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync, unlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpeg, projectDir } from './bench-station.mjs';
import { mortal } from './mortal.mjs';

const MINUTES = 20;

/**
 * Normalisation without end: the service's own queue is never empty (it works on all cores but one), and the command
 * line normalises on one more.
 */
export class NormaliseLoad {
  #station;
  #isEnding = false;
  #work = [];
  #child = null;
  #source;
  #uploads = 0;
  done = 0;

  constructor(station) {
    this.#station = station;
    this.#source = join(station.root, 'load.mp3');
  }

  async start() {
    const noise = `anoisesrc=color=pink:sample_rate=24000:duration=${MINUTES * 60}:amplitude=0.3`;
    await ffmpeg(['-f', 'lavfi', '-i', noise, '-ac', '1', '-b:a', '32k', this.#source]);
    const jobs = Math.max(1, availableParallelism() - 1);
    // One more than are worked on: the next is always waiting.
    this.#work = [this.#inCommandLine(), ...Array.from({ length: jobs + 1 }, () => this.#inService())];
  }

  async #inService() {
    while (!this.#isEnding) {
      const file = join(this.#station.root, `load-${this.#uploads++}.mp3`);
      copyFileSync(this.#source, file);
      appendFileSync(file, file); // Another recording each time.
      const id = await this.#station.upload(file);
      unlinkSync(file);
      let status = 'processing';
      while (status === 'processing' && !this.#isEnding) {
        await sleep(500);
        ({ status } = await this.#station.api('GET', `/recordings/${id}`));
      }
      if (status === 'ready') this.done += 1;
      else if (status !== 'processing') throw new Error(`the load was not normalised: ${status}`);
    }
  }

  async #inCommandLine() {
    for (let n = 0; !this.#isEnding; n += 1) {
      const out = join(this.#station.root, `normalised-${n}`);
      mkdirSync(out);
      const args = [join(projectDir, 'dist', 'cli.js'), 'normalise', this.#source, '--out', out];
      this.#child = mortal(spawn(process.execPath, args, { env: this.#station.environment, stdio: 'ignore' }));
      const code = await new Promise((resolve) => this.#child.once('exit', resolve));
      if (code === 0) this.done += 1;
      else if (!this.#isEnding) throw new Error(`cli normalise ended with ${code}`);
    }
  }

  async stop() {
    this.#isEnding = true;
    this.#child?.kill('SIGTERM');
    await Promise.all(this.#work);
  }
}
