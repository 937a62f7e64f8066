/** What a run may use of the machine; the kernel enforces it. */
export interface RunLimits {
  readonly cpuSeconds: number;
  readonly maxFileBytes: number;
}

/** Enough for any audio decoder; a header that claims 2³¹ channels gets an allocation error instead of the machine. */
const ADDRESS_SPACE_BYTES = 1024 ** 3;

/**
 * Arguments of setpriv that start a program: it dies with this process, and the kernel holds it to its limits. Each
 * program execs the next, so that the child's process id is the program's own.
 */
export function limited({ cpuSeconds, maxFileBytes }: RunLimits, program: string): readonly string[] {
  const limits = [
    `--cpu=${Math.ceil(cpuSeconds)}`,
    `--as=${ADDRESS_SPACE_BYTES}`,
    `--fsize=${maxFileBytes}`,
    '--core=0',
  ];
  return ['--pdeathsig', 'KILL', 'prlimit', ...limits, program];
}
