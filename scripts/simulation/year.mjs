import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, required } from './built.mjs';
import { Agenda, Chance } from './chance.mjs';
import { FaultyEngine } from './faulty-engine.mjs';
import { SimulatedStation } from './station.mjs';

const { addDays, civilDateAt, instantOf, periodOf } = built('domain/calendar');
const crypto = required('node:crypto');
const { Clock } = built('domain/clock');
const { DomainError } = built('domain/errors');
const { planSource } = built('platform/config/plan-file');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ACTOR = 'mô phỏng (chưa xác thực)';
const OUTPUTS = ['loa-a', 'loa-b', 'nghe-thu'];

class TurnedClock extends Clock {
  constructor(at) {
    super();
    this.at = at;
  }

  now() {
    return this.at;
  }
}

/** Two outputs that serve three clusters each, and a monitor that listens along. */
function stationConfig(config, trackedFrom) {
  const output = (code, role) => ({ code, kind: 'file', role, label: code, calibrationMs: 0 });
  return {
    ...config,
    plans: [],
    trackedFrom,
    outputs: [output('loa-a', 'transmission'), output('loa-b', 'transmission'), output('nghe-thu', 'monitor')],
    clusters: config.clusters.map((cluster, n) => ({ ...cluster, outputs: [n % 2 === 0 ? 'loa-a' : 'loa-b'] })),
  };
}

/** One year of a station by one seed: what staff and misfortune do to it, and the services answering. */
export class SimulatedYear {
  constructor({ database, plan, config, configDir, seed, faults, from = null, days = null }) {
    const chance = new Chance(seed);
    const ids = new Chance(seed + 0x1d);
    crypto.randomUUID = () => ids.uuid();
    const clock = new TurnedClock(0);
    Object.assign(this, { plan, seed, chance, clock, agenda: new Agenda(), hasFaults: faults !== 'none' });
    this.timeZone = config.station.timeZone;
    this.dataDir = mkdtempSync(join(tmpdir(), `year-${String(seed)}-`));
    this.deadOutputs = [];
    this.cuts = [];
    this.counts = {};
    this.recorded = new Map();
    this.woken = new Set();
    /** By airing, for which times the rounds are on the agenda. */
    this.foreseen = new Map();
    this.withoutRedis = !this.hasFaults || chance.happens(0.5);
    const isYoung = this.hasFaults && chance.happens(0.3);
    const latestDay = days === null ? 120 : daysBetween(plan.effective.from, plan.effective.to) - days;
    const somewhere = addDays(plan.effective.from, chance.between(10, latestDay));
    const trackedFrom = from ?? (isYoung || days !== null ? somewhere : null);
    this.trackedFrom = trackedFrom;
    const decide = {
      startsLateMs: () =>
        this.hasFaults && chance.happens(0.04) ? chance.between(200, 100_000) : chance.between(0, 40),
      failure: () => this.failure(),
    };
    this.engine = new FaultyEngine(clock, this.agenda, OUTPUTS, decide);
    this.station = new SimulatedStation({
      ...{
        database,
        dataDir: this.dataDir,
        configDir,
        config: stationConfig(config, trackedFrom),
        clock,
        engine: this.engine,
      },
      nudge: (airingId, revision, at) => this.nudged(airingId, revision, at),
    });
    const last = days === null ? addDays(plan.effective.to, 40) : addDays(trackedFrom, days);
    this.end = this.at(last, '12:00');
    // A station that begins in the middle of the year boots for the first time then.
    this.begin = this.at(trackedFrom ?? addDays(plan.effective.from, -10), '08:00');
  }

  at(date, time) {
    return instantOf(date, time, this.timeZone);
  }

  count(name) {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }

  failure() {
    if (!this.hasFaults || !this.chance.happens(0.03)) return null;
    this.count('failedDelivery');
    const endReason = this.chance.of(['outputFailed', 'decoderFailed', 'mediaMissing', 'mediaAltered']);
    const share = endReason.startsWith('media') ? 0 : this.chance.next();
    return { endReason, share };
  }

