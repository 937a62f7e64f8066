#!/usr/bin/env node
/**
 * Makes audio/am-thu-1khz.mp3, what an output is tried with: 8 s of the alignment tone that src/domain/test-tone.ts names
 * (1 kHz, 18 dB below full scale), its ends faded over 20 ms so that no horn clicks. MP3 as everything that goes on the air.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '..', 'audio', 'am-thu-1khz.mp3');
const SECONDS = 8;
const edge = `min(1,min(t,${SECONDS}-t)/0.02)`;
/** LAME scales what it encodes by 0.95. */
const PEAK = 10 ** (-18 / 20) / 0.95;
const tone = `aevalsrc='${PEAK}*${edge}*sin(2*PI*1000*t)':s=48000:d=${SECONDS}`;

execFileSync('ffmpeg', [
  ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', tone],
  ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'],
  ...['-ac', '1', '-c:a', 'libmp3lame', '-b:a', '64k', FILE],
]);
