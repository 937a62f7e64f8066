import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import { DataSource, type EntityManager } from 'typeorm';
import type { Obligation } from '../../src/domain/compliance';
import type { Plan } from '../../src/domain/plan';
import type { IncidentRow } from '../../src/incidents/incident.entity';
import { IncidentsService } from '../../src/incidents/incidents.service';
import { PlansService } from '../../src/plans/plans.service';
import { Environment } from '../../src/platform/config/environment';
import { planSource } from '../../src/platform/config/plan-file';
import { Station } from '../../src/platform/config/station';
import { loadStationConfig, type StationConfig } from '../../src/platform/config/station-config';
import { configureHttp } from '../../src/platform/http/configure-http';
import { ERROR_CATALOGUE } from '../../src/platform/http/error-catalogue';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { OutcomeRecorder } from '../../src/playout/outcome.recorder';
import type { EndReason } from '../../src/playout/playout-engine';
import { PlayoutLogService } from '../../src/playout/playout-log.service';
import type { DeliveryRow, PlayoutLogRow } from '../../src/playout/playout.entity';
import { PlayoutRepository } from '../../src/playout/playout.repository';
import { PlayoutService } from '../../src/playout/playout.service';
import type { ProvedEntry } from '../../src/playout/proof/logged-proof';
import { ProofService } from '../../src/playout/proof/proof.service';
import { Watchdog } from '../../src/playout/watchdog';
import type { RecordingRow, ReviewStatus } from '../../src/recordings/recording.entity';
import { RecordingsRepository } from '../../src/recordings/recordings.repository';
import { RecordingsService } from '../../src/recordings/recordings.service';
import { AiringsService, type OneOff } from '../../src/schedule/airings.service';
import { CalendarService } from '../../src/schedule/calendar.service';
import { ExpansionService } from '../../src/schedule/expansion.service';
import type { Airing } from '../../src/schedule/rows';
import { ScheduleRepository } from '../../src/schedule/schedule.repository';
import { ScheduleService } from '../../src/schedule/schedule.service';
import { at } from './builders';
import { FakeClock } from './fake-clock';
import { FakePlayoutEngine, type SentCue } from './fake-playout-engine';
import { layDatabase } from './laid-database';
import { scheduleModule } from './schedule-module';

const CONFIG_DIR = join(__dirname, '..', '..', 'config');
const FRAMES_PER_SECOND = 48_000;

export interface NewRecording {
  readonly seconds: number;
  readonly review?: ReviewStatus;
  readonly hasMusic?: boolean;
  readonly language?: string;
  /** Odd frames show whether starts stay whole milliseconds. */
  readonly extraFrames?: number;
  /** Of the rendition; one that no file has, when absent. */
  readonly sha256?: string;
}

export interface Ending {
  readonly frames?: number;
  readonly endReason?: EndReason;
  /** Frames of a first segment that was interrupted. */
  readonly before?: number;
  /** How late the output took the first frame. */
  readonly lateMs?: number;
  readonly airCheck?: string;
}

/** Schedule and playout as the service wires them, on a real database; only clock, queue and engines are the test's. */
export class ScheduleRig {
  readonly engine = new FakePlayoutEngine();
  private module!: TestingModule;

  private constructor(
    readonly clock: FakeClock,
    readonly dataDir: string,
    private config: StationConfig,
  ) {}

  /** @param now "2026-11-20 08:00" in the station's time */
  static async start(now: string, tweaks: Partial<StationConfig> = {}): Promise<ScheduleRig> {
    const dataDir = mkdtempSync(join(tmpdir(), 'schedule-rig-'));
    const config = { ...loadStationConfig(join(CONFIG_DIR, 'station.yaml')), plans: [], ...tweaks };
    await layDatabase(dataDir);
    const rig = new ScheduleRig(new FakeClock(at(now)), dataDir, config);
    await rig.boot();
    return rig;
  }

  /** The service goes away; nothing that it held in memory survives. */
  async down(): Promise<void> {
    await this.module.close();
  }

  async boot(tweaks: Partial<StationConfig> = {}): Promise<void> {
    this.config = { ...this.config, ...tweaks };
    const environment = new Environment(0, '127.0.0.1', this.dataDir, CONFIG_DIR, undefined);
    this.module = await scheduleModule(environment, new Station(this.config), this.clock, this.engine);
    this.module.useLogger(false);
    // A simulated power cut loses nothing of a real disk: no need to wait for it.
    await this.module.get(DataSource).query('PRAGMA synchronous = OFF');
    await this.module.init();
  }

  /** Its compliance routes as callers see them, until it goes down. */
  async http(): Promise<NestExpressApplication> {
    const app = this.module.createNestApplication<NestExpressApplication>();
    configureHttp(app, ERROR_CATALOGUE);
    app.useLogger(false);
    await app.listen(0, '127.0.0.1');
    return app;
  }

