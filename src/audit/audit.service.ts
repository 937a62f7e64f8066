import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { currentAddress, currentPrincipal } from '../platform/http/request-context';
import type { AuditAction } from './audit-actions';
import { AuditRow } from './audit.entity';

/** Somebody's deed. `before` and `after` hold the fields that changed. */
export interface AuditEntry {
  /** As printed, see `unverifiedActor`; the service itself signs as "hệ thống". */
  readonly actor: string;
  /** Account of a deed that is finished after the request that began it; else that of the request. */
  readonly actorId?: string | null;
  readonly action: AuditAction;
  /** Of the kind that the action names; of a make-up's the airing. */
  readonly subjectId: string;
  readonly before?: Readonly<Record<string, unknown>> | null;
  readonly after?: Readonly<Record<string, unknown>> | null;
}

/** The append-only trail of who changed what. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /** With the address and account of the request that it serves. @param manager of the unit of work that makes the change: both are kept, or neither */
  async append(manager: EntityManager, { before = null, after = null, ...entry }: AuditEntry): Promise<void> {
    const [kind = ''] = entry.action.split('.');
    const subjectKind = kind === 'makeUp' ? 'airing' : kind;
    const identity = { id: randomUUID(), stationId: this.station.id, at: this.clock.now(), subjectKind };
    const from = { address: currentAddress(), actorId: currentPrincipal()?.id ?? null };
    await manager.save(AuditRow, { ...identity, ...from, ...entry, before, after });
  }
}
