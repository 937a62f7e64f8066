import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain/errors';

const LOCK_FILE = 'service.lock';

/**
 * Who may open DATA_DIR: one process at a time, because one process owns the database and the private Redis.
 * The file holds pid and start time, so a pid that the system has given to another process does not count.
 * A killed service leaves its file behind; the next start takes it over.
 */
export class InstanceLock {
  private constructor(
    private readonly file: string,
    private readonly owner: string,
  ) {}

  /**
   * Makes DATA_DIR (0700) when it is missing.
   * @throws DomainError dataDirInUse {dataDir, pid} when a living process holds it
   */
  static acquire(dataDir: string): InstanceLock {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = join(dataDir, LOCK_FILE);
    const owner = `${process.pid} ${startTimeOf(process.pid) ?? 'unknown'}`;
    if (!place(file, owner)) {
      const seen = readOwner(file);
      if (seen !== undefined) {
        if (isAlive(seen)) throw inUse(dataDir, seen);
        removeStale(file, seen);
      }
      if (!place(file, owner)) throw inUse(dataDir, readOwner(file) ?? '');
    }
    return new InstanceLock(file, owner);
  }

  /** Harmless when repeated, and when another process has taken a lock that was wrongly thought stale. */
  release(): void {
    if (readOwner(this.file) === this.owner) rmSync(this.file, { force: true });
  }
}

function inUse(dataDir: string, owner: string): DomainError {
  return new DomainError('dataDirInUse', { dataDir, pid: owner.split(' ')[0] ?? '' });
}

/** Atomic: the file appears whole or, when one is there already, not at all. */
function place(file: string, owner: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, owner, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two starts may both see the stale file; the slower one must not remove the quicker one's new lock. */
function removeStale(file: string, staleOwner: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readOwner(aside) === staleOwner) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function readOwner(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(owner: string): boolean {
  const [pid = '', startTime] = owner.split(' ');
  return /^\d+$/.test(pid) && startTimeOf(Number(pid)) === startTime;
}

const START_TIME_FIELD = 22;

/** In clock ticks since the machine's boot, see proc(5); undefined when there is no such process. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command's name in brackets, may itself hold spaces and brackets.
    const fromThirdField = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has let go of everything; its parent alone has not heard of it.
    return fromThirdField[0] === 'Z' ? undefined : fromThirdField[START_TIME_FIELD - 3];
  } catch {
    return undefined;
  }
}
