import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { projectDir, setUp } from './setup.mjs';

/** A small young generation: the idle service takes 26 MB less of a ten-year-old PC. */
export const NODE_FLAGS = ['--max-semi-space-size=2'];

/**
 * Sets up, then runs a file of dist/ in this process's place: same terminal, same exit, and a SIGTERM sent here
 * reaches it, so that it drains.
 * @param {string} file inside dist/
 * @param {string[]} args
 */
export function runBuilt(file, args) {
  setUp({ test: false });
  const child = spawn(process.execPath, [...NODE_FLAGS, join(projectDir, 'dist', file), ...args], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both processes itself.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1);
  });
}
