/**
 * The one set-up behind `npm run demo`, `npm test`, `npm start` and `npm run cli`: Debian packages, npm packages, build.
 * Does only what is missing, so a second run takes a fraction of a second. Runs before `npm ci`: Node built-ins only.
 * Writes to stderr alone, because `npm run -s cli` keeps stdout for its own answer.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];
/** Debian package → a command it brings; null asks dpkg. */
const RUNTIME_PACKAGES = {
  ffmpeg: 'ffmpeg',
  // They start in a twentieth of the time that ffmpeg needs to load.
  lame: 'lame',
  mpg123: 'mpg123',
  'redis-server': 'redis-server',
  'util-linux': 'setpriv',
  'alsa-utils': 'aplay',
};
const TEST_PACKAGES = {
  'espeak-ng': 'espeak-ng',
  // Recorded human speech, and AMR, which ffmpeg cannot write.
  'asterisk-core-sounds-en-wav': null,
  sox: 'sox',
  'libsox-fmt-base': null,
  'chromium-headless-shell': 'chromium-headless-shell',
  // Reads what a report's PDF says, its fonts and its pages.
  'poppler-utils': 'pdftotext',
  // Signs the certificates of a test's mail server.
  openssl: 'openssl',
  // Lays a report's Word file out, as the office will see it.
  'libreoffice-writer-nogui': 'soffice',
  // Asked nothing (its answer is "no" when nobody is asked), it installs itself disabled: nothing listens.
  icecast2: 'icecast2',
  // Sets the clock of one service, never the machine's.
  faketime: 'faketime',
  // In place of a sound card, which test machines have not.
  pulseaudio: 'pulseaudio',
  'libasound2-plugins': null,
};
/** sqlite3 is compiled against Debian's SQLite: seconds, where its own copy takes a minute and a half. */
const COMPILER_PACKAGES = { python3: 'python3', make: 'make', 'g++': 'g++', 'libsqlite3-dev': null };

class SetupError extends Error {}