  async restart(tweaks: Partial<StationConfig> = {}): Promise<void> {
    await this.down();
    await this.boot(tweaks);
  }

  async end(): Promise<void> {
    await this.down();
    rmSync(this.dataDir, { recursive: true });
  }

  /** Sets the clock and lets the watchdog make one round. */
  async tickAt(time: string | number): Promise<void> {
    this.clock.set(typeof time === 'string' ? at(time) : time);
    await this.module.get(Watchdog).tick(this.clock.now());
  }

  async adopt(plan: Plan): Promise<void> {
    await this.module.get(PlansService).import(planSource(plan), 'ke-hoach.yaml', 'file', 'kiểm thử');
    await this.expansion.refresh();
  }

  /** Lets everything be proved that can be. */
  async prove(signal = new AbortController().signal): Promise<void> {
    await this.module.get(ProofService).proveDue(signal);
  }

  /** Where the rendition with that hash is kept. */
  renditionPath(sha256: string): string {
    return this.module.get(RecordingsService).renditionPath(sha256);
  }

  /** A recording of an issue, or of a special when `content` is null. @returns its id */
  async record(content: string | null, recording: NewRecording): Promise<string> {
    const { seconds, review = 'approved', hasMusic = false, language = 'vie', extraFrames = 0 } = recording;
    const { sha256 = sha256Of(randomUUID()) } = recording;
    const repository = this.module.get(RecordingsRepository);
    return this.write(async (manager) => {
      const contentId = content ?? (await this.special(manager));
      const originalSha256 = sha256Of(randomUUID());
      const row = await repository.insertRecording(manager, {
        ...{ contentId, language, title: 'Bản ghi thử', originalSha256, originalName: 'ban-ghi.wav', hasMusic },
        ...{
          originalBytes: 1000,
          topics: [],
          uploadedBy: 'kiểm thử',
          uploaderId: null,
          status: 'ready',
          reviewStatus: review,
        },
        ...{ durationSeconds: seconds, source: null, warnings: [], errorCode: null, revision: 1 },
        ...{ findings: null, trim: null, uploadId: null, lane: 'usual' },
        createdAt: this.clock.now(),
      });
      const loudness = { integratedLufs: -18, rangeLu: 5, truePeakDbtp: -2, shortTermMaxLufs: -15 };
      const rendition = { recordingId: row.id, profileHash: 'thử', sha256, bytes: 1000 };
      await repository.insertRendition(manager, {
        ...rendition,
        frames: seconds * FRAMES_PER_SECOND + extraFrames,
        loudness: { ...loudness, gainDb: 0, limiterReductionDb: 0, targetReached: true },
        waveformSha256: null,
        createdAt: this.clock.now(),
      });
      if (review === 'approved') await this.review(manager, row, rendition.sha256);
      return row.id;
    });
  }

  async approve(recordingId: string): Promise<void> {
    const repository = this.module.get(RecordingsRepository);
    await this.write(async (manager) => {
      const row = await repository.recording(recordingId, manager);
      const rendition = await repository.rendition(recordingId, manager);
      if (!row || !rendition) throw new Error(`no recording ${recordingId}`);
      await repository.updateRecording(manager, row, { reviewStatus: 'approved' });
      await this.review(manager, row, rendition.sha256);
    });
  }

  /** Content of a programme's issue. */
  async issue(programmeKey: string, periodKey: string): Promise<string> {
    const content = await this.module.get(RecordingsRepository).issue(this.manager, programmeKey, periodKey);
    if (!content) throw new Error(`no issue ${programmeKey} ${periodKey}`);
    return content.id;
  }

  oneOff(request: Pick<OneOff, 'recordingId'> & Partial<Omit<OneOff, 'at'>> & { at: string }): Promise<Airing> {
    const nothing = { makeUpForId: null, clusterCodes: null, idempotencyKey: null } as const;
    const defaults = { priority: 'NORMAL', actor: 'kiểm thử', ...nothing } as const;
    return this.airings.addOneOff({ ...defaults, ...request, at: at(request.at) });
  }

  /** The airing with that occurrenceKey. */
  async row(occurrenceKey: string): Promise<Airing> {
    const row = await this.find(occurrenceKey);
    if (!row) throw new Error(`no airing ${occurrenceKey}`);
    return row;
  }

  find(occurrenceKey: string): Promise<Airing | null> {
    return this.module.get(ScheduleRepository).airingByKey(occurrenceKey, this.manager);
  }

  rows(): Promise<Airing[]> {
    return this.module.get(ScheduleRepository).airingsSince(0);
  }

  deliveries(airingId: string): Promise<DeliveryRow[]> {
    return this.module.get(PlayoutRepository).deliveriesOf(airingId);
  }

