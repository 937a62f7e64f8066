import { transformFileSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SOURCE = join(__dirname, '..', '..', 'src');

/** What an engine process may consist of: itself, the pure domain, the ffmpeg arguments and its rank among processes. */
const ENGINE_FILES = [
  ...['engine', 'relay'].flatMap((folder) =>
    readdirSync(join(SOURCE, 'playout', folder)).map((name) => join('playout', folder, name)),
  ),
  join('domain', 'errors.ts'),
  join('audio', 'playout-args.ts'),
  ...['error-code.ts', 'precedence.ts'].map((name) => join('platform', name)),
];

export interface BuiltEngine {
  readonly entryPath: string;
  remove(): void;
}

/** Compiles the engine into a folder of its own, as the build does: a forked process does not go through Jest. */
export function buildEngine(): BuiltEngine {
  const folder = mkdtempSync(join(tmpdir(), 'engine-build-'));
  for (const file of ENGINE_FILES.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))) {
    const { code } = transformFileSync(join(SOURCE, file), {
      swcrc: false,
      module: { type: 'commonjs' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  return {
    entryPath: join(folder, 'playout', 'engine', 'main.js'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
