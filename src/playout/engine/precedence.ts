import { existsSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As far before ordinary work as the kernel's own urgent threads leave room for. */
const NICE = -15;
/**
 * Where the kernel groups processes by session (sched(7), autogroup), niceness counts within a session alone, and this is
 * the session's own. The engine leads one, so that it does not share with whatever the service runs.
 */
const SESSION = '/proc/self/autogroup';

/**
 * Puts this process, and whatever it starts from now on (aplay, ffmpeg), before all ordinary work. Not in the real-time
 * class: two engines in it were seen to spin on both cores, after a suspension, and nothing else ran any more. Takes
 * CAP_SYS_NICE or RLIMIT_NICE.
 * @returns null, or why it was not granted
 */
export function takePrecedence(): string | null {
  try {
    setPriority(NICE);
    if (existsSync(SESSION)) writeFileSync(SESSION, String(NICE));
    return null;
  } catch (error) {
    return String(error);
  }
}