  nudged(airingId, revision, at) {
    if (this.withoutRedis) return;
    this.agenda.add(Math.max(at, this.clock.now()), 'nudge', () =>
      this.station.get('PlayoutService').cueIfCurrent(airingId, revision),
    );
  }

  async run() {
    this.clock.at = this.begin;
    await this.boot();
    await this.importPlan(this.plan);
    this.planDays();
    this.planRecordings();
    if (this.hasFaults) this.planFaults();
    while (this.agenda.nextAt <= this.end) await this.step(this.agenda.take());
    this.clock.at = this.end;
    await this.tick();
  }

  async step(event) {
    this.clock.at = Math.max(this.clock.at, event.at);
    const needsService = event.kind !== 'power' && event.kind !== 'output';
    // Nobody can do anything with a service that is off: staff come back to it when it is on again.
    if (needsService && !this.isOn) {
      if (event.kind === 'staff') this.agenda.add(this.bootsAt + MINUTE, 'staff', event.run);
      return;
    }
    await event.run();
  }

  async boot() {
    await this.station.boot();
    this.isOn = true;
    await this.wakeUps();
  }

  async tick() {
    this.ticks = (this.ticks ?? 0) + 1;
    await this.station.get('Watchdog').tick(this.clock.now());
    await this.wakeUps();
  }

  /**
   * The watchdog looks every 2 seconds; only rounds in which something is due are worth simulating, and now and then one
   * in between.
   */
  async wakeUps() {
    for (const { id, start, graceMs, end } of await this.live(8 * DAY)) {
      if (this.foreseen.get(id) === start + end) continue;
      this.foreseen.set(id, start + end);
      const late = end + graceMs + 62 * SECOND;
      for (const at of [start - 30 * SECOND, start + graceMs + 6 * SECOND, late, late + 6 * HOUR]) this.wakeAt(at);
      for (const at of [start - 14 * SECOND, start + graceMs + SECOND, end + 2 * SECOND])
        if (this.chance.happens(0.2)) this.wakeAt(at);
    }
  }

  /** What is not settled and begins within so many milliseconds. */
  async live(withinMs) {
    const rows = await this.station.query(
      `SELECT id, provisionalStart, plannedStart, startGraceSeconds AS grace, frames, plannedDurationSeconds AS seconds
       FROM airing WHERE stationId = ? AND state IN ('planned', 'cued', 'playing') AND provisionalStart < ?`,
      [this.station.station.id, this.clock.now() + withinMs],
    );
    return rows.map(({ id, provisionalStart, plannedStart, grace, frames, seconds }) => {
      const start = plannedStart ?? provisionalStart;
      const end = start + (frames === null ? seconds * SECOND : Math.ceil(frames / 48));
      return { id, start, end, graceMs: grace * SECOND };
    });
  }

  wakeAt(at) {
    if (at <= this.clock.now() || this.woken.has(at)) return;
    this.woken.add(at);
    this.agenda.add(at, 'tick', async () => {
      this.woken.delete(at);
      if ((await this.live(MINUTE)).length > 0) await this.tick();
    });
  }

  /** Days without an airing: the horizon rolls on. */
  planDays() {
    for (let date = civilDateAt(this.begin, this.timeZone); this.at(date, '03:00') < this.end; date = addDays(date, 7))
      this.agenda.add(this.at(date, '03:00'), 'tick', () => this.tick());
  }

  async importPlan(plan) {
    await this.station.get('PlansService').import(planSource(plan), 'ke-hoach.yaml', 'file', ACTOR);
    await this.station.get('ExpansionService').refresh();
    await this.wakeUps();
  }

  /** A deed of staff; what the service refuses is refused for a reason. */
  staff(at, name, deed) {
    this.agenda.add(at, 'staff', async () => {
      try {
        if ((await deed()) !== false) this.count(name);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        this.count(`${name} refused: ${error.code}`);
      }
      await this.wakeUps();
    });
  }

