import { spawn, spawnSync } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ffmpeg } from './bench-station.mjs';
import { Card } from './capture.mjs';
import { mortal, preferred } from './mortal.mjs';

/** The installed Liquidsoap's version; null when there is none. */
export function liquidsoapVersion() {
  const { stdout } = spawnSync('liquidsoap', ['--version'], { encoding: 'utf8' });
  return /^Liquidsoap (\S+)/.exec(stdout ?? '')?.[1] ?? null;
}

/**
 * Liquidsoap with a `switch` of one prepared item a start, each behind a time predicate, silence elsewhere; its output,
 * unbuffered PCM, goes to a card like the service's.
 */
export class Liquidsoap {
  #child = null;

  constructor(root) {
    this.root = root;
    this.card = new Card(join(root, 'liquidsoap'), { speaks: false });
  }

  /** @param starts planned instants (epoch ms) with the item of each; @param pcms s16le of each item */
  async start(starts, pcms) {
    const files = [];
    for (const [n, pcm] of pcms.entries()) {
      const [raw, wav] = ['s16', 'wav'].map((ending) => join(this.root, `liquidsoap-${n}.${ending}`));
      writeFileSync(raw, pcm);
      await ffmpeg(['-f', 's16le', '-ac', '1', '-ar', '48000', '-i', raw, wav]);
      files.push(wav);
    }
    const choices = starts.map(({ at, item }) => {
      const [from, to] = [at / 1000, at / 1000 + pcms[item].length / 96_000 + 0.1];
      const due = `{time() >= ${from.toFixed(3)} and time() < ${to.toFixed(3)}}`;
      return `  (${due}, once(single("${files[item]}")))`;
    });
    const script = join(this.root, 'switch.liq');
    writeFileSync(
      script,
      [
        'settings.init.allow_root.set(true)',
        'settings.frame.audio.samplerate.set(48000)',
        'settings.frame.audio.channels.set(1)',
        'settings.log.stdout.set(true)',
        `s = switch(track_sensitive=false, [\n${[...choices, '  ({true}, blank())'].join(',\n')}\n])`,
        `output.file(%wav(header=false, stereo=false, samplerate=48000), "${this.card.pcm}", flush=true, fallible=true, s)`,
      ].join('\n'),
    );
    const log = openSync(join(this.root, 'liquidsoap.log'), 'a');
    this.#child = mortal(spawn(...preferred('liquidsoap', [script]), { stdio: ['ignore', log, log] }));
  }

  get pid() {
    return this.#child.pid;
  }

  async stop() {
    const exited = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill('SIGTERM');
    await exited;
  }

  dispose() {
    this.#child?.kill('SIGKILL');
    this.card.stop();
  }
}
