import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors';
import { AccountsService, type NewPerson } from './accounts.service';
import { newSecret, sameSecret } from './secrets';

/**
 * The one-time link that makes the first administrator. Its code lives in this process alone: it works until there is
 * an account, and a restart before that prints another one.
 */
@Injectable()
export class SetUp {
  private readonly code = newSecret();

  constructor(private readonly accounts: AccountsService) {}

  /** Path with the code; null once the station is set up. */
  async path(): Promise<string | null> {
    return (await this.accounts.isSetUp()) ? null : `/thiet-lap?ma=${this.code}`;
  }

  /** @throws DomainError setUpDone | setUpCodeWrong */
  async check(code: string): Promise<void> {
    if (await this.accounts.isSetUp()) throw new DomainError('setUpDone');
    if (!sameSecret(code, this.code)) throw new DomainError('setUpCodeWrong');
  }

  /** @returns the administrator's account @throws DomainError setUpDone | setUpCodeWrong | passwordWeak */
  async makeAdministrator(code: string, person: Omit<NewPerson, 'roles'>, password: string): Promise<string> {
    await this.check(code);
    return this.accounts.createFirst(person, password);
  }
}