  /** Recordings are made some days ahead, some late, some never; so are approvals. */
  planRecordings() {
    const { chance } = this;
    this.agenda.add(this.begin, 'staff', async () => {
      const contents = await this.station.query(
        `SELECT id, periodKey FROM content WHERE kind = 'issue' ORDER BY programmeKey, periodKey`,
      );
      for (const { id, periodKey } of contents) {
        const period = periodOf(periodKey);
        const start = this.at(period.start, '00:00');
        // What is over before the station begins, or begins long after, nobody records.
        if (this.at(period.end, '00:00') < this.begin - 10 * DAY || start > this.end + 10 * DAY) continue;
        const isLate = this.hasFaults && chance.happens(0.1);
        if (this.hasFaults && chance.happens(0.04)) continue;
        const madeAt = start + (isLate ? chance.between(8, 24 * 12) : -chance.between(24, 24 * 6)) * HOUR;
        const reviewMs =
          this.hasFaults && chance.happens(0.1) ? chance.between(1, 14) * DAY : chance.between(1, 10) * HOUR;
        const seconds = chance.between(240, 660);
        const hasMusic = chance.happens(0.3);
        const isApproved = !this.hasFaults || !chance.happens(0.02);
        const at = Math.max(madeAt, this.begin + HOUR);
        this.staff(at, 'recorded', () => this.record(id, { seconds, hasMusic }));
        if (isApproved) this.staff(at + reviewMs, 'approved', () => this.approve(id));
      }
    });
  }

  async record(contentId, { seconds, hasMusic }) {
    const repository = this.station.get('RecordingsRepository');
    const originalSha256 = hashOf(`gốc ${contentId}`);
    const sha256 = hashOf(`chuẩn ${contentId}`);
    const frames = seconds * 48_000 + this.chance.between(0, 47_999);
    const now = this.clock.now();
    await this.station.write(async (manager) => {
      const row = await repository.insertRecording(manager, {
        ...{
          contentId,
          language: 'vie',
          title: 'Bản ghi mô phỏng',
          originalSha256,
          originalName: 'ban-ghi.wav',
          hasMusic,
        },
        ...{
          originalBytes: 1000,
          topics: [],
          uploadedBy: ACTOR,
          status: 'ready',
          reviewStatus: 'submitted',
          source: null,
        },
        ...{
          durationSeconds: frames / 48_000,
          warnings: [],
          findings: null,
          trim: null,
          uploadId: null,
          lane: 'usual',
          errorCode: null,
          revision: 1,
          createdAt: now,
        },
      });
      const loudness = { integratedLufs: -18, rangeLu: 5, truePeakDbtp: -2, shortTermMaxLufs: -15 };
      await repository.insertRendition(manager, {
        ...{
          recordingId: row.id,
          profileHash: 'mô phỏng',
          sha256,
          bytes: 1000,
          frames,
          waveformSha256: null,
          createdAt: now,
        },
        loudness: { ...loudness, gainDb: 0, limiterReductionDb: 0, targetReached: true },
      });
      this.recorded.set(contentId, { recordingId: row.id, originalSha256, sha256, at: now, approvedAt: null, frames });
    });
    return this.recorded.get(contentId);
  }

  async approve(contentId) {
    const repository = this.station.get('RecordingsRepository');
    const recording = this.recorded.get(contentId);
    const { recordingId, originalSha256, sha256 } = recording;
    await this.station.write(async (manager) => {
      const row = await repository.recording(recordingId, manager);
      await repository.updateRecording(manager, row, { reviewStatus: 'approved' });
      const review = { decision: 'approve', actor: ACTOR, comment: null, at: this.clock.now() };
      await repository.insertReview(manager, { recordingId, originalSha256, renditionSha256: sha256, ...review });
    });
    recording.approvedAt = this.clock.now();
  }