/** @param {{ test: boolean }} options test: also what only the tests need */
export function setUp({ test }) {
  try {
    requireNode();
    const wanted = missingWork({ test });
    if (wanted.packages.length > 0 || wanted.npmCi || wanted.sqlite || wanted.build) underLock({ test });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}

function missingWork({ test }) {
  const npmCi = !npmPackagesMatch();
  const sqlite = npmCi || !sqliteLoads();
  const packages = { ...RUNTIME_PACKAGES, ...(test ? TEST_PACKAGES : {}), ...(sqlite ? COMPILER_PACKAGES : {}) };
  return { packages: lacking(packages), npmCi, sqlite, build: !buildIsCurrent() };
}

/** Two instances may be started at the same moment: the second waits, and then finds nothing left to do. */
function underLock({ test }) {
  const args = [join(projectDir, 'package.json'), process.execPath, fileURLToPath(import.meta.url), '--locked'];
  const { status, error } = spawnSync('flock', [...args, ...(test ? ['--test'] : [])], { stdio: ['inherit', 2, 2] });
  if (error?.code === 'ENOENT') return doMissingWork({ test });
  if (status !== 0) process.exit(status ?? 1);
}

function doMissingWork({ test }) {
  const { packages, npmCi, sqlite } = missingWork({ test });
  if (packages.length > 0) installPackages(packages);
  if (npmCi) {
    say('Cài gói npm…', 'Installing npm packages…');
    run('npm', ['ci'], sqliteBuildSettings());
  }
  if (sqlite && !sqliteLoads()) {
    say('Biên dịch sqlite3…', 'Compiling sqlite3…');
    run('npm', ['rebuild', 'sqlite3'], sqliteBuildSettings());
    if (!sqliteLoads()) {
      throw new SetupError('Gói sqlite3 không nạp được.\nThe sqlite3 package does not load.');
    }
  }
  if (!buildIsCurrent()) {
    say('Biên dịch dịch vụ…', 'Building the service…');
    run(process.execPath, [join(projectDir, 'node_modules/@nestjs/cli/bin/nest.js'), 'build']);
    writeFileSync(buildStampFile(), sourceHash());
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  const oldest = OLDEST_NODE.join('.');
  throw new SetupError(
    `Cần Node.js ${oldest} trở lên, máy đang có ${process.versions.node}.\n` +
      `Node.js ${oldest} or newer is needed; this is ${process.versions.node}.`,
  );
}

function lacking(packages) {
  const names = Object.keys(packages).filter((name) => packages[name] === null || !isOnPath(packages[name]));
  const askDpkg = names.filter((name) => packages[name] === null);
  const installed = new Set(askDpkg.length === 0 ? [] : installedByDpkg(askDpkg));
  return names.filter((name) => !installed.has(name));
}

function isOnPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function installedByDpkg(names) {
  const format = '${Package} ${db:Status-Status}\n';
  const { stdout } = spawnSync('dpkg-query', ['-W', `-f=${format}`, ...names], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : []));
}

function installPackages(names) {
  // --no-remove: pulseaudio and PipeWire's parts exclude each other, and nobody's desktop is to lose its sound.
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', '--no-remove', ...names];
  const prefix = privilegePrefix();
  if (prefix === undefined) {
    throw new SetupError(
      `Thiếu gói hệ thống. Hãy chạy lệnh sau bằng quyền quản trị rồi chạy lại:\n` +
        `System packages are missing. Run this with administrator rights, then try again:\n\n` +
        `  sudo apt-get update && sudo ${install.join(' ')}`,
    );
  }
  say(`Cài gói Debian: ${names.join(' ')}`, `Installing Debian packages: ${names.join(' ')}`);
  // Passed through env(1), because sudo clears the environment.
  const quietly = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive'];
  const [command, ...args] = quietly;
  run(command, [...args, 'apt-get', 'update', '-q']);
  run(command, [...args, ...install, '-q']);
}

/** What makes a command run as root: nothing, sudo without or with a password; undefined when there is no way. */
function privilegePrefix() {
  if (!isOnPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  if (!isOnPath('sudo')) return undefined;
  if (spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) return ['sudo', '-n'];
  return process.stdin.isTTY ? ['sudo'] : undefined;
}

/** Whether node_modules holds what package-lock.json asks for, by the list that npm leaves when it has finished. */
function npmPackagesMatch() {
  const installedFile = join(projectDir, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const { '': _root, ...wanted } = JSON.parse(readFileSync(join(projectDir, 'package-lock.json'), 'utf8')).packages;
  const isSame = (path) =>
    wanted[path]?.version === installed[path]?.version && wanted[path]?.integrity === installed[path]?.integrity;
  return (
    Object.keys(installed).every(isSame) &&
    // npm leaves out optional packages for other machines.
    Object.keys(wanted).every((path) => isSame(path) || (!(path in installed) && wanted[path].optional === true))
  );
}

/** In a process of its own: a module built for another Node or another machine may crash it. */
function sqliteLoads() {
  return spawnSync(process.execPath, ['-e', "require('sqlite3')"], { cwd: projectDir, stdio: 'ignore' }).status === 0;
}

function sqliteBuildSettings() {
  // A Node from nodejs.org or Docker brings its headers; without this node-gyp downloads them.
  const prefix = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(prefix, 'include/node/node_api.h'));
  return {
    npm_config_build_from_source: 'true',
    npm_config_sqlite: '/usr',
    ...(hasHeaders && process.env.npm_config_nodedir === undefined ? { npm_config_nodedir: prefix } : {}),
  };
}

function buildStampFile() {
  return join(projectDir, 'dist/.source-hash');
}

function buildIsCurrent() {
  return existsSync(buildStampFile()) && readFileSync(buildStampFile(), 'utf8') === sourceHash();
}

/** Of everything that `nest build` reads. Contents, not times: a git checkout changes times. */
function sourceHash() {
  const configuration = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
  const sources = readdirSync(join(projectDir, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.spec\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const hash = createHash('sha256');
  for (const file of [...configuration.map((name) => join(projectDir, name)), ...sources.sort()]) {
    hash
      .update(`${file.slice(projectDir.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function say(vi, en) {
  process.stderr.write(`» ${vi} / ${en}\n`);
}

function run(command, args, settings = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: projectDir,
    env: { ...process.env, ...settings },
    stdio: ['inherit', 2, 2],
  });
  if (status === 0) return;
  const line = [command, ...args].join(' ');
  throw new SetupError(
    `Lệnh không chạy được: ${line}${error ? ` (${error.message})` : ''}\nThis command failed: ${line}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const test = process.argv.includes('--test');
  if (process.argv.includes('--locked')) {
    try {
      doMissingWork({ test });
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      process.stderr.write(`\n${error.message}\n`);
      process.exitCode = 1;
    }
  } else {
    setUp({ test });
  }
}
