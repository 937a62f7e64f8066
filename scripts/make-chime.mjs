#!/usr/bin/env node
/**
 * Makes audio/chuong-khan-cap.flac, the attention chime before an emergency message: two seconds in which a higher and a
 * lower tone take turns four times, each with soft edges. Both lie where horn loudspeakers are loudest and ears most
 * sensitive; the peak is −8 dBFS, about as loud as the normalised speech around it.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '..', 'audio', 'chuong-khan-cap.flac');
/** Seconds of one tone; edges rise and fall over 10 ms, so that nothing clicks. */
const TONE = 0.25;
const pitch = `if(lt(mod(t,${2 * TONE}),${TONE}),960,770)`;
const edge = `min(1,min(mod(t,${TONE}),${TONE}-mod(t,${TONE}))/0.01)`;
const tone = `aevalsrc='0.4*${edge}*sin(2*PI*${pitch}*mod(t,${TONE}))':s=48000:d=2`;

execFileSync('ffmpeg', [
  ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', tone],
  ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'],
  ...['-ac', '1', '-sample_fmt', 's16', '-c:a', 'flac', FILE],
]);
