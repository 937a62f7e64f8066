import { spawnSync } from 'node:child_process';
import process from 'node:process';

const living = new Set();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** The child does not outlive this process, however it ends. */
export function mortal(child) {
  living.add(child);
  child.once('exit', () => living.delete(child));
  return child;
}

/**
 * The command in the real-time class, where this is granted: a card's hardware waits for nobody.
 * @returns [command, arguments]
 */
export function urgent(command, args) {
  const isGranted = spawnSync('chrt', ['--fifo', '10', 'true']).status === 0;
  return isGranted ? ['chrt', ['--fifo', '10', command, ...args]] : [command, args];
}

/** As the engine does: a session of its own, and before all ordinary work in and among sessions. */
const PREFER = 'echo -15 2>/dev/null >/proc/self/autogroup; exec nice -n -15 "$0" "$@"';

/**
 * The command with the precedence that the engine takes for itself, where this is granted: what is compared runs alike.
 * @returns [command, arguments]
 */
export function preferred(command, args) {
  const isGranted = spawnSync('nice', ['-n', '-15', 'true']).stderr.length === 0;
  return isGranted ? ['setsid', ['sh', '-c', PREFER, command, ...args]] : [command, args];
}
