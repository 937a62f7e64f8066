import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { AuditAction } from '../audit/audit-actions';
import { AuditTrail } from '../audit/audit.service';
import { civilDateAt, instantOf, type EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { IncidentsService } from '../incidents/incidents.service';
import { Environment } from '../platform/config/environment';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { backupsToRemove, keptBackups, removeBackup, writeRecord, type KeptBackup } from './kept-backups';
import { makeBackup } from './make-backup';
import {
  readOutcome,
  readRequest,
  withdrawRequest,
  writeOutcome,
  writeRequest,
  type RestoreOutcome,
  type RestoreRequest,
} from './pending-restore';
import { timestamp, verifyBackup } from './restore-backup';
import { sha256Of } from './snapshot';

const BY_ITSELF = 'hệ thống';

export interface BackupState {
  /** null: none is set in station.yaml. */
  readonly folder: string | null;
  /** Why the folder cannot be read; null: it can. */
  readonly folderProblem: string | null;
  readonly isRunning: boolean;
  /** Newest first. */
  readonly backups: readonly KeptBackup[];
  readonly request: RestoreRequest | null;
  readonly outcome: RestoreOutcome | null;
}

/** Whether tonight's is due: the hour has come and there is none of today. */
export function backupDue(now: EpochMs, at: string, lastAt: EpochMs | null, timeZone: string): boolean {
  const today = civilDateAt(now, timeZone);
  if (now < instantOf(today, at, timeZone)) return false;
  return lastAt === null || civilDateAt(lastAt, timeZone) < today;
}

/** Back-ups to the second path of station.yaml, each read back before it counts. */
@Injectable()
export class BackupService implements OnApplicationBootstrap {
  private readonly logger = new Logger(BackupService.name);
  private readonly ending = new AbortController();
  private isRunning = false;

  constructor(
    private readonly environment: Environment,
    private readonly station: Station,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly incidents: IncidentsService,
    private readonly clock: Clock,
  ) {}

  /** A restore carried out before this start is written down in the database that it brought. */
  async onApplicationBootstrap(): Promise<void> {
    const outcome = await readOutcome(this.environment.dataDir);
    if (outcome === null || outcome.booked) return;
    const { archive, before, problem, requestedBy } = outcome;
    await this.book('backup.restore', requestedBy, archive, { before, problem });
    await writeOutcome(this.environment.dataDir, { ...outcome, booked: true });
  }

  onModuleDestroy(): void {
    this.ending.abort();
  }

  async state(): Promise<BackupState> {
    const { folder } = this.station.config.backup;
    const { dataDir } = this.environment;
    const [request, outcome] = await Promise.all([readRequest(dataDir), readOutcome(dataDir)]);
    const shared = { folder, isRunning: this.isRunning, request, outcome };
    if (folder === null) return { ...shared, folderProblem: null, backups: [] };
    try {
      return { ...shared, folderProblem: null, backups: await keptBackups(folder, this.station.id) };
    } catch (error) {
      return { ...shared, folderProblem: (error as NodeJS.ErrnoException).code ?? String(error), backups: [] };
    }
  }

  /**
   * Makes one, reads it back, then removes those that are beyond what is kept.
   * @throws DomainError backupNotSet | backupRunning | folderUnusable | diskFull | archiveFailed
   */
  async make(actor: string): Promise<KeptBackup> {
    try {
      return await this.run(await this.claim(), actor);
    } catch (error) {
      throw await this.told(error);
    }
  }

  /** The same, without waiting for its end. @param onFailure told of what goes wrong once it has begun */
  async begin(actor: string, onFailure: (error: unknown) => void): Promise<void> {
    const folder = await this.claim();
    this.run(folder, actor).catch(async (error: unknown) => {
      onFailure(await this.told(error));
    });
  }

  private async claim(): Promise<string> {
    const folder = await this.usableFolder();
    if (this.isRunning) throw new DomainError('backupRunning');
    this.isRunning = true;
    return folder;
  }

  private async run(folder: string, actor: string): Promise<KeptBackup> {
    try {
      const made = await this.makeIn(folder);
      await this.book('backup.make', actor, made.name, { bytes: made.bytes, problem: made.problem });
      if (made.problem !== null) await this.tell(made.problem);
      const all = await keptBackups(folder, this.station.id);
      for (const { name } of backupsToRemove(all, this.station.config.backup.keepCount))
        await removeBackup(folder, name);
      return made;
    } finally {
      this.isRunning = false;
    }
  }

  /** When the hour has come; the files say whether it was done. */
  async makeIfDue(): Promise<void> {
    const { backup } = this.station.config;
    if (backup.folder === null || this.isRunning) return;
    const { backups } = await this.state();
    const last = backups.find(({ problem }) => problem === null)?.createdAt ?? null;
    if (backupDue(this.clock.now(), backup.at, last, this.station.timeZone)) await this.make(BY_ITSELF);
  }

  /**
   * Asks for a restore, which is done at the next start: nothing may write meanwhile.
   * @throws DomainError notFound | backupInvalid when it was not found whole
   */
  async requestRestore(name: string, actor: string): Promise<void> {
    const folder = await this.usableFolder();
    const found = (await keptBackups(folder, this.station.id)).find((one) => one.name === name);
    if (!found) throw new DomainError('notFound', { kind: 'backup', id: name });
    if (found.problem !== null) throw new DomainError('backupInvalid', { file: name, problem: found.problem });
    const request = { archive: join(folder, name), requestedBy: actor, requestedAt: this.clock.now() };
    await writeRequest(this.environment.dataDir, request);
    await this.book('backup.requestRestore', actor, name, null);
  }

  async cancelRestore(actor: string): Promise<void> {
    const request = await readRequest(this.environment.dataDir);
    if (request === null) return;
    await withdrawRequest(this.environment.dataDir);
    await this.book('backup.cancelRestore', actor, request.archive, null);
  }

  /** It is never made here: a disk that is not mounted would leave a folder of that name on the station's own disk. */
  private async usableFolder(): Promise<string> {
    const { folder } = this.station.config.backup;
    if (folder === null) throw new DomainError('backupNotSet');
    await access(folder).catch((error: unknown) => {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
      throw new DomainError('folderUnusable', { folder, reason }, { cause: error });
    });
    return folder;
  }

  private async makeIn(folder: string): Promise<KeptBackup> {
    const [now, { signal }] = [this.clock.now(), this.ending];
    const name = `sao-luu-${this.station.id}-${timestamp(now)}.tar`;
    const file = join(folder, name);
    const { bytes, sha256 } = await makeBackup(this.environment, { file, mayReplace: false, now, signal });
    const problem = await problemOf(file, folder, sha256, signal);
    const made = { name, stationId: this.station.id, createdAt: now, bytes, sha256, problem };
    await writeRecord(folder, made);
    this.logger.log(`back-up ${name}: ${problem ?? 'read back and found whole'}`);
    return made;
  }

  /** @returns the error, once everybody can see that there is no back-up */
  private async told(error: unknown): Promise<Error> {
    if (!this.ending.signal.aborted) await this.tell((error as Error).message);
    return error as Error;
  }

  private async tell(problem: string): Promise<void> {
    const at = this.clock.now();
    const dedupeKey = `backupFailed/${civilDateAt(at, this.station.timeZone)}`;
    const what = { kind: 'backupFailed', severity: 'error' as const, facts: { problem } };
    await this.incidents.reportAlone({ dedupeKey, at, airingId: null, ...what });
  }

  private async book(
    action: AuditAction<'backup'>,
    actor: string,
    subjectId: string,
    after: Readonly<Record<string, unknown>> | null,
  ): Promise<void> {
    await this.unitOfWork.run((manager) => this.audit.append(manager, { actor, action, subjectId, after }));
  }
}

/** What is wrong with an archive that was just written; null: it was read back whole. */
async function problemOf(file: string, folder: string, sha256: string, signal: AbortSignal): Promise<string | null> {
  try {
    if ((await sha256Of(file)) !== sha256) return 'SHA-256';
    await verifyBackup(file, folder, signal);
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof DomainError ? String(error.facts['problem'] ?? error.code) : String(error);
  }
}
