import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditAction } from '../audit/audit-actions';
import { AuditTrail } from '../audit/audit.service';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { mayBeCombined, type Role } from '../domain/permissions';
import { isPasswordGood, SHORTEST_PASSWORD } from '../domain/sign-in';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { AuthRepository, type Account } from './auth.repository';
import { Passwords } from './passwords';
import { usernameOf } from './sessions.service';

export interface NewPerson {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** A person as an administrator sees them: never the password, not even its hash. */
export type PersonView = Omit<Account, 'passwordHash' | 'stationId'>;

/** Who may sign in, and as what. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly repository: AuthRepository,
    private readonly passwords: Passwords,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<PersonView[]> {
    return (await this.repository.accounts()).map(shown);
  }

  async get(id: string): Promise<PersonView> {
    return shown(await this.repository.account(id));
  }

  async isSetUp(): Promise<boolean> {
    return this.repository.hasAccounts();
  }

  /**
   * The first administrator, once.
   * @throws DomainError setUpDone | passwordWeak
   */
  async createFirst(person: Omit<NewPerson, 'roles'>, password: string): Promise<string> {
    const row = await this.row({ ...person, roles: ['admin'] }, password, false);
    await this.unitOfWork.run(async (manager) => {
      if (await this.repository.hasAccounts(manager)) throw new DomainError('setUpDone');
      await this.insert(manager, row, row.name);
    });
    return row.id;
  }

  /**
   * @returns the password to hand over; it is changed at the first sign-in
   * @throws DomainError usernameTaken | rolesIncompatible
   */
  async create(person: NewPerson, actor: string): Promise<string> {
    const password = this.passwords.temporary();
    const row = await this.row(person, password, true);
    await this.unitOfWork.run(async (manager) => {
      if ((await this.repository.accountNamed(row.username, manager)) !== null)
        throw new DomainError('usernameTaken', { username: row.username });
      await this.insert(manager, row, actor);
    });
    return password;
  }

  /**
   * Name, roles and whether they may sign in at all. What they may do changes with their next request.
   * @throws DomainError notFound | revisionConflict | rolesIncompatible | lastAdministrator
   */
  async change(
    id: string,
    revision: number,
    changes: Pick<PersonView, 'name' | 'roles' | 'isActive'>,
    actor: string,
  ): Promise<void> {
    requireRoles(changes.roles);
    await this.unitOfWork.run(async (manager) => {
      const account = await this.repository.account(id, manager);
      if (account.revision !== revision) throw new DomainError('revisionConflict');
      await this.repository.updateAccount(manager, account, changes);
      if (!changes.isActive) await this.repository.endSignIns(manager, { accountId: id }, this.clock.now());
      const { name, roles, isActive } = account;
      const before = { name, roles, isActive };
      await this.audit.append(manager, { actor, action: 'account.change', subjectId: id, before, after: changes });
      if (!(await this.hasAdministrator(manager))) throw new DomainError('lastAdministrator');
    });
  }

  /** A new password to hand over; every session of theirs ends. @throws DomainError notFound */
  async resetPassword(id: string, actor: string): Promise<string> {
    const password = this.passwords.temporary();
    await this.setPassword(id, password, { mustChangePassword: true, action: 'account.resetPassword', actor });
    return password;
  }

  /**
   * One's own; every session of theirs ends, this one too.
   * @throws DomainError wrongPassword | passwordWeak
   */
  async changePassword(id: string, present: string, wanted: string): Promise<void> {
    const account = await this.repository.account(id);
    if (!(await this.passwords.matches(account.passwordHash, present))) throw new DomainError('wrongPassword');
    if (present === wanted) throw new DomainError('passwordWeak', { shortest: SHORTEST_PASSWORD });
    requireGood(wanted, account.username);
    await this.setPassword(id, wanted, {
      mustChangePassword: false,
      action: 'account.changePassword',
      actor: account.name,
    });
  }

  private async setPassword(
    id: string,
    password: string,
    how: { readonly mustChangePassword: boolean; readonly action: AuditAction<'account'>; readonly actor: string },
  ): Promise<void> {
    const { mustChangePassword, action, actor } = how;
    const passwordHash = await this.passwords.hash(password);
    await this.unitOfWork.run(async (manager) => {
      const account = await this.repository.account(id, manager);
      await this.repository.updateAccount(manager, account, { passwordHash, mustChangePassword });
      const ended = await this.repository.endSignIns(manager, { accountId: id }, this.clock.now());
      await this.audit.append(manager, { actor, action, subjectId: id, after: { sessionsEnded: ended } });
    });
  }

  private async row({ username, name, roles }: NewPerson, password: string, mustChange: boolean): Promise<Account> {
    requireRoles(roles);
    if (!mustChange) requireGood(password, usernameOf(username));
    return {
      ...{ id: randomUUID(), stationId: this.station.id, username: usernameOf(username), name, roles },
      passwordHash: await this.passwords.hash(password),
      ...{ mustChangePassword: mustChange, isActive: true, createdAt: this.clock.now(), revision: 1 },
    };
  }

  private async insert(manager: EntityManager, row: Account, actor: string): Promise<void> {
    await this.repository.insertAccount(manager, row);
    const { id, username, name, roles } = row;
    await this.audit.append(manager, {
      actor,
      action: 'account.create',
      subjectId: id,
      after: { username, name, roles },
    });
  }

  private async hasAdministrator(manager: EntityManager): Promise<boolean> {
    const all = await this.repository.accounts(manager);
    return all.some(({ isActive, roles }) => isActive && roles.includes('admin'));
  }
}

function shown({ passwordHash: _hash, stationId: _station, ...rest }: Account): PersonView {
  return rest;
}

function requireRoles(roles: readonly Role[]): void {
  if (!mayBeCombined(roles)) throw new DomainError('rolesIncompatible');
}

function requireGood(password: string, username: string): void {
  if (!isPasswordGood(password, username)) throw new DomainError('passwordWeak', { shortest: SHORTEST_PASSWORD });
}