  /** Every cue sent for an airing, oldest first. */
  cuesOf(airingId: string): SentCue[] {
    return this.engine.sent.filter(({ cue }) => cue.airingId === airingId);
  }

  /** The airing's only cue. */
  onlyCue(airingId: string): SentCue {
    const [cue, ...more] = this.cuesOf(airingId);
    if (!cue || more.length > 0) throw new Error(`${airingId} was cued ${String(more.length + (cue ? 1 : 0))} times`);
    return cue;
  }

  async started({ outputCode, cue }: SentCue, { lateMs = 0 }: Ending = {}): Promise<void> {
    const start = cue.plannedStart + lateMs;
    const identity = { deliveryId: cue.deliveryId, segment: 0 };
    const outcome = { kind: 'started' as const, ...identity, commandedAt: start - 20_000, start };
    await this.recorder.handle(outputCode, { ...outcome, firstFrame: 96_000 });
  }

  /** Its first segment is over after so many frames; the item goes on later. */
  async interrupted({ outputCode, cue }: SentCue, frames: number, airCheck: string | null = null): Promise<void> {
    const start = cue.plannedStart;
    await this.recorder.handle(outputCode, {
      ...{ kind: 'interrupted', deliveryId: cue.deliveryId, segment: 0, commandedAt: start - 20_000, start },
      ...{ end: start + frames / 48, firstFrame: 96_000, frames, wholeFrames: frames, sha256: cue.sha256 },
      airCheck,
    });
  }

  async ended({ outputCode, cue }: SentCue, ending: Ending = {}): Promise<void> {
    const { frames = cue.frames, endReason = 'completed', lateMs = 0, before = 0, airCheck = null } = ending;
    const start = frames > 0 ? cue.plannedStart + lateMs : null;
    const end = start === null ? null : start + Math.round((frames * 1000) / FRAMES_PER_SECOND);
    await this.recorder.handle(outputCode, {
      ...{ kind: 'ended', deliveryId: cue.deliveryId, segment: before > 0 ? 1 : 0 },
      commandedAt: cue.plannedStart + lateMs - 20_000,
      ...{ start, end, firstFrame: start === null ? null : 96_000, frames, wholeFrames: before + frames },
      ...{ sha256: cue.sha256, endReason, airCheck },
    });
  }

  /** An airing's only output plays it to its end. */
  async airs(airingId: string, ending: Ending = {}): Promise<void> {
    const sent = this.onlyCue(airingId);
    this.clock.set(sent.cue.plannedStart + 1000);
    await this.started(sent);
    this.clock.set(sent.cue.plannedStart + Math.ceil(sent.cue.frames / 48));
    await this.ended(sent, ending);
  }

  async log(): Promise<PlayoutLogRow[]> {
    return (await this.provedLog()).map(({ played }) => played);
  }

  provedLog(): Promise<readonly ProvedEntry[]> {
    return this.module.get(PlayoutLogService).between(0, Number.MAX_SAFE_INTEGER);
  }

  async incidents(kind: string): Promise<IncidentRow[]> {
    return (await this.module.get(IncidentsService).since(0)).filter((incident) => incident.kind === kind);
  }

  async ledger(programmeKey: string, periodKey: string): Promise<Pick<Obligation, 'unit' | 'state' | 'reason'>[]> {
    const { obligations } = await this.schedule.ledger(this.clock.now());
    return obligations
      .filter((item) => item.programmeKey === programmeKey && item.period.key === periodKey)
      .map(({ unit, state, reason }) => ({ unit, state, reason }));
  }

  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.module.get(UnitOfWork).run(work);
  }

  get manager(): EntityManager {
    return this.module.get(DataSource).manager;
  }

  get<T>(token: Type<T>): T {
    return this.module.get(token);
  }

  get airings(): AiringsService {
    return this.module.get(AiringsService);
  }

  get calendar(): CalendarService {
    return this.module.get(CalendarService);
  }

  get expansion(): ExpansionService {
    return this.module.get(ExpansionService);
  }

  get playout(): PlayoutService {
    return this.module.get(PlayoutService);
  }

  get recorder(): OutcomeRecorder {
    return this.module.get(OutcomeRecorder);
  }

  get schedule(): ScheduleService {
    return this.module.get(ScheduleService);
  }

  private async special(manager: EntityManager): Promise<string> {
    return this.module.get(RecordingsService).createSpecial(manager, { title: 'Tin riêng', programmeKey: null });
  }

  private async review(manager: EntityManager, row: RecordingRow, renditionSha256: string): Promise<void> {
    const { id: recordingId, originalSha256 } = row;
    const decision = { decision: 'approve' as const, actor: 'Bùi Văn Trí (chưa xác thực)', comment: null };
    const review = { recordingId, originalSha256, renditionSha256, ...decision, at: this.clock.now() };
    await this.module.get(RecordingsRepository).insertReview(manager, review);
  }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
