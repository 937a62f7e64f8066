import { setPriority } from 'node:os';

/** As far before ordinary work as the kernel's own urgent threads leave room for. */
const NICE = -15;

/**
 * Puts this process, and whatever it starts from now on (aplay, ffmpeg), before all ordinary work. Not in the real-time
 * class: two engines in it were seen to spin on both cores, after a suspension, and nothing else ran any more. Takes
 * CAP_SYS_NICE or RLIMIT_NICE.
 * @returns null, or why it was not granted
 */
export function takePrecedence(): string | null {
  try {
    setPriority(NICE);
    return null;
  } catch (error) {
    return String(error);
  }
}
