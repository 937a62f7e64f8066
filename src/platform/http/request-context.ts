import { AsyncLocalStorage } from 'node:async_hooks';
import type { NextFunction, Request, Response } from 'express';
import { may, type Permission, type Role } from '../../domain/permissions';

/** Who makes a request, once it is known. */
export interface Principal {
  /** person: signed in; token: a script; machine: the command line, which reads DATA_DIR anyway. */
  readonly kind: 'person' | 'token' | 'machine';
  /** Of the account; of the token, or of the person who made it. For the rule of four eyes. */
  readonly id: string | null;
  /** As rows and prints carry it. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Of the session it came in by; null for a token. */
  readonly sessionId: string | null;
}

interface RequestContext {
  /** IP address; behind a trusted proxy the one that the proxy saw. */
  readonly address: string | null;
  /** null: nobody has signed in; undefined: no guard has asked. */
  principal: Principal | null | undefined;
}

const contexts = new AsyncLocalStorage<RequestContext>();

/** Opens a context around everything that a request causes. */
export function requestContext(request: Request, _response: Response, next: NextFunction): void {
  contexts.run({ address: request.ip ?? null, principal: undefined }, next);
}

/** Says for the rest of the request who makes it. Called by the guard alone. */
export function setPrincipal(principal: Principal | null): void {
  const context = contexts.getStore();
  if (context === undefined) throw new Error('setPrincipal outside a request');
  context.principal = principal;
}

/** null outside a request, for a public route, and where no guard is wired. */
export function currentPrincipal(): Principal | null {
  return contexts.getStore()?.principal ?? null;
}

export function currentAddress(): string | null {
  return contexts.getStore()?.address ?? null;
}

/** For what is shown and offered; it opens no route. Where no guard is wired everything is. */
export function mayNow(permission: Permission): boolean {
  const principal = contexts.getStore()?.principal;
  return principal === undefined || (principal !== null && may(principal.roles, permission));
}
