import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { InstanceLock } from './instance-lock';

describe('instance lock', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'instance-lock-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });
  const lockFile = () => join(dataDir, 'service.lock');

  it('refuses a second service on one DATA_DIR, until the first lets go', () => {
    const first = InstanceLock.acquire(dataDir);
    expect(() => InstanceLock.acquire(dataDir)).toThrow(
      expect.objectContaining({ code: 'dataDirInUse', facts: { dataDir, pid: String(process.pid) } }) as Error,
    );
    first.release();
    InstanceLock.acquire(dataDir).release();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('makes DATA_DIR when it is missing', () => {
    InstanceLock.acquire(join(dataDir, 'a/b')).release();
    expect(readdirSync(join(dataDir, 'a'))).toEqual(['b']);
  });

  it('takes over from a service that was killed', async () => {
    const killed = spawn('sleep', ['60']);
    const startTime = readFileSync(`/proc/${killed.pid}/stat`, 'utf8').split(' ')[21]!;
    writeFileSync(lockFile(), `${killed.pid} ${startTime}`);
    expect(() => InstanceLock.acquire(dataDir)).toThrow();
    const gone = once(killed, 'exit');
    killed.kill('SIGKILL');
    await gone;
    InstanceLock.acquire(dataDir).release();
  });

  it('takes over from a service that was killed and that nobody has heard of yet', async () => {
    // The child ends when its parent has become what does not ask.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
      const stat = () => readFileSync(`/proc/${pid.toString().trim()}/stat`, 'utf8').split(' ');
      while (stat()[2] !== 'Z') await setImmediate();
      writeFileSync(lockFile(), `${pid.toString().trim()} ${stat()[21]!}`);
      InstanceLock.acquire(dataDir).release();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('is not fooled by another process that was given the same pid', () => {
    writeFileSync(lockFile(), `${process.pid} 1`);
    InstanceLock.acquire(dataDir).release();
  });

  it('takes over an unreadable file', () => {
    writeFileSync(lockFile(), '');
    InstanceLock.acquire(dataDir).release();
  });

  it('does not remove a lock that is no longer its own', () => {
    const lock = InstanceLock.acquire(dataDir);
    writeFileSync(lockFile(), '1 2');
    lock.release();
    expect(readFileSync(lockFile(), 'utf8')).toBe('1 2');
  });
});
