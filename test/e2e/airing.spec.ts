import { Redis } from 'ioredis';
import { Queue } from 'bullmq';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clonePlan } from '../../src/domain/clone-plan';
import { loadPlan, planSource } from '../../src/platform/config/plan-file';
import { farSessions, projectDir, remove, Service, stationDirectory } from '../support/service';
import { makeTone } from '../support/tones';

jest.setTimeout(120_000);

const SHORT = 'thong-bao-phat-thu.mp3';

function logVerify({ dataDir, configDir }: { dataDir: string; configDir: string }): unknown {
  const env = { ...process.env, DATA_DIR: dataDir, CONFIG_DIR: configDir };
  return JSON.parse(
    execFileSync(process.execPath, [join(projectDir, 'dist', 'cli.js'), 'log', 'verify', '--json'], { env }).toString(),
  );
}

describe('the service on air', () => {
  const directory = stationDirectory({ sessions: farSessions().sessions });
  let service: Service;
  let recordingId: string;
  let toneId: string;

  beforeAll(async () => {
    service = await Service.start(directory);
    recordingId = await service.approvedSample(SHORT);
    toneId = await service.approvedFile(await makeTone(join(directory.root, 'tone.wav'), 3));
  });

  afterAll(async () => {
    await service.stop();
    remove(directory);
  });

  async function logOf(airingId: string) {
    const { body } = await service.api('GET', '/api/v1/playout/log');
    return (body.items as { airingId: string; endReason: string; frames: number; start: string; end: string }[]).filter(
      (row) => row.airingId === airingId,
    );
  }

  async function proofOf(airingId: string) {
    for (let tries = 0; tries < 120; tries += 1) {
      const { body } = await service.api('GET', '/api/v1/playout/log');
      const row = (body.items as { airingId: string; proof: any }[]).find((item) => item.airingId === airingId);
      if (row?.proof) return row.proof;
      await sleep(250);
    }
    throw new Error('no proof came');
  }

  it('airs an approved recording, logs what the output accepted, and proves it from the air-check', async () => {
    const airing = await service.airIn(recordingId, 3000);
    const aired = await service.airingInState(airing.id, ['aired', 'partial', 'missed']);
    expect(aired).toMatchObject({
      state: 'aired',
      clustersReached: 6,
      clustersTotal: 6,
      approver: 'Hùng (mã truy cập)',
    });
    const recording = (await service.api('GET', `/api/v1/recordings/${recordingId}`)).body;
    const rows = await logOf(airing.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      endReason: 'completed',
      frames: recording.rendition.frames,
      sha256: recording.rendition.sha256,
    });
    expect(aired.airtimeSeconds).toBeCloseTo(recording.rendition.frames / 48_000, 6);
    const proof = await proofOf(airing.id);
    expect(proof).toMatchObject({ verdict: 'proved', silentSeconds: 0, dropouts: [] });
    expect(proof.matchScore).toBeGreaterThan(0.9);
    expect(Math.abs(proof.offsetMs)).toBeLessThan(1);
    // While the service runs.
    expect(logVerify(directory)).toMatchObject({ ok: true });
  });

  it('starts on time although Redis was wiped between scheduling and cue', async () => {
    const airing = await service.airIn(toneId, 8000);
    const redis = new Redis(service.redis().socket, { maxRetriesPerRequest: null });
    await redis.flushall();
    redis.disconnect();
    expect(await service.airingInState(airing.id, ['aired', 'partial', 'missed'])).toMatchObject({ state: 'aired' });
  });

  it('plays once when its job is delivered again and again', async () => {
    const airing = await service.airIn(toneId, 4000);
    const connection = new Redis(service.redis().socket, { maxRetriesPerRequest: null });
    const prefix = (await connection.keys('*:playout:*'))[0]?.split(':playout:')[0] ?? 'bull';
    const queue = new Queue('playout', { connection, prefix });
    for (let n = 0; n < 5; n++)
      await queue.add('cue', { airingId: airing.id, revision: airing.revision }, { jobId: `again-${String(n)}` });
    await service.airingInState(airing.id, ['playing']);
    for (let n = 0; n < 5; n++)
      await queue.add('cue', { airingId: airing.id, revision: airing.revision }, { jobId: `late-${String(n)}` });
    expect(await service.airingInState(airing.id, ['aired', 'partial', 'missed'])).toMatchObject({ state: 'aired' });
    await queue.close();
    connection.disconnect();
    expect(await logOf(airing.id)).toHaveLength(1);
  });

  it('ends an airing once, partial and with a true log, when the service is killed in the middle of it', async () => {
    const airing = await service.airIn(recordingId, 3000);
    await service.airingInState(airing.id, ['playing']);
    await sleep(2500);
    await service.kill();
    service = await Service.start(directory);
    const settled = await service.airingInState(airing.id, ['aired', 'partial', 'missed']);
    expect(settled).toMatchObject({ state: 'partial', reason: 'engineLost' });
    const rows = await logOf(airing.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.endReason).toBe('engineLost');
    // Killed about 2.5 s in: what the log says went out is more than nothing and less than the whole 7.5 s.
    const seconds = (rows[0]?.frames ?? 0) / 48_000;
    expect(seconds).toBeGreaterThan(0.5);
    expect(seconds).toBeLessThan(6.5);
    expect(settled.airtimeSeconds).toBeCloseTo(seconds, 6);
    // Within its grace it must not begin anew: speech that was cut is made up, not repeated.
    await sleep(6000);
    expect(await logOf(airing.id)).toHaveLength(1);
    expect(
      settled.makeUpCandidate ?? (await service.api('GET', `/api/v1/airings/${airing.id}`)).body.makeUpCandidate,
    ).not.toBeNull();
  });

  it('refuses an emergency, an unapproved recording, a time in the past and a taken time', async () => {
    const at = (ahead: number) => new Date(Date.now() + ahead).toISOString();
    const post = (body: unknown) => service.api('POST', '/api/v1/airings', body);
    expect(await post({ recordingId, at: at(60_000), priority: 'EMERGENCY' })).toMatchObject({
      status: 403,
      body: { code: 'emergencyNotAvailable' },
    });
    expect(await post({ recordingId, at: at(-60_000) })).toMatchObject({ status: 409, body: { code: 'inThePast' } });
    await service.airIn(recordingId, 3_600_000);
    expect(await post({ recordingId, at: at(3_602_000) })).toMatchObject({
      status: 409,
      body: { code: 'scheduleConflict' },
    });
  });

  it('gives one airing for one Idempotency-Key', async () => {
    const body = { recordingId, at: new Date(Date.now() + 7_200_000).toISOString() };
    const headers = { 'idempotency-key': 'thong-bao-1' };
    const first = await service.api('POST', '/api/v1/airings', body, headers);
    const second = await service.api('POST', '/api/v1/airings', body, headers);
    expect(second.body.id).toBe(first.body.id);
    // The key of one airing never passes for another: the clerk would believe that the second one is scheduled.
    const other = { recordingId, at: new Date(Date.now() + 9_000_000).toISOString() };
    expect(await service.api('POST', '/api/v1/airings', other, headers)).toMatchObject({
      status: 409,
      body: { code: 'idempotencyKeyReused' },
    });
    const unnamed = await service.api('POST', '/api/v1/airings', other, { 'idempotency-key': '' });
    expect(unnamed.status).toBe(201);
  });

  it('refuses a date that can only be a slip of the pen, and a cursor that is none of its own', async () => {
    const far = { recordingId, at: '9999-12-31T10:00:00Z' };
    expect(await service.api('POST', '/api/v1/airings', far)).toMatchObject({ body: { code: 'tooFarAhead' } });
    expect(await service.api('GET', '/api/v1/airings?cursor=rubbish')).toMatchObject({ status: 400 });
  });

  it('follows a new version of a plan for what is not cued yet, and leaves what aired alone', async () => {
    const year = new Date().getUTCFullYear() + 1;
    // The clone spans today as well, so that a week's rule is visible in the coming days.
    const plan = clonePlan(loadPlan(join(projectDir, 'config', 'plans', 'son-mai-2025.yaml')), year);
    const today = new Date().toISOString().slice(0, 10);
    const source = planSource({ ...plan, effective: { from: today, to: `${String(year)}-12-31` } });
    const imported = await service.api('POST', '/api/v1/plans', { source, file: 'son-mai.yaml' });
    expect(imported).toMatchObject({ status: 201, body: { n: 1, changed: true } });
    const planned = async () =>
      (
        (await service.api('GET', '/api/v1/airings?state=planned&limit=500')).body.items as {
          programmeKey: string;
          start: string;
          id: string;
        }[]
      )
        .filter((airing) => airing.programmeKey === 'cds-hang-tuan')
        .slice(1);
    const weekday = (start: string) => new Date(start.slice(0, 10)).getUTCDay();
    expect(new Set((await planned()).map(({ start }) => weekday(start)))).toEqual(new Set([1]));
    const before = (await service.api('GET', '/api/v1/airings?state=aired')).body.items as unknown[];

    const edited = source.replace('FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=WE');
    expect(await service.api('POST', '/api/v1/plans', { source: edited })).toMatchObject({
      body: { n: 2, changed: true },
    });
    expect(new Set((await planned()).map(({ start }) => weekday(start)))).toEqual(new Set([3]));
    expect((await service.api('GET', '/api/v1/airings?state=aired')).body.items).toEqual(before);

    const again = await service.api('POST', '/api/v1/plans', { source: edited });
    expect(again.body).toMatchObject({ changed: false, schedule: { created: 0, moved: 0, withdrawn: 0 } });
  });

  it('lets its private redis go with it', async () => {
    const { pid } = service.redis();
    expect(await service.stop()).toBe(0);
    expect(() => readFileSync(`/proc/${String(pid)}/status`)).toThrow();
  });
});