  planFaults() {
    const { chance } = this;
    const someDay = () =>
      addDays(
        civilDateAt(this.begin, this.timeZone),
        chance.between(8, Math.floor((this.end - this.begin) / DAY) - 20),
      );
    const onAir = () =>
      this.at(someDay(), chance.of(['05:29', '05:31', '05:38', '17:00', '17:08', '17:14'])) +
      chance.between(0, 59) * SECOND;
    for (let n = chance.between(3, 6); n > 0; n--)
      this.cut(onAir(), chance.of([4 * SECOND, 40 * SECOND, 3 * MINUTE, 2 * HOUR, 30 * HOUR, 4 * DAY, 9 * DAY]));
    for (let n = chance.between(2, 5); n > 0; n--)
      this.deadOutput(chance.of(OUTPUTS), onAir() - chance.between(0, 3 * HOUR), chance.between(5 * MINUTE, 5 * DAY));
    for (let n = chance.between(2, 5); n > 0; n--) this.staff(onAir(), 'emergency', () => this.emergency());
    for (let n = chance.between(1, 3); n > 0; n--)
      this.staff(this.at(someDay(), '10:00'), 'planEdited', () => this.editPlan());
    for (let n = chance.between(2, 5); n > 0; n--)
      this.staff(this.at(someDay(), '09:00'), 'dayEntered', () => this.enterDay());
    for (let n = chance.between(6, 14); n > 0; n--) {
      const name = chance.of(['cancelled', 'moved', 'oneOff', 'attested', 'confirmed', 'declined', 'makeUpCancelled']);
      this.staff(this.at(someDay(), chance.of(['08:10', '16:20', '05:29'])), name, () => this[name]());
    }
  }

  cut(at, lengthMs) {
    this.agenda.add(at, 'power', async () => {
      if (!this.isOn) return;
      this.count('powerCut');
      this.cuts.push({ from: at, to: at + lengthMs });
      this.isOn = false;
      this.bootsAt = at + lengthMs;
      this.engine.powerCut();
      this.engine.recorder = null;
      await this.station.down();
      this.agenda.add(this.bootsAt, 'power', () => this.boot());
    });
  }

  deadOutput(code, at, lengthMs) {
    this.agenda.add(at, 'output', async () => {
      this.count('deadOutput');
      this.engine.kill(code);
      await this.engine.tell();
    });
    this.agenda.add(at + lengthMs, 'output', () => this.engine.revive(code));
  }

  async emergency() {
    const contentId = await this.special();
    const { recordingId } = await this.record(contentId, { seconds: this.chance.between(20, 90), hasMusic: false });
    const media = await this.station.get('RecordingsService').readyRendition(recordingId);
    const airingId = crypto.randomUUID();
    const sound = { ...media, liveSource: null };
    const order = { airingId, occurrenceKey: `emergency/${airingId}`, stationId: this.station.station.id, sound };
    const facts = { authorisedBy: ACTOR, documentNumber: '7/CĐ-UBND', clusterCodes: null };
    const { book } = await this.station.get('EmergencyPlayoutService').start({ ...order, ...facts }, 'queue');
    await this.station.write(book);
  }

  special() {
    const title = 'Tin riêng';
    return this.station.write((manager) =>
      this.station.get('RecordingsService').createSpecial(manager, { title, programmeKey: null }),
    );
  }

  /** A new version of the plan in the middle of the year. */
  async editPlan() {
    const { chance } = this;
    const weekday = chance.of(['MO', 'TU', 'WE', 'TH', 'FR', 'SA']);
    const sessionCode = chance.of(['buoi-sang', 'buoi-chieu']);
    const makeUp = chance.of(['automatic', 'confirm']);
    this.plan = {
      ...this.plan,
      programmes: this.plan.programmes.map((programme) =>
        programme.placement === null || chance.happens(0.4)
          ? programme
          : {
              ...programme,
              placement: { kind: 'session', rrule: `FREQ=WEEKLY;BYDAY=${weekday}`, sessionCode },
              policies: { ...programme.policies, makeUp, startGraceSeconds: chance.of([60, 120, 600]) },
            },
      ),
    };
    await this.importPlan(this.plan);
  }

