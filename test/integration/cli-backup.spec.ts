import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { AuditRow } from '../../src/audit/audit.entity';
import { openDatabase } from '../../src/platform/database/database.module';
import { migrations } from '../../src/platform/database/migrations';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { InstanceLock } from '../../src/platform/instance-lock';
import { CliStation } from '../support/cli-run';

const DATABASE = 'truyen-thanh.sqlite';

interface Database {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
}

async function openAt(file: string): Promise<Database> {
  const dataSource = await openDatabase({
    type: 'sqlite',
    database: file,
    enableWAL: true,
    entities: [AuditRow],
    migrations,
  });
  return { dataSource, unitOfWork: new UnitOfWork(dataSource) };
}

/** Two rows that belong together: a torn snapshot would hold one of them. */
async function writePair({ unitOfWork }: Database, action: string): Promise<void> {
  await unitOfWork.run(async (manager) => {
    for (const subjectKind of ['left', 'right']) {
      const row = { id: randomUUID(), stationId: 'son-mai', at: 1, actor: 'thử', action, subjectKind, subjectId: 'x' };
      await manager.save(AuditRow, { ...row, before: null, after: null });
    }
  });
}

async function actionsIn(file: string): Promise<string[]> {
  const { dataSource } = await openAt(file);
  const rows = await dataSource.manager.find(AuditRow, { order: { action: 'ASC' } });
  await dataSource.destroy();
  return rows.map(({ action }) => action);
}

/** Every file and link below a folder with what it holds; what SQLite keeps beside its database aside. */
function tree(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).filter((file) => !/-(wal|shm)$/.test(file));
  const content = (file: string) =>
    lstatSync(file).isSymbolicLink()
      ? readlinkSync(file)
      : createHash('sha256').update(readFileSync(file)).digest('hex');
  return Object.fromEntries(files.sort().map((file) => [file.slice(folder.length + 1), content(file)]));
}

/** Folders of reports: months, other periods, any range. */
const PERIODS = ['2026-08', '2026-08-mid', '2026-Q3', '2026', '2026-supplement', '2026-08-03_2026-08-09'];

