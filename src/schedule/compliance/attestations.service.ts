import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/audit.service';
import type { EpochMs } from '../../domain/calendar';
import { airingsPerIssue } from '../../domain/cadence';
import { Clock } from '../../domain/clock';
import { DomainError } from '../../domain/errors';
import { Station } from '../../platform/config/station';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { MediaStore } from '../../recordings/media-store';
import { ScheduleService } from '../schedule.service';
import type { Attachment } from './attestation.entity';
import { AttestationRepository, type AttestationRecord } from './attestation.repository';

/** Scans of a page or two; a photograph from a telephone. */
export const ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024;
const ACCEPTED_STARTS = [Buffer.from('%PDF-'), Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('\x89PNG', 'latin1')];

export interface NewAttestation {
  readonly programmeKey: string;
  readonly periodKey: string;
  readonly ordinal: number;
  readonly airedAt: EpochMs;
  readonly airtimeSeconds: number;
  readonly note: string;
  readonly document: string;
  readonly attachment: { readonly name: string; readonly content: Buffer } | null;
  readonly actor: string;
}

/** Airings that somebody vouches for: before the station was tracked, or played by hand in a breakdown. */
@Injectable()
export class AttestationsService {
  constructor(
    private readonly repository: AttestationRepository,
    private readonly schedule: ScheduleService,
    private readonly media: MediaStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * Discharges one airing that the plan owes and that nothing measured.
   * @throws DomainError notOwed | attestedInFuture | alreadyMeasured | alreadyAttested | attachmentType | uploadTooLarge |
   * uploadEmpty | diskFull
   */
  async attest(request: NewAttestation): Promise<AttestationRecord> {
    const { attachment: file, actor, ...facts } = request;
    const now = this.clock.now();
    if (facts.airedAt > now) throw new DomainError('attestedInFuture');
    await this.refuseUnlessOpen(facts, now);
    const attachment = file && (await this.keep(file));
    return this.unitOfWork.run(async (manager) => {
      if ((await this.repository.standing(manager)).some((other) => isSameAiring(other, facts)))
        throw new DomainError('alreadyAttested');
      const row = await this.repository.insert(manager, {
        ...facts,
        ...{ attachment, attestedBy: actor, attestedAt: now },
      });
      const after = { ...facts, attachment: attachment?.sha256 ?? null };
      await this.audit.append(manager, { actor, action: 'attestation.attest', subjectId: row.id, after });
      return row;
    });
  }

  /** Takes one back that was wrong; the duty stands again. @throws DomainError notFound | illegalTransition */
  async withdraw(id: string, note: string, actor: string): Promise<AttestationRecord> {
    const by = { withdrawnBy: actor, withdrawnAt: this.clock.now(), withdrawnNote: note };
    return this.unitOfWork.run(async (manager) => {
      const row = await this.repository.get(id, manager);
      if (!row) throw new DomainError('notFound', { kind: 'attestation', id });
      if (!(await this.repository.withdraw(manager, id, by)))
        throw new DomainError('illegalTransition', { from: 'withdrawn', to: 'withdrawn' });
      await this.audit.append(manager, { actor, action: 'attestation.withdraw', subjectId: id, after: { note } });
      return { ...row, ...by };
    });
  }

  /** Newest first, the withdrawn ones too. */
  async list(): Promise<AttestationRecord[]> {
    return this.repository.all();
  }

  /** @throws DomainError notFound */
  async attachmentOf(id: string): Promise<Attachment & { readonly path: string }> {
    const row = await this.repository.get(id);
    if (!row?.attachment) throw new DomainError('notFound', { kind: 'attachment', id });
    return { ...row.attachment, path: this.media.path('documents', row.attachment.sha256) };
  }

  private async refuseUnlessOpen(facts: Omit<NewAttestation, 'attachment' | 'actor'>, now: EpochMs): Promise<void> {
    const { programmeKey, periodKey, ordinal } = facts;
    const { plans, obligations } = await this.schedule.ledger(now);
    const owed = obligations.find(
      (item) =>
        item.programmeKey === programmeKey &&
        item.period.key === periodKey &&
        item.unit === 'airing' &&
        item.ordinal === ordinal,
    );
    if (!owed) {
      const programme = plans.flatMap(({ programmes }) => programmes).find(({ key }) => key === programmeKey);
      throw new DomainError('notOwed', { airings: programme ? airingsPerIssue(programme.cadence) : 0 });
    }
    if (owed.attestationId !== null) throw new DomainError('alreadyAttested');
    if (owed.state === 'aired' || owed.state === 'madeUp') throw new DomainError('alreadyMeasured');
  }

  private async keep({ name, content }: NonNullable<NewAttestation['attachment']>): Promise<Attachment> {
    if (!ACCEPTED_STARTS.some((start) => content.subarray(0, start.length).equals(start)))
      throw new DomainError('attachmentType');
    const staged = await this.media.stage(Readable.from([content]), ATTACHMENT_MAX_BYTES);
    await this.media.keep('documents', staged);
    return { name, sha256: staged.sha256, bytes: staged.bytes };
  }
}

type AiringName = Pick<AttestationRecord, 'programmeKey' | 'periodKey' | 'ordinal'>;

function isSameAiring(a: AiringName, b: AiringName): boolean {
  return a.programmeKey === b.programmeKey && a.periodKey === b.periodKey && a.ordinal === b.ordinal;
}
