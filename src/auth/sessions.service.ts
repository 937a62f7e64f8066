import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AuditAction } from '../audit/audit-actions';
import { AuditTrail } from '../audit/audit.service';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { isSessionOver, type SignInRules } from '../domain/sign-in';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Principal } from '../platform/http/request-context';
import { AuthRepository, type SignIn } from './auth.repository';
import { Passwords } from './passwords';
import { hashOf, newSecret } from './secrets';
import { SignInThrottle } from './sign-in.throttle';

/** Where a sign-in comes from. */
export interface Origin {
  readonly address: string | null;
  readonly userAgent: string | null;
}

export interface SignedInPerson extends Principal {
  readonly sessionId: string;
  readonly mustChangePassword: boolean;
}

/** Writing down that somebody is still there costs a transaction: a minute is exact enough. */
const SEEN_EVERY_MS = 60_000;
const LONGEST_USER_AGENT = 200;

/** Signing in and out, and who a session belongs to. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly repository: AuthRepository,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  get rules(): SignInRules {
    return this.station.config.signIn;
  }

  /**
   * @returns the session's secret, for the browser alone
   * @throws DomainError wrongPassword | tooManyAttempts
   */
  async signIn(typedName: string, password: string, origin: Origin): Promise<string> {
    const username = usernameOf(typedName);
    this.throttle.check(username, origin.address);
    this.throttle.count(username, origin.address);
    const account = await this.repository.accountNamed(username);
    const isActive = account?.isActive === true;
    const isRight = await this.passwords.matches(isActive ? account.passwordHash : null, password);
    if (!isRight || !isActive) {
      if (account !== null) await this.record(account.id, account.name, 'account.signInRefused', { ...origin });
      throw new DomainError('wrongPassword');
    }
    this.throttle.forget(username, origin.address);
    const secret = await this.open(account.id, origin);
    await this.record(account.id, account.name, 'account.signIn', { ...origin });
    return secret;
  }

  /** The person whose session it is; null when it is over. @param isOwnAct whether it keeps the session going */
  async personOf(secret: string, isOwnAct: boolean): Promise<SignedInPerson | null> {
    const found = await this.repository.signInBy(hashOf(secret));
    const now = this.clock.now();
    if (found === null || !found.account.isActive || isSessionOver(found.signIn, this.rules, now)) return null;
    const { signIn, account } = found;
    if (isOwnAct && now - signIn.lastSeenAt >= SEEN_EVERY_MS)
      await this.unitOfWork.run((manager) => this.repository.seen(manager, signIn.id, now));
    const { id, name, roles, mustChangePassword } = account;
    return { kind: 'person', id, name, roles, sessionId: signIn.id, mustChangePassword };
  }

  /** Those of a person that still go on, latest first. */
  async ofPerson(accountId: string): Promise<SignIn[]> {
    const now = this.clock.now();
    return (await this.repository.openSignIns(accountId)).filter((one) => !isSessionOver(one, this.rules, now));
  }

  /** Ends one session of a person, or with `except` all but one. */
  async end(accountId: string, which: { readonly id?: string; readonly except?: string }): Promise<void> {
    const { name } = await this.repository.account(accountId);
    await this.unitOfWork.run((manager) =>
      this.repository.endSignIns(manager, { accountId, ...which }, this.clock.now()),
    );
    await this.record(accountId, name, 'account.endSessions', which);
  }

  async open(accountId: string, { address, userAgent }: Origin): Promise<string> {
    const secret = newSecret();
    const now = this.clock.now();
    const row = { id: randomUUID(), stationId: this.station.id, accountId, secretHash: hashOf(secret) };
    const seen = { createdAt: now, lastSeenAt: now, endedAt: null };
    const from = { address, userAgent: userAgent?.slice(0, LONGEST_USER_AGENT) ?? null };
    await this.unitOfWork.run((manager) => this.repository.insertSignIn(manager, { ...row, ...seen, ...from }));
    return secret;
  }

  private async record(
    subjectId: string,
    actor: string,
    action: AuditAction<'account'>,
    after: Readonly<Record<string, unknown>>,
  ) {
    await this.unitOfWork.run((manager) => this.audit.append(manager, { actor, action, subjectId, after }));
  }
}

/** One spelling for each: "  Lan.Nguyen " signs in as "lan.nguyen". */
export function usernameOf(typed: string): string {
  return typed.normalize('NFC').trim().toLowerCase();
}
