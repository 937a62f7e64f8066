import 'reflect-metadata';
import { runCli } from './cli/run-cli';

/** The command line. Ctrl-C lets the command clear away what it has half written; a second one ends it at once. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stop.abort();
  });
}
// Whoever read the answer has gone (`| head`): there is nobody left to work for.
process.stdout.on('error', () => {
  stop.abort();
});

const { INIT_CWD, npm_lifecycle_event: npmScript } = process.env;
void runCli(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // npm runs its scripts in the project's folder; the paths that a person typed start where they stood.
  cwd: npmScript === 'cli' && INIT_CWD !== undefined ? INIT_CWD : process.cwd(),
  signal: stop.signal,
}).then((code) => {
  process.exitCode = code;
});
