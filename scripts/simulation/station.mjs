import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, required } from './built.mjs';

// TypeORM asks for traces of every statement, which take a third of a simulated year.
const sqlite = required('sqlite3');
sqlite.verbose = () => sqlite;
const { Global, Logger, Module } = required('@nestjs/common');
const { Test } = required('@nestjs/testing');
const { TypeOrmModule } = required('@nestjs/typeorm');
const { DataSource } = required('typeorm');
const { Clock } = built('domain/clock');
const { Environment } = built('platform/config/environment');
const { Station } = built('platform/config/station');
const { DATABASE_FILE, openDatabase } = built('platform/database/database.module');
const { migrations } = built('platform/database/migrations/index');
const { AudioNormaliser } = built('audio/normaliser');
const { CueQueue } = built('schedule/cue-queue');
const { PlayoutEngine } = built('playout/playout-engine');

const rows = [
  ['recordings/recording.entity', ['ContentRow', 'RecordingRow', 'RenditionRow', 'ReviewRow']],
  ['schedule/schedule.entity', ['AiringRow', 'AiringTargetRow', 'CalendarDayRow', 'SessionRow']],
  ['schedule/compliance/attestation.entity', ['AttestationRow']],
  ['schedule/make-ups/make-up.entity', ['MakeUpDeclineRow']],
  ['playout/playout.entity', ['OutputRow', 'ClusterRow', 'ClusterOutputRow', 'DeliveryRow', 'PlayoutLogRow']],
].flatMap(([file, names]) => names.map((name) => built(file)[name]));

const modules = [
  ['platform/environment.module', 'EnvironmentModule'],
  ['platform/database/database.module', 'DatabaseModule'],
  ['recordings/media.module', 'MediaModule'],
  ['audit/audit.module', 'AuditModule'],
  ['incidents/incidents.module', 'IncidentsModule'],
  ['plans/plans.module', 'PlansModule'],
].map(([file, name]) => built(file)[name]);

const services = [
  ['recordings/recording-rules', 'RecordingRules'],
  ['recordings/station-sounds', 'StationSounds'],
  ['recordings/recordings.repository', 'RecordingsRepository'],
  ['recordings/recordings.service', 'RecordingsService'],
  ['schedule/schedule.repository', 'ScheduleRepository'],
  ['schedule/schedule-rows.service', 'ScheduleRowsService'],
  ['schedule/schedule.service', 'ScheduleService'],
  ['schedule/report-books.service', 'ReportBooksService'],
  ['schedule/settlement.service', 'SettlementService'],
  ['schedule/airing-places', 'AiringPlaces'],
  ['schedule/airings.service', 'AiringsService'],
  ['schedule/calendar.service', 'CalendarService'],
  ['schedule/expansion.service', 'ExpansionService'],
  ['schedule/overrun.service', 'OverrunService'],
  ['schedule/session-frames.service', 'SessionFramesService'],
  ['schedule/rundown.service', 'RundownService'],
  ['schedule/compliance/attestation.repository', 'AttestationRepository'],
  ['schedule/compliance/attestations.service', 'AttestationsService'],
  ['schedule/compliance/ledger.service', 'LedgerService'],
  ['schedule/make-ups/losses.service', 'LossesService'],
  ['schedule/make-ups/make-up-placer', 'MakeUpPlacer'],
  ['schedule/make-ups/make-up.repository', 'MakeUpRepository'],
  ['schedule/make-ups/make-ups.service', 'MakeUpsService'],
  ['playout/outcome.recorder', 'OutcomeRecorder'],
  ['playout/cluster-reach.service', 'ClusterReachService'],
  ['playout/playout-log.service', 'PlayoutLogService'],
  ['playout/playout.repository', 'PlayoutRepository'],
  ['playout/playout.service', 'PlayoutService'],
  ['playout/emergency-playout.service', 'EmergencyPlayoutService'],
  ['playout/watchdog', 'Watchdog'],
  ['reports/report.service', 'ReportService'],
].map(([file, name]) => built(file)[name]);

const byName = new Map([...services, ...modules].map((type) => [type.name, type]));
byName.set('PlansService', built('plans/plans.service').PlansService);
byName.set('UnitOfWork', built('platform/database/unit-of-work').UnitOfWork);
byName.set('DataSource', DataSource);

// What the services warn of is what the seed does to them.
const mute = () => undefined;
const silence = { log: mute, error: mute, warn: mute, debug: mute, verbose: mute, fatal: mute };
Logger.overrideLogger(silence);

/** A database with the whole schema and no rows; every year begins with a copy, since migrating takes as long as weeks do. */
export async function emptyDatabase(dir) {
  const file = join(dir, DATABASE_FILE);
  const options = { type: 'sqlite', database: file, enableWAL: true, synchronize: false, migrations };
  await (await openDatabase(options)).destroy();
  return file;
}

/** The services of the station on its real database, without HTTP, Redis and ffmpeg. `get('Watchdog')` gives one. */
export class SimulatedStation {
  constructor({ database, dataDir, configDir, config, clock, engine, nudge }) {
    copyFileSync(database, join(dataDir, DATABASE_FILE));
    this.environment = new Environment(0, '127.0.0.1', dataDir, configDir, undefined);
    Object.assign(this, { station: new Station(config), clock, engine, nudge });
  }

  async boot() {
    class StationModule {}
    Global()(StationModule);
    Module({ providers: [{ provide: Station, useValue: this.station }], exports: [Station] })(StationModule);
    this.module = await Test.createTestingModule({
      imports: [StationModule, TypeOrmModule.forFeature(rows), ...modules],
      providers: [
        { provide: CueQueue, useValue: { nudge: this.nudge } },
        { provide: AudioNormaliser, useValue: {} },
        { provide: PlayoutEngine, useValue: this.engine },
        ...services,
      ],
    })
      .overrideProvider(Environment)
      .useValue(this.environment)
      .overrideProvider(Clock)
      .useValue(this.clock)
      .setLogger(silence)
      .compile();
    // A simulated power cut loses nothing of a real disk: no need to wait for it.
    await this.get('DataSource').query('PRAGMA synchronous = OFF');
    // Statements one after the other: in the driver's threads those of parallel reads overtake each other by chance.
    this.get('DataSource').driver.databaseConnection.serialize();
    await this.module.init();
    this.engine.recorder = this.get('OutcomeRecorder');
    await this.engine.tell();
  }

  async down() {
    this.engine.recorder = null;
    await this.module.close();
  }

  get(name) {
    return this.module.get(byName.get(name));
  }

  write(work) {
    return this.get('UnitOfWork').run(work);
  }

  query(sql, parameters = []) {
    return this.get('DataSource').query(sql, parameters);
  }

  /** SHA-256 of every row of every table: two runs of the same seed have the same. */
  async digest() {
    const hash = createHash('sha256');
    const tables = await this.query(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`);
    for (const { name } of tables) hash.update(JSON.stringify([name, await this.query(`SELECT * FROM "${name}"`)]));
    return hash.digest('hex');
  }
}
