import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { errorCode } from './error-code';

interface Niceness {
  readonly process: number;
  readonly session: number;
}

/** As far before ordinary work as the kernel's own urgent threads leave room for. */
const FIRST: Niceness = { process: -15, session: -15 };
/** Behind ordinary work; among sessions with a tenth of its share, or a busy desktop would hold a job up past its time. */
const LAST: Niceness = { process: 19, session: 10 };
/**
 * Where the kernel groups processes by session (sched(7), autogroup), niceness counts within a session alone, and this is
 * the session's own. The service starts engines and normalisations in one each, so that none shares with what else it runs.
 */
const SESSION_NICENESS = '/proc/self/autogroup';

/**
 * Puts this process, and whatever it starts from now on (aplay, ffmpeg), before all ordinary work. Not in the real-time
 * class: two engines in it were seen to spin on both cores, after a suspension, and nothing else ran any more. Takes
 * CAP_SYS_NICE or RLIMIT_NICE.
 * @returns null, or why it was not granted
 */
export function takePrecedence(): string | null {
  return beNice(FIRST);
}

/** Puts this process, and whatever it starts from now on, behind ordinary work. */
export function yieldPrecedence(): void {
  // What the kernel does not take here only costs others some of their share.
  beNice(LAST);
}

function beNice(nice: Niceness): string | null {
  try {
    setPriority(nice.process);
    // Started by hand it is in somebody else's session, a whole desktop perhaps.
    if (existsSync(SESSION_NICENESS) && leadsSession()) writeSessionNiceness(nice.session, 5);
    return null;
  } catch (error) {
    return String(error);
  }
}

/** Of all that are not root the kernel takes one in a tenth of a second, and says EAGAIN to others. */
function writeSessionNiceness(nice: number, attempts: number): void {
  try {
    writeFileSync(SESSION_NICENESS, String(nice));
  } catch (error) {
    if (attempts === 1 || errorCode(error) !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120);
    writeSessionNiceness(nice, attempts - 1);
  }
}

/** By the session in proc(5)'s stat, the fourth field after the name in brackets. */
function leadsSession(): boolean {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === process.pid;
}
