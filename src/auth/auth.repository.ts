import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, Not, type EntityManager } from 'typeorm';
import type { EpochMs } from '../domain/calendar';
import { DomainError } from '../domain/errors';
import { Station } from '../platform/config/station';
import { AccountRow, ApiTokenRow, SignInRow } from './auth.entity';

export type Account = Readonly<Omit<AccountRow, never>>;
export type SignIn = Readonly<Omit<SignInRow, never>>;
export type ApiToken = Readonly<Omit<ApiTokenRow, never>>;

/** The only file that knows the tables of people, sessions and tokens. */
@Injectable()
export class AuthRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** By name. */
  async accounts(manager: EntityManager = this.dataSource.manager): Promise<Account[]> {
    return manager.find(AccountRow, { where: this.here, order: { username: 'ASC' } });
  }

  async hasAccounts(manager: EntityManager = this.dataSource.manager): Promise<boolean> {
    return manager.existsBy(AccountRow, this.here);
  }

  async accountNamed(username: string, manager: EntityManager = this.dataSource.manager): Promise<Account | null> {
    return manager.findOneBy(AccountRow, { ...this.here, username });
  }

  /** @throws DomainError notFound */
  async account(id: string, manager: EntityManager = this.dataSource.manager): Promise<Account> {
    const found = await manager.findOneBy(AccountRow, { ...this.here, id });
    if (found === null) throw new DomainError('notFound', { kind: 'account', id });
    return found;
  }

  async insertAccount(manager: EntityManager, row: Account): Promise<void> {
    await manager.insert(AccountRow, { ...row, roles: [...row.roles] });
  }

  /** @throws DomainError revisionConflict when somebody has changed it since it was read */
  async updateAccount(manager: EntityManager, { id, revision }: Account, changes: Partial<Account>): Promise<void> {
    const next = { ...changes, revision: revision + 1 };
    const { affected } = await manager.update(AccountRow, { ...this.here, id, revision }, next);
    if (affected !== 1) throw new DomainError('revisionConflict');
  }

  async insertSignIn(manager: EntityManager, row: SignIn): Promise<void> {
    await manager.insert(SignInRow, { ...row });
  }

  /** With its account. */
  async signInBy(secretHash: string): Promise<{ readonly signIn: SignIn; readonly account: Account } | null> {
    const signIn = await this.dataSource.manager.findOneBy(SignInRow, { ...this.here, secretHash });
    return signIn === null ? null : { signIn, account: await this.account(signIn.accountId) };
  }

  /** Not ended by anybody, latest first. */
  async openSignIns(accountId: string): Promise<SignIn[]> {
    const where = { ...this.here, accountId, endedAt: IsNull() };
    return this.dataSource.manager.find(SignInRow, { where, order: { lastSeenAt: 'DESC' } });
  }

  async seen(manager: EntityManager, id: string, lastSeenAt: EpochMs): Promise<void> {
    await manager.update(SignInRow, { id }, { lastSeenAt });
  }

  /** @returns how many were ended */
  async endSignIns(
    manager: EntityManager,
    which: { readonly accountId: string; readonly id?: string; readonly except?: string },
    endedAt: EpochMs,
  ): Promise<number> {
    const { accountId, id, except } = which;
    const chosen = { ...(id !== undefined && { id }), ...(except !== undefined && { id: Not(except) }) };
    const where = { ...this.here, accountId, endedAt: IsNull(), ...chosen };
    const { affected } = await manager.update(SignInRow, where, { endedAt });
    return affected ?? 0;
  }

  async insertToken(manager: EntityManager, row: ApiToken): Promise<void> {
    await manager.insert(ApiTokenRow, { ...row });
  }

  async tokenBy(secretHash: string): Promise<ApiToken | null> {
    return this.dataSource.manager.findOneBy(ApiTokenRow, { ...this.here, secretHash });
  }

  /** Those that still work, latest first. */
  async liveTokens(now: EpochMs): Promise<ApiToken[]> {
    const where = { ...this.here, revokedAt: IsNull(), expiresAt: MoreThan(now) };
    return this.dataSource.manager.find(ApiTokenRow, { where, order: { createdAt: 'DESC' } });
  }

  async tokenUsed(manager: EntityManager, id: string, lastUsedAt: EpochMs): Promise<void> {
    await manager.update(ApiTokenRow, { id }, { lastUsedAt });
  }

  /** @throws DomainError notFound when there is none to revoke */
  async revokeToken(manager: EntityManager, id: string, revokedAt: EpochMs): Promise<void> {
    const { affected } = await manager.update(ApiTokenRow, { ...this.here, id, revokedAt: IsNull() }, { revokedAt });
    if (affected !== 1) throw new DomainError('notFound', { kind: 'token', id });
  }

  private get here() {
    return { stationId: this.station.id };
  }
}
