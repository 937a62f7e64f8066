import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JOURNAL_KEEP_MS, Journal, parseJournal, type EndedOutcome, type JournalRecord } from './journal';

const starting: JournalRecord = {
  kind: 'starting',
  at: 1_000,
  deliveryId: 'd1',
  commandedAt: 900,
  sha256: 'aa',
  interruption: 'resume',
};
const progress: JournalRecord = {
  kind: 'progress',
  at: 3_000,
  deliveryId: 'd1',
  start: 2_000,
  end: 3_000,
  firstFrame: 96_000,
  frames: 48_000,
  airCheck: '2026-11-22/buoi-sang',
};
const outcome: EndedOutcome = {
  kind: 'ended',
  deliveryId: 'd1',
  segment: 0,
  commandedAt: 900,
  start: 2_000,
  end: 4_000,
  firstFrame: 96_000,
  frames: 96_000,
  wholeFrames: 96_000,
  airCheck: '2026-11-22/buoi-sang',
  sha256: 'aa',
  endReason: 'completed',
};
const text = (...records: readonly JournalRecord[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('parseJournal', () => {
  it('reads an item that was never finished as lost with the frames last known', () => {
    expect(parseJournal(text(starting, progress)).get('d1')).toMatchObject({
      state: 'unfinished',
      outcome: { endReason: 'engineLost', start: 2_000, end: 3_000, frames: 48_000 },
    });
  });

  it('reads an item that was announced and never started as lost without a start', () => {
    expect(parseJournal(text(starting)).get('d1')?.outcome).toMatchObject({
      endReason: 'engineLost',
      start: null,
      frames: 0,
    });
  });

  it('lets the first end stand and survives a torn last line', () => {
    const second: JournalRecord = {
      kind: 'ended',
      at: 5_000,
      outcome: { ...outcome, endReason: 'engineLost', frames: 1 },
    };
    const torn = `${text(starting, { kind: 'ended', at: 4_000, outcome }, second)}{"kind":"ackno`;
    expect(parseJournal(torn).get('d1')).toMatchObject({ at: 4_000, state: 'ended', outcome });
  });
});

const interrupted: JournalRecord = {
  kind: 'interrupted',
  at: 3_100,
  outcome: {
    ...{ kind: 'interrupted', deliveryId: 'd1', segment: 0, commandedAt: 900, sha256: 'aa' },
    ...{ start: 2_000, end: 3_100, firstFrame: 96_000, frames: 50_000, wholeFrames: 50_000 },
    airCheck: '2026-11-22/buoi-sang',
  },
};
const resumed = { ...progress, at: 9_000, start: 8_000, end: 8_500, firstFrame: 400_000, frames: 30_000 };

describe('an interrupted item in the journal', () => {
  it('counts both segments when it resumes, the longer one when it begins anew', () => {
    const lost = (interruption: 'resume' | 'restart') =>
      parseJournal(text({ ...starting, interruption }, progress, interrupted, resumed)).get('d1');
    expect(lost('resume')).toMatchObject({
      interrupted: [{ segment: 0, frames: 50_000 }],
      outcome: { segment: 1, frames: 30_000, wholeFrames: 80_000, start: 8_000, endReason: 'engineLost' },
    });
    expect(lost('restart')?.outcome).toMatchObject({ frames: 30_000, wholeFrames: 50_000 });
  });

  it('is lost in an empty segment when the engine dies before it goes on', () => {
    expect(parseJournal(text(starting, progress, interrupted)).get('d1')?.outcome).toMatchObject({
      ...{ segment: 1, start: null, frames: 0, wholeFrames: 50_000, endReason: 'engineLost' },
    });
  });

  it('keeps its segments when the journal is rewritten', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'journal-'));
    const path = join(folder, 'loa.jsonl');
    await writeFile(path, text(starting, progress, interrupted, resumed));
    const before = parseJournal(await readFile(path, 'utf8')).get('d1');
    await (await Journal.open(path, 10_000)).close();
    expect(parseJournal(await readFile(path, 'utf8')).get('d1')).toEqual(before);
    await rm(folder, { recursive: true });
  });
});

describe('Journal', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds after a restart what was appended before', async () => {
    const path = join(folder, 'loa.jsonl');
    const first = await Journal.open(path, 0);
    await Promise.all([first.append(starting, true), first.append(progress, false)]);
    await first.close();
    const second = await Journal.open(path, 10_000);
    expect(second.get('d1')).toMatchObject({ state: 'unfinished', outcome: { frames: 48_000 } });
    await second.close();
  });

  it('forgets what was acknowledged 48 hours ago, and nothing else', async () => {
    const path = join(folder, 'loa.jsonl');
    const unheard = { ...outcome, deliveryId: 'd2' };
    const acknowledged: JournalRecord = { kind: 'acknowledged', at: 4_000, deliveryId: 'd1' };
    await writeFile(
      path,
      text(starting, { kind: 'ended', at: 4_000, outcome }, acknowledged, {
        kind: 'ended',
        at: 4_000,
        outcome: unheard,
      }),
    );
    const young = await Journal.open(path, 4_000 + JOURNAL_KEEP_MS);
    expect(young.get('d1')?.state).toBe('acknowledged');
    await young.close();
    const old = await Journal.open(path, 4_001 + JOURNAL_KEEP_MS);
    expect(old.get('d1')).toBeUndefined();
    expect(old.get('d2')?.state).toBe('ended');
    await old.close();
    expect(await readFile(path, 'utf8')).not.toContain('"d1"');
  });
});
