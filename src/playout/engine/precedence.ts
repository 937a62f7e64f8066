import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As far before ordinary work as the kernel's own urgent threads leave room for. */
const NICE = -15;
/**
 * Where the kernel groups processes by session (sched(7), autogroup), niceness counts within a session alone, and this is
 * the session's own. The service forks an engine into one, so that it does not share with whatever else the service runs.
 */
const SESSION_NICENESS = '/proc/self/autogroup';

/**
 * Puts this process, and whatever it starts from now on (aplay, ffmpeg), before all ordinary work. Not in the real-time
 * class: two engines in it were seen to spin on both cores, after a suspension, and nothing else ran any more. Takes
 * CAP_SYS_NICE or RLIMIT_NICE.
 * @returns null, or why it was not granted
 */
export function takePrecedence(): string | null {
  try {
    setPriority(NICE);
    // Started by hand it is in somebody else's session, a whole desktop perhaps.
    if (existsSync(SESSION_NICENESS) && leadsSession()) writeFileSync(SESSION_NICENESS, String(NICE));
    return null;
  } catch (error) {
    return String(error);
  }
}

/** By the session in proc(5)'s stat, the fourth field after the name in brackets. */
function leadsSession(): boolean {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === process.pid;
}
