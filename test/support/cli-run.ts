import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/run-cli';

const PROJECT_CONFIG = join(__dirname, '..', '..', 'config');

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A station's folders for the command line: DATA_DIR (not yet there), a copy of the shipped CONFIG_DIR, and room to write. */
export class CliStation {
  readonly root = mkdtempSync(join(tmpdir(), 'cli-'));
  readonly dataDir = join(this.root, 'data');
  readonly configDir = join(this.root, 'config');

  constructor() {
    cpSync(PROJECT_CONFIG, this.configDir, { recursive: true });
    Object.assign(process.env, { DATA_DIR: this.dataDir, CONFIG_DIR: this.configDir, PORT: '0', REDIS_URL: '' });
  }

  path(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  /** Runs a command as typed in the station's own folder. */
  async run(
    argv: readonly string[],
    { onOut = (_text: string) => {}, signal = new AbortController().signal } = {},
  ): Promise<CliResult> {
    let [stdout, stderr] = ['', ''];
    const code = await runCli(argv, {
      out: (text) => {
        stdout += text;
        onOut(text);
      },
      err: (text) => (stderr += text),
      cwd: this.root,
      signal,
    });
    return { code, stdout, stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
