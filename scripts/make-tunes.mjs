#!/usr/bin/env node
/**
 * Makes audio/nhac-hieu-mo-dau.flac and audio/nhac-hieu-ket-thuc.flac, plain signature tunes for a station that has none
 * of its own yet: bell-like notes of a pentatonic scale, rising before a session and falling after it. Synthetic; the
 * service brings them to the station's loudness like any recording.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Hertz: D E G A B D. */
const SCALE = [293.66, 329.63, 392, 440, 493.88, 587.33];
const NOTE_SECONDS = 0.5;
const LAST_SECONDS = 2;

/** A note that starts at `at` and fades by itself; two partials keep it from sounding like a test tone. */
function note(hertz, at, seconds) {
  const age = `(t-${at})`;
  const envelope = `between(t,${at},${at + seconds})*min(1,${age}/0.01)*exp(-${age}*3)*min(1,(${at + seconds}-t)/0.05)`;
  return `0.35*${envelope}*(sin(2*PI*${hertz}*t)+0.3*sin(4*PI*${hertz}*t))`;
}

function make(name, hertz) {
  const voices = hertz.map((tone, i) => note(tone, i * NOTE_SECONDS, i === hertz.length - 1 ? LAST_SECONDS : 1));
  const seconds = (hertz.length - 1) * NOTE_SECONDS + LAST_SECONDS;
  execFileSync('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', `aevalsrc='${voices.join('+')}':s=48000:d=${seconds}`],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'],
    ...['-ac', '1', '-sample_fmt', 's16', '-c:a', 'flac', join(import.meta.dirname, '..', 'audio', name)],
  ]);
}

const [d, e, g, a, b, high] = SCALE;
make('nhac-hieu-mo-dau.flac', [d, g, a, b, a, b, high]);
make('nhac-hieu-ket-thuc.flac', [high, b, a, g, e, d]);
