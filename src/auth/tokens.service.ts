import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.service';
import { Clock } from '../domain/clock';
import type { Role } from '../domain/permissions';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Principal } from '../platform/http/request-context';
import { AuthRepository, type ApiToken } from './auth.repository';
import { hashOf, newSecret } from './secrets';

export interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly days: number;
}

/** As it is listed: never the secret, not even its hash. */
export type TokenView = Omit<ApiToken, 'secretHash' | 'stationId' | 'revokedAt' | 'createdById'>;

export interface IssuedToken {
  readonly token: TokenView;
  /** Shown once. */
  readonly secret: string;
}

/** So that a leaked one is found by a search for it. */
const PREFIX = 'tt_';
const USED_EVERY_MS = 60_000;

/** What scripts come in with: one role each, and an end. */
@Injectable()
export class TokensService {
  constructor(
    private readonly repository: AuthRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<TokenView[]> {
    return (await this.repository.liveTokens(this.clock.now())).map(shown);
  }

  /** @param by who makes it: for the rule of four eyes, whoever comes in with it is that person */
  async create({ name, role, days }: NewToken, by: { readonly id: string | null; readonly name: string }) {
    const secret = `${PREFIX}${newSecret()}`;
    const createdAt = this.clock.now();
    const row: ApiToken = {
      ...{ id: randomUUID(), stationId: this.station.id, name, role, secretHash: hashOf(secret), createdAt },
      ...{ createdBy: by.name, createdById: by.id, expiresAt: createdAt + days * 86_400_000 },
      ...{ revokedAt: null, lastUsedAt: null },
    };
    await this.unitOfWork.run(async (manager) => {
      await this.repository.insertToken(manager, row);
      const after = { name, role, expiresAt: row.expiresAt };
      await this.audit.append(manager, { actor: by.name, action: 'token.create', subjectId: row.id, after });
    });
    return { token: shown(row), secret } satisfies IssuedToken;
  }

  /** @throws DomainError notFound */
  async revoke(id: string, actor: string): Promise<void> {
    await this.unitOfWork.run(async (manager) => {
      await this.repository.revokeToken(manager, id, this.clock.now());
      await this.audit.append(manager, { actor, action: 'token.revoke', subjectId: id });
    });
  }

  /** null: unknown, revoked or past its end. */
  async principalOf(secret: string): Promise<Principal | null> {
    const token = await this.repository.tokenBy(hashOf(secret));
    const now = this.clock.now();
    if (token === null || token.revokedAt !== null || now >= token.expiresAt) return null;
    if (now - (token.lastUsedAt ?? 0) >= USED_EVERY_MS)
      await this.unitOfWork.run((manager) => this.repository.tokenUsed(manager, token.id, now));
    const { id, name, role, createdById } = token;
    return { kind: 'token', id: createdById ?? id, name: `${name} (mã truy cập)`, roles: [role], sessionId: null };
  }
}

function shown({ id, name, role, createdAt, createdBy, expiresAt, lastUsedAt }: ApiToken): TokenView {
  return { id, name, role, createdAt, createdBy, expiresAt, lastUsedAt };
}