describe('backup and restore', () => {
  let station: CliStation;
  let audio: string;
  const databaseFile = () => join(station.dataDir, DATABASE);
  const backupFile = () => station.path('backup.tar');
  const waveform = () => join(station.dataDir, audio.replace('originals', 'waveforms'));

  /** A station with two rows, one recording, one report. */
  beforeEach(async () => {
    station = new CliStation();
    mkdirSync(station.dataDir);
    const database = await openAt(databaseFile());
    await writePair(database, 'first');
    await database.dataSource.destroy();
    const sha256 = createHash('sha256').update('âm thanh').digest('hex');
    audio = join('media', 'originals', sha256.slice(0, 2), sha256);
    put(join(station.dataDir, audio), 'âm thanh');
    put(waveform(), '{}');
    for (const period of PERIODS) put(join(station.dataDir, `reports/${period}/bao-cao-${period}-v1.json`), '{}');
    put(join(station.dataDir, 'outputs/phiên.mp3'), 'đã phát');
  });
  afterEach(() => {
    station.remove();
  });

  function put(file: string, content: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const backUp = async () => {
    const { code, stderr } = await station.run(['backup', 'backup.tar']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  };

  it('brings rows, recordings, reports and settings back, and keeps what was there', async () => {
    await backUp();
    const saved = tree(station.configDir);
    const database = await openAt(databaseFile());
    await writePair(database, 'second');
    copyFileSync(`${databaseFile()}-wal`, station.path('wal'));
    await database.dataSource.destroy();
    // As a killed service leaves it: SQLite would replay this journal into whatever database it finds beside it.
    copyFileSync(station.path('wal'), `${databaseFile()}-wal`);
    put(join(station.dataDir, audio), 'hỏng');
    put(waveform(), 'hỏng');
    put(join(station.configDir, 'station.yaml'), 'hỏng: có');
    put(join(station.configDir, 'plans/new.yaml'), 'mới: có');
    put(join(station.configDir, 'ghi-chu.txt'), 'của nhân viên');

    const { code, stdout } = await station.run(['restore', 'backup.tar', '--json']);
    expect(code).toBe(0);
    expect(existsSync(`${databaseFile()}-wal`)).toBe(false);
    expect(await actionsIn(databaseFile())).toEqual(['first', 'first']);
    expect(readFileSync(join(station.dataDir, audio), 'utf8')).toBe('âm thanh');
    expect(readFileSync(waveform(), 'utf8')).toBe('{}');
    for (const period of PERIODS)
      expect(readFileSync(join(station.dataDir, `reports/${period}/bao-cao-${period}-v1.json`), 'utf8')).toBe('{}');
    expect(readFileSync(join(station.dataDir, 'outputs/phiên.mp3'), 'utf8')).toBe('đã phát');
    const { 'ghi-chu.txt': _kept, ...settings } = tree(station.configDir);
    expect(settings).toEqual(saved);

    const { before } = JSON.parse(stdout) as { before: string };
    expect(dirname(before)).toBe(station.dataDir);
    expect(await actionsIn(join(before, DATABASE))).toEqual(['first', 'first', 'second', 'second']);
    expect(readFileSync(join(before, audio), 'utf8')).toBe('hỏng');
    expect(readFileSync(join(before, 'config/station.yaml'), 'utf8')).toBe('hỏng: có');
    expect(readFileSync(join(before, 'config/plans/new.yaml'), 'utf8')).toBe('mới: có');
    expect(
      readdirSync(station.dataDir).filter((name) => name.startsWith('restore-') || name === 'service.lock'),
    ).toEqual([]);
  });

  it('restores onto an empty machine', async () => {
    // Whatever links a station's disk is organised with, a backup holds plain files.
    const [linked, elsewhere] = [join(dirname(audio), 'f'.repeat(64)), station.path('elsewhere.yaml')];
    linkSync(join(station.dataDir, audio), join(station.dataDir, linked));
    writeFileSync(elsewhere, 'kế hoạch ở nơi khác');
    symlinkSync(elsewhere, join(station.configDir, 'plans/linked.yaml'));
    const moved = join(dirname(audio), 'e'.repeat(64));
    symlinkSync(elsewhere, join(station.dataDir, moved));
    await backUp();
    const original = tree(station.dataDir);
    const empty = new CliStation();
    try {
      copyFileSync(backupFile(), empty.path('backup.tar'));
      expect(await empty.run(['restore', 'backup.tar'])).toMatchObject({ code: 0, stderr: '' });
      const restored = tree(empty.dataDir);
      expect(restored[audio]).toBe(original[audio]);
      expect(restored[linked]).toBe(original[audio]);
      expect(readFileSync(join(empty.dataDir, moved), 'utf8')).toBe('kế hoạch ở nơi khác');
      expect(readFileSync(join(empty.configDir, 'plans/linked.yaml'), 'utf8')).toBe('kế hoạch ở nơi khác');
      expect(await actionsIn(join(empty.dataDir, DATABASE))).toEqual(['first', 'first']);
    } finally {
      empty.remove();
    }
  });

  it('is one instant of a database that is written to meanwhile', async () => {
    const database = await openAt(databaseFile());
    const lock = InstanceLock.acquire(station.dataDir);
    let [written, isRunning] = [0, true];
    const writer = (async () => {
      for (; isRunning; written += 1) {
        await writePair(database, 'busy');
        await nextTurn();
      }
    })();
    while (written < 20) await nextTurn();
    const least = written;
    await backUp();
    const most = written + 1;
    isRunning = false;
    await writer;
    await database.dataSource.destroy();
    lock.release();

    execFileSync('tar', ['-xf', backupFile(), '-C', station.root, DATABASE]);
    const pairs = (await actionsIn(station.path(DATABASE))).filter((action) => action === 'busy').length / 2;
    expect(Number.isInteger(pairs)).toBe(true);
    expect(pairs).toBeGreaterThanOrEqual(least);
    expect(pairs).toBeLessThanOrEqual(most);
    expect(most).toBeGreaterThan(least + 1);
  });

  it('holds what a killed service had committed and not yet moved into its database file', async () => {
    const database = await openAt(databaseFile());
    await writePair(database, 'second');
    await backUp();
    expect(statSync(`${databaseFile()}-wal`).size).toBeGreaterThan(0);
    await database.dataSource.destroy();
    execFileSync('tar', ['-xf', backupFile(), '-C', station.root, DATABASE]);
    expect(await actionsIn(station.path(DATABASE))).toEqual(['first', 'first', 'second', 'second']);
  });

  it('prints size and SHA-256 of a file that only its owner may read, and leaves nothing beside it', async () => {
    const { stdout } = await station.run(['backup', 'nơi khác/b.tar', '--json']);
    const { file, bytes, sha256 } = JSON.parse(stdout) as { file: string; bytes: number; sha256: string };
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(sha256);
    expect(statSync(file)).toMatchObject({ size: bytes, mode: 0o100600 });
    expect(readdirSync(dirname(file))).toEqual(['b.tar']);
  });

  it('replaces no file unless told to', async () => {
    writeFileSync(backupFile(), 'quý giá');
    const refused = await station.run(['backup', 'backup.tar']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('Muốn ghi đè, hãy thêm --force.');
    expect(readFileSync(backupFile(), 'utf8')).toBe('quý giá');
    expect((await station.run(['backup', 'backup.tar', '--force'])).code).toBe(0);
  });

  it('says when there is nothing to back up', async () => {
    const empty = new CliStation();
    try {
      const { code, stderr } = await empty.run(['backup', 'b.tar']);
      expect(code).toBe(1);
      expect(stderr).toContain('chưa có cơ sở dữ liệu');
      expect(readdirSync(empty.root).sort()).toEqual(['config']);
    } finally {
      empty.remove();
    }
  });

  it('is not restored while the service runs', async () => {
    await backUp();
    const lock = InstanceLock.acquire(station.dataDir);
    const present = tree(station.root);
    const { code, stderr } = await station.run(['restore', 'backup.tar']);
    expect(code).toBe(1);
    expect(stderr).toContain(`đang được một dịch vụ khác dùng (tiến trình ${process.pid})`);
    expect(tree(station.root)).toEqual(present);
    lock.release();
  });

  describe('a restore that cannot be', () => {
    /** Unpacks the backup, lets the test spoil it, and packs it again. */
    const spoil = async (change: (folder: string) => void | Promise<void>, extra: readonly string[] = []) => {
      await backUp();
      const folder = station.path('spoiled');
      mkdirSync(folder);
      execFileSync('tar', ['-xf', backupFile(), '-C', folder]);
      await change(folder);
      const names = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
      execFileSync('tar', ['-cPf', backupFile(), '-C', folder, ...extra, ...names]);
      rmSync(folder, { recursive: true });
    };
    const expectRefusal = async (problem: string | RegExp) => {
      const present = tree(station.root);
      const { code, stdout, stderr } = await station.run(['restore', 'backup.tar']);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(problem);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(tree(station.root)).toEqual(present);
      const left = readdirSync(station.dataDir).filter((name) => !name.startsWith(DATABASE));
      expect(left.sort()).toEqual(['media', 'outputs', 'reports']);
    };
    const none = () => undefined;

    it.each([
      ['a name that climbs out', 's,^manifest,../manifest,', /member - \.\.\/manifest/],
      [
        'a name that climbs out from inside',
        's,^config/station,config/../../station,',
        /member - config\/\.\.\/\.\.\/station/,
      ],
      ['an absolute name', 's,^config,/tmp/config,', /member - \/tmp\/config/],
      ['a folder no backup has', 's,^reports,redis,', /member - redis\//],
      ['a recording under no hash', 's,^media/.*,media/originals/x.mp3,', /member - media\/originals\/x\.mp3/],
    ])('refuses %s', async (_what, transform, problem) => {
      await spoil(none, ['--transform', transform]);
      await expectRefusal(problem);
      expect(existsSync('/tmp/config/station.yaml')).toBe(false);
    });

    it('refuses links, so that nothing is written through them', async () => {
      const outside = station.path('outside');
      mkdirSync(outside);
      await spoil((folder) => {
        symlinkSync(outside, join(folder, 'config', 'plans', 'x.yaml'));
      });
      await expectRefusal(/member l config\/plans\/x\.yaml/);
      expect(readdirSync(outside)).toEqual([]);
    });

    it('refuses pipes and devices', async () => {
      await spoil((folder) => {
        execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'config', 'plans', 'x.yaml')]);
      });
      await expectRefusal(/member p config\/plans\/x\.yaml/);
    });

    it('refuses a database with other bytes than were backed up', async () => {
      await spoil((folder) => {
        const file = join(folder, DATABASE);
        const bytes = readFileSync(file);
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
        writeFileSync(file, bytes);
      });
      await expectRefusal(/không phải bản sao lưu nguyên vẹn của hệ thống \(database: SHA-256 /);
    });

    /** Keeps the manifest true of a database that the test has changed. */
    const sealed = (folder: string) => {
      const bytes = readFileSync(join(folder, DATABASE));
      const file = join(folder, 'manifest.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      writeFileSync(file, JSON.stringify({ ...manifest, database: { sha256, bytes: bytes.length } }));
    };

    it('refuses a database whose index does not agree with its rows', async () => {
      await spoil((folder) => {
        const file = join(folder, DATABASE);
        const bytes = readFileSync(file);
        bytes.write('son-maj', bytes.lastIndexOf('son-mai'));
        writeFileSync(file, bytes);
        sealed(folder);
      });
      await expectRefusal(/\(database: row \d+ missing from index/);
    });

    it('refuses a database that was damaged before it was backed up', async () => {
      await spoil((folder) => {
        const file = join(folder, DATABASE);
        const bytes = readFileSync(file);
        bytes.fill(0xff, 8192, 12_288);
        writeFileSync(file, bytes);
        sealed(folder);
      });
      await expectRefusal(/\(database: /);
    });

    it('refuses a database of a newer version of the software', async () => {
      await spoil(async (folder) => {
        const { dataSource, unitOfWork } = await openAt(join(folder, DATABASE));
        await unitOfWork.run((manager) =>
          manager.query(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`),
        );
        await dataSource.destroy();
        sealed(folder);
      });
      await expectRefusal(/do phiên bản phần mềm mới hơn tạo ra \(Later9999999999999\)/);
    });

    it('refuses a backup from which a recording is missing', async () => {
      await spoil((folder) => {
        execFileSync('rm', [join(folder, audio)]);
      });
      await expectRefusal(/\(media: 1 files, 2 bytes\)/);
    });

    it('refuses half a file', async () => {
      await backUp();
      truncateSync(backupFile(), Math.floor(statSync(backupFile()).size / 2));
      await expectRefusal(/Unexpected EOF/);
    });

    it('refuses what is no backup at all', async () => {
      writeFileSync(backupFile(), 'không phải tar');
      await expectRefusal(/không phải bản sao lưu nguyên vẹn/);
    });

    it('puts everything back when a file cannot be put in its place', async () => {
      await backUp();
      execFileSync('rm', [station.path('config/plans/son-tay-2025.yaml')]);
      put(station.path('config/plans/son-tay-2025.yaml/vướng'), 'a folder in the way');
      await expectRefusal(/EISDIR|ENOTEMPTY/);
    });
  });
});