  async enterDay() {
    const { chance } = this;
    const first = addDays(civilDateAt(this.clock.now(), this.timeZone), chance.between(0, 20));
    const policy = chance.of(['skip', 'skip', 'noMusic', 'air']);
    for (let n = chance.of([1, 2, 7]); n > 0; n--) {
      const day = {
        date: addDays(first, n - 1),
        kind: 'mourning',
        policy,
        title: 'Ngày nghỉ',
        document: chance.of([null, '5/TB']),
      };
      await this.station.get('CalendarService').put(day, null, ACTOR);
    }
    await this.station.get('ExpansionService').refresh();
  }

  async someRow(where) {
    const rows = await this.station.query(`SELECT id FROM airing WHERE ${where} ORDER BY occurrenceKey`);
    return rows.length === 0 ? null : this.chance.of(rows).id;
  }

  async cancelled() {
    const id = await this.someRow(`state IN ('planned', 'cued') AND provisionalStart < ${this.clock.now() + 12 * DAY}`);
    const document = this.chance.of([null, '12/TB-UBND']);
    if (!id) return false;
    await this.station.get('PlayoutService').cancel(id, { reason: 'Theo yêu cầu', document, actor: ACTOR }, null);
  }

  async makeUpCancelled() {
    const id = await this.someRow(`state = 'planned' AND role = 'makeUp'`);
    if (!id) return false;
    await this.station.get('PlayoutService').cancel(id, { reason: 'Không cần', document: null, actor: ACTOR }, null);
  }

  async moved() {
    const id = await this.someRow(`state = 'planned' AND provisionalStart < ${this.clock.now() + 12 * DAY}`);
    const at = this.clock.now() + this.chance.between(1, 200) * HOUR;
    if (!id) return false;
    await this.station.get('AiringsService').move(id, at, null, ACTOR);
  }

  async oneOff() {
    const made = [...this.recorded.values()].filter(({ approvedAt }) => approvedAt !== null);
    if (made.length === 0) return false;
    const { recordingId } = this.chance.of(made);
    const at = this.clock.now() + this.chance.between(1, 400) * 30 * MINUTE;
    const priority = this.chance.of(['NORMAL', 'PRIORITY']);
    const nothing = { makeUpForId: null, clusterCodes: null, idempotencyKey: null, actor: ACTOR };
    await this.station.get('AiringsService').addOneOff({ recordingId, at, priority, ...nothing });
  }

  async attested() {
    const { obligations } = await this.station.get('ScheduleService').ledger(this.clock.now());
    const open = obligations.filter(
      ({ unit, state, reason }) => unit === 'airing' && (state === 'missed' || reason === 'notTracked'),
    );
    if (open.length === 0) return false;
    const { programmeKey, period, ordinal } = this.chance.of(open);
    const airedAt = Math.min(this.at(period.end, '09:00'), this.clock.now());
    const facts = { airedAt, airtimeSeconds: 600, note: 'Phát tay khi mất điện', document: '3/BB', attachment: null };
    await this.station
      .get('AttestationsService')
      .attest({ programmeKey, periodKey: period.key, ordinal, ...facts, actor: ACTOR });
  }

  async proposal() {
    const open = (await this.station.get('MakeUpsService').list()).filter(({ declined }) => declined === null);
    return open.length === 0 ? null : this.chance.of(open).lost.id;
  }

  async confirmed() {
    const id = await this.proposal();
    if (!id) return false;
    await this.station.get('MakeUpsService').confirm(id, ACTOR);
  }

  async declined() {
    const id = await this.proposal();
    if (!id) return false;
    await this.station.get('MakeUpsService').decline(id, 'Đã quá kỳ', ACTOR);
  }

  async close() {
    await this.station.down();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

function hashOf(text) {
  return createHash('sha256').update(text).digest('hex');
}
