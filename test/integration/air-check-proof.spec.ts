import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AiringProof } from '../../src/domain/proof';
import type { ForkedPlayoutEngine, PlayoutEngineOptions } from '../../src/playout/forked.playout-engine';
import { AirCheckExaminer } from '../../src/playout/proof/air-check.examiner';
import { mediaOf, OutcomeBook, pause, PlayoutRig, type Ended } from '../support/playout-rig';
import { speechFile } from '../support/speech-file';

const { output } = PlayoutRig;

type Segment = Pick<Ended, 'airCheck' | 'firstFrame' | 'frames'>;

describe('the air-check of a real engine', () => {
  const rig = new PlayoutRig();
  const book = new OutcomeBook();
  const examiner = new AirCheckExaminer({ directories: rig.directories } as PlayoutEngineOptions);
  const speech = mediaOf(speechFile(join(rig.folder, 'tin.mp3'), { seconds: 6 }));
  let engine: ForkedPlayoutEngine;
  let aired: Ended;
  let airCheckFile: string;
  let whileRecording: AiringProof | null;

  beforeAll(async () => {
    engine = await rig.boot(book);
    const planned = Date.now() + 1_500;
    await engine.cue(output, rig.cue('truoc', rig.tone(1.2), planned, { blockName: 'buoi-sang' }));
    await engine.cue(output, rig.cue('tin', speech, planned + 1_200, { blockName: 'buoi-sang' }));
    const { firstFrame } = await book.started('tin');
    const recording = join(basename(dirname(rig.files('airChecks').get('buoi-sang.part') ?? '')), 'buoi-sang');
    whileRecording = await examined({ firstFrame, frames: 48_000, airCheck: recording });
    aired = await book.ended('tin');
    await rig.recording('buoi-sang.mp3', 'airChecks');
    airCheckFile = rig.files('airChecks').get('buoi-sang.mp3') ?? '';
  });
  afterAll(() => rig.dispose());

  function examined(ended: Segment = aired, renditionFile: string | null = speech.file, itemFrame = 0) {
    const { airCheck, firstFrame, frames } = ended;
    const stretch = {
      outputCode: output,
      airCheck: airCheck!,
      firstFrame: firstFrame!,
      itemFrame,
      frames,
      renditionFile,
    };
    return examiner.examine(stretch, new AbortController().signal);
  }

  /** The air-check again, under another name and through an ffmpeg filter. */
  function variant(name: string, filter: string): Ended {
    const folder = join(airCheckFile, '..');
    const args = ['-y', '-i', airCheckFile, '-af', filter, '-c:a', 'libmp3lame', '-b:a', '48k'];
    execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', ...args, join(folder, `${name}.mp3`)]);
    return { ...aired, airCheck: aired.airCheck!.replace('buoi-sang', name) };
  }

  it('is let alone until it is closed', () => {
    expect(whileRecording).toBeNull();
  });

  it('is named in the outcome and proves the item, in the middle of its block, to a tenth of a millisecond', async () => {
    expect(aired).toMatchObject({ endReason: 'completed', frames: speech.frames });
    expect(aired.airCheck).toMatch(/^\d{4}-\d\d-\d\d\/buoi-sang$/);
    const proof = await examined();
    expect(proof).toMatchObject({ verdict: 'proved', silentSeconds: 0, dropouts: [] });
    if (proof?.verdict !== 'proved') throw new Error('not proved');
    expect(proof.comparedSeconds).toBeCloseTo(6, 1);
    expect(proof.matchScore).toBeGreaterThan(0.95);
    expect(Math.abs(proof.offsetMs!)).toBeLessThan(0.1);
  });

  it('stays proved when the return path is quieter, noisy and late', async () => {
    const proof = await examined(variant('yeu', 'volume=-15dB,adelay=130,highpass=200'));
    expect(proof).toMatchObject({ verdict: 'proved', dropouts: [] });
    if (proof?.verdict !== 'proved') throw new Error('not proved');
    expect(Math.abs(proof.offsetMs! - 130)).toBeLessThan(1);
  });

  it('shows where it was silent', async () => {
    const from = aired.firstFrame! / 48_000 + 2;
    const proof = await examined(variant('mat-tieng', `volume=0:enable='between(t,${from},${from + 2})'`));
    if (proof?.verdict !== 'silent') throw new Error(JSON.stringify(proof));
    expect(proof.silentSeconds).toBeGreaterThan(1);
    expect(proof.silentSeconds).toBeLessThanOrEqual(2.06);
    expect(Math.abs(proof.dropouts[0]!.atSeconds - 2)).toBeLessThan(0.4);
  });

  it('is called another sound when it is one, and silent when it is silent', async () => {
    const other = speechFile(join(rig.folder, 'khac.mp3'), { seconds: 6, seed: 12 });
    expect(await examined(aired, other)).toMatchObject({ verdict: 'mismatch', offsetMs: null, dropouts: [] });
    const silent = await examined(variant('cam', 'volume=0'));
    expect(silent).toMatchObject({ verdict: 'silent', matchScore: 0, offsetMs: null });
  });

  it('says nothing when it is missing, broken or has nothing to be held against', async () => {
    const noData = (reason: string) => ({ verdict: 'noData', reason });
    expect(await examined({ ...aired, airCheck: '2026-11-22/khong-co' })).toEqual(noData('airCheckMissing'));
    expect(await examined(aired, null)).toEqual(noData('renditionMissing'));
    expect(await examined(aired, join(rig.folder, 'khong-co.mp3'))).toEqual(noData('renditionMissing'));
    writeFileSync(join(airCheckFile, '..', 'rac.mp3'), Buffer.alloc(20_000, 'rác'));
    const broken = { ...aired, airCheck: aired.airCheck!.replace('buoi-sang', 'rac') };
    expect(await examined(broken)).toEqual(noData('airCheckBroken'));
    const cut = variant('cut', `atrim=end=${aired.firstFrame! / 48_000 - 0.5}`);
    expect(await examined(cut)).toEqual(noData('airCheckBroken'));
  });

  it('proves both segments of an item that an emergency interrupted', async () => {
    const now = Date.now();
    await engine.cue(output, rig.cue('ngat', speech, now + 900, { blockName: 'ngat-quang' }));
    await book.started('ngat');
    await pause(2_500);
    const urgent = { priority: 'EMERGENCY', blockName: 'ngat-quang' } as const;
    await engine.cue(output, rig.cue('khan', rig.tone(0.5), Date.now(), urgent));
    const last = await book.ended('ngat');
    const first = book.of('ngat').find((outcome) => outcome.kind === 'interrupted');
    if (first === undefined) throw new Error('not interrupted');
    expect(last).toMatchObject({ segment: 1, airCheck: first.airCheck });
    await rig.recording('ngat-quang.mp3', 'airChecks');
    for (const proof of [await examined(first), await examined(last, speech.file, first.frames)]) {
      expect(proof).toMatchObject({ verdict: 'proved', dropouts: [] });
      if (proof?.verdict === 'proved') expect(Math.abs(proof.offsetMs!)).toBeLessThan(0.1);
    }
    expect(await examined(last)).not.toMatchObject({ verdict: 'proved' });
  });

  it('proves as much as there is of one that a kill cut short', async () => {
    const planned = Date.now() + 900;
    await engine.cue(output, rig.cue('bi-ngat', speech, planned, { blockName: 'bi-ngat' }));
    await book.started('bi-ngat');
    await pause(3_000);
    process.kill(rig.enginePid(), 'SIGKILL');
    const ended = await book.ended('bi-ngat');
    expect(ended).toMatchObject({ endReason: 'engineLost' });
    await rig.recording('bi-ngat-dang-do.mp3', 'airChecks');
    const proof = await examined(ended);
    expect(proof).toMatchObject({ verdict: 'proved', dropouts: [] });
    if (proof?.verdict !== 'proved') throw new Error('not proved');
    expect(Math.abs(proof.offsetMs!)).toBeLessThan(30);
  });

  it('stops at once when it is told to, and leaves no decoder behind', async () => {
    const stopping = new AbortController();
    const { airCheck, firstFrame, frames } = aired;
    const stretch = {
      outputCode: output,
      airCheck: airCheck!,
      firstFrame: firstFrame!,
      itemFrame: 0,
      frames,
      renditionFile: speech.file,
    };
    const examination = examiner.examine(stretch, stopping.signal);
    stopping.abort(new Error('stopping'));
    await expect(examination).rejects.toThrow('stopping');
  });
});
