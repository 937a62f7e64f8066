import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { actorFromHeader } from '../audit/actor';
import { DomainError } from '../domain/errors';
import { may } from '../domain/permissions';
import { ACCESS, type Access } from '../platform/http/access';
import { setPrincipal, type Principal } from '../platform/http/request-context';
import { sessionSecretOf } from './cookies';
import { Csrf } from './csrf';
import { TOKEN_IN_PARTS } from './form-file';
import { MachineKey } from './machine-key';
import { SessionsService, type SignedInPerson } from './sessions.service';
import { TokensService } from './tokens.service';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** In front of every route: who is it, and may they? What says nothing about itself is closed. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly tokens: TokensService,
    private readonly machine: MachineKey,
    private readonly csrf: Csrf,
  ) {}

  /** @throws DomainError signInRequired | forbidden | passwordChangeRequired | csrfFailed */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    const request = context.switchToHttp().getRequest<Request>();
    await this.admit(request, access);
    const isUnsafe = !SAFE_METHODS.includes(request.method);
    const isReadLater = this.reflector.get<boolean | undefined>(TOKEN_IN_PARTS, context.getHandler()) === true;
    if (isUnsafe && !(isReadLater && request.is('multipart/form-data'))) this.csrf.check(request);
    return true;
  }

  /** Also for what is served past Nest's router. @throws DomainError signInRequired | forbidden | … */
  async admit(request: Request, access: Access | undefined): Promise<Principal | null> {
    if (access === undefined) throw new DomainError('forbidden');
    const principal = await this.principalOf(request);
    setPrincipal(principal);
    requireAccess(access, principal, request);
    return principal;
  }

  private async principalOf(request: Request): Promise<Principal | SignedInPerson | null> {
    const [, bearer] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (bearer !== undefined) {
      const caller = actorFromHeader(request.headers['x-actor']);
      return this.machine.principalOf(bearer, caller) ?? (await this.tokens.principalOf(bearer));
    }
    const secret = sessionSecretOf(request);
    return secret === undefined ? null : this.sessions.personOf(secret, isOwnAct(request));
  }
}

function requireAccess(access: Access, principal: Principal | SignedInPerson | null, request: Request): void {
  if (access.kind === 'public') return;
  if (access.kind === 'permission' && access.orLoopback && principal === null && isFromHere(request)) return;
  if (principal === null) throw new DomainError('signInRequired');
  if (access.kind === 'person') {
    if (principal.kind !== 'person') throw new DomainError('forbidden');
    return;
  }
  if ('mustChangePassword' in principal && principal.mustChangePassword)
    throw new DomainError('passwordChangeRequired');
  if (!may(principal.roles, access.permission)) throw new DomainError('forbidden');
}

/** A proxy on this machine speaks for others: what it forwards is not from here. */
function isFromHere({ ip, headers }: Request): boolean {
  return LOOPBACK.test(ip ?? '') && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined;
}

/** What an open page fetches by itself says nothing about whether somebody sits in front of it. */
function isOwnAct({ path, headers }: Request): boolean {
  return !path.startsWith('/console/') && headers.accept !== 'text/event-stream';
}
