import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectDir } from './service';

export interface SimulationRun {
  readonly exitCode: number;
  /** One line a seed. */
  readonly lines: readonly string[];
  /** What did not hold, each seed with how to replay it. */
  readonly complaints: string;
}

/** Simulates years of a station with the built service; see scripts/simulate.mjs. */
export function simulate(...options: readonly string[]): Promise<SimulationRun> {
  const script = join(projectDir, 'scripts', 'simulate.mjs');
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...options], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ exitCode, lines: stdout.split('\n').filter((line) => line.startsWith('seed ')), complaints: stderr });
    });
  });
}
