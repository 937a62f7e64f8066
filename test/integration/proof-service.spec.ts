import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StationConfig } from '../../src/platform/config/station-config';
import { ChainCheck } from '../../src/playout/log-chain';
import { PlayoutLogRow } from '../../src/playout/playout.entity';
import { aProgramme, sonMaiPlan } from '../support/builders';
import { pcmOf } from '../support/playout-rig';
import { ScheduleRig } from '../support/schedule-rig';
import { speechFile, type SpeechFile } from '../support/speech-file';

const plan = sonMaiPlan(2026, { effective: { from: '2026-11-23', to: '2026-12-31' }, programmes: [aProgramme()] });
const ISSUE = 'cds-hang-tuan/2026-W48/vie/first/0';
const AIR_CHECK = '2026-11-23/2026-11-23-0530-buoi-sang';
const SECONDS = 5;

describe('proving what was played', () => {
  let rig: ScheduleRig;

  async function start(tweaks: Partial<StationConfig> = {}): Promise<void> {
    rig = await ScheduleRig.start('2026-11-20 08:00', tweaks);
    await rig.adopt(plan);
    const source = speechFile(join(rig.dataDir, 'tin.mp3'), { seconds: SECONDS });
    const sha256 = createHash('sha256').update(readFileSync(source)).digest('hex');
    const rendition = rig.renditionPath(sha256);
    mkdirSync(dirname(rendition), { recursive: true });
    copyFileSync(source, rendition);
    const extraFrames = pcmOf(source).length - SECONDS * 48_000;
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: SECONDS, extraFrames, sha256 });
    await rig.tickAt('2026-11-23 05:29:30');
  }
  beforeEach(() => start());
  afterEach(() => rig.end());

  const airing = () => rig.row(ISSUE);
  const aired = async (airCheck: string | null = AIR_CHECK) =>
    rig.airs((await airing()).id, airCheck === null ? {} : { airCheck });
  const airCheckPath = (suffix: string, output = 'ghi-tep') =>
    join(rig.dataDir, 'air-checks', output, `${AIR_CHECK}${suffix}`);

  /** Two seconds of silence, which is where the rig starts its items, and then the item. */
  function recordAirCheck(how: Partial<SpeechFile> = {}, suffix = '.mp3', output = 'ghi-tep'): void {
    const file = airCheckPath('.mp3', output);
    mkdirSync(dirname(file), { recursive: true });
    const filter = ['adelay=2000', ...(how.filter === undefined ? [] : [how.filter])].join(',');
    speechFile(file, { seconds: SECONDS, kbps: 48, ...how, filter });
    if (suffix !== '.mp3') {
      copyFileSync(file, airCheckPath(suffix));
      rmSync(file);
    }
  }

  async function rows(): Promise<PlayoutLogRow[]> {
    const all = await rig.manager.find(PlayoutLogRow, { order: { id: 'ASC' } });
    const chain = new ChainCheck();
    expect(all.map((row) => chain.next(row))).toEqual(all.map(() => null));
    return all;
  }

  it('adds to the log, once, what the air-check shows, and leaves a good airing alone', async () => {
    await aired();
    recordAirCheck();
    await rig.prove();
    await rig.restart();
    await rig.prove();
    const [played, proof, ...more] = await rows();
    expect(more).toEqual([]);
    expect(proof).toMatchObject({ kind: 'proof', deliveryId: played!.deliveryId, segment: 0, frames: played!.frames });
    const [entry] = await rig.provedLog();
    expect(entry!.proof).toMatchObject({ verdict: 'proved', silentSeconds: 0, dropouts: [], logId: proof!.id });
    expect(await airing()).toMatchObject({ state: 'aired', reason: 'completed' });
    expect(await rig.incidents('airCheckSilent')).toEqual([]);
  });

  it('makes an airing partial that was silent, tells staff, and the issue is owed again', async () => {
    await aired();
    expect((await rig.ledger('cds-hang-tuan', '2026-W48')).map(({ state }) => state)).toEqual(['aired', 'aired']);
    recordAirCheck({ filter: "volume=0:enable='between(t,4,7)'" });
    await rig.prove();
    expect(await airing()).toMatchObject({ state: 'partial', reason: 'provedSilent', clustersReached: 0 });
    const [incident] = await rig.incidents('airCheckSilent');
    expect(incident).toMatchObject({ severity: 'error', facts: { output: 'ghi-tep' } });
    expect(incident!.facts['silentSeconds']).toBeGreaterThan(1);
    expect(await rig.incidents('airingLost')).toMatchObject([{ facts: { reason: 'provedSilent' } }]);
    expect((await rig.ledger('cds-hang-tuan', '2026-W48')).map(({ state }) => state)).not.toContain('aired');
    await rig.restart();
    await rig.prove();
    expect(await rig.incidents('airCheckSilent')).toHaveLength(1);
    expect(await rows()).toHaveLength(2);
  });

  it('warns of another sound than the recording, which alone is no silence', async () => {
    await aired();
    recordAirCheck({ seed: 8 });
    await rig.prove();
    expect((await airing()).state).toBe('aired');
    expect(await rig.incidents('airCheckMismatch')).toMatchObject([{ severity: 'warning' }]);
  });

  it('waits until the airing has settled and its air-check is closed', async () => {
    const sent = rig.onlyCue((await airing()).id);
    await rig.started(sent);
    recordAirCheck({}, '.part');
    await rig.prove();
    expect(await rows()).toEqual([]);
    await rig.ended(sent, { airCheck: AIR_CHECK });
    await rig.prove();
    expect(await rows()).toHaveLength(1);
    expect((await rig.provedLog())[0]!.proof).toBeNull();
    copyFileSync(airCheckPath('.part'), airCheckPath('.mp3'));
    rmSync(airCheckPath('.part'));
    await rig.prove();
    expect((await rig.provedLog())[0]!.proof).toMatchObject({ verdict: 'proved' });
  });

  it('looks for each segment of an interrupted item where it continues', async () => {
    const sent = rig.onlyCue((await airing()).id);
    const [first, then] = ['ngat', 'tiep'].map((name) => `2026-11-23/${name}`) as [string, string];
    recordAirCheck();
    copyFileSync(airCheckPath('.mp3'), join(rig.dataDir, 'air-checks', 'ghi-tep', `${first}.mp3`));
    // The rig's segments lie two seconds into their air-checks: here the item's third second does.
    copyFileSync(join(rig.dataDir, 'tin.mp3'), join(rig.dataDir, 'air-checks', 'ghi-tep', `${then}.mp3`));
    await rig.started(sent);
    await rig.interrupted(sent, 96_000, first);
    await rig.ended(sent, { before: 96_000, frames: sent.cue.frames - 96_000, lateMs: 90_000, airCheck: then });
    await rig.prove();
    expect((await rig.provedLog()).map(({ played, proof }) => [played.segment, proof?.verdict])).toEqual([
      [0, 'proved'],
      [1, 'proved'],
    ]);
  });

  it('waits for every output, and lets an airing stand that enough clusters heard', async () => {
    await rig.end();
    const output = (code: string) => ({
      code,
      kind: 'file' as const,
      role: 'transmission' as const,
      label: code,
      calibrationMs: 0,
    });
    const cluster = (code: string, outputs: string[]) => ({ code, name: code, village: code, outputs });
    await start({
      outputs: [output('am-1'), output('am-2')],
      clusters: [cluster('c1', ['am-1']), cluster('c2', ['am-2'])],
    });
    const [first, second] = rig.cuesOf((await airing()).id);
    recordAirCheck({ filter: 'volume=0' }, '.mp3', first!.outputCode);
    recordAirCheck({}, '.mp3', second!.outputCode);
    await rig.ended(first!, { airCheck: AIR_CHECK });
    await rig.prove();
    expect(await rows()).toHaveLength(1);
    await rig.ended(second!, { airCheck: AIR_CHECK });
    await rig.prove();
    expect((await rig.provedLog()).map(({ proof }) => proof?.verdict)).toEqual(['silent', 'proved']);
    expect(await airing()).toMatchObject({ state: 'aired', clustersReached: 1, clustersTotal: 2 });
    expect(await rig.incidents('airCheckSilent')).toMatchObject([{ facts: { output: first!.outputCode } }]);
  });

  it('has no figures without an air-check, and holds that against nobody', async () => {
    await aired();
    await rig.prove();
    expect((await rig.provedLog())[0]!.proof).toMatchObject({ verdict: 'noData', reason: 'airCheckMissing' });
    expect((await airing()).state).toBe('aired');
    expect(await rig.incidents('airCheckSilent')).toEqual([]);
  });

  it('says so at once where no air-check was made', async () => {
    await aired(null);
    await rig.prove();
    expect(await rows()).toHaveLength(1);
    expect((await rig.provedLog())[0]!.proof).toEqual({ verdict: 'noData', reason: 'noAirCheck' });
  });

  it('books nothing of a comparison that a shutdown cut short, and makes it again', async () => {
    await aired();
    recordAirCheck();
    const stopping = new AbortController();
    const round = rig.prove(stopping.signal);
    stopping.abort(new Error('stopping'));
    await expect(round).rejects.toThrow('stopping');
    expect(await rows()).toHaveLength(1);
    await rig.prove();
    expect(await rows()).toHaveLength(2);
  });
});
