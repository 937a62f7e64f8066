import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';
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
  /** What its reader is told to look a failure up by, "K7QF-3M2P"; the log has the same. */
  readonly reference: string;
  /** null: nobody has signed in; undefined: no guard has asked. */
  principal: Principal | null | undefined;
}

const contexts = new AsyncLocalStorage<RequestContext>();

/** Nothing that is misheard on the telephone, and no vowels that would make words. */
const LETTERS = '23456789BCDFGHJKMNPQRSTVWXZ';

function newReference(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Opens a context around everything that a request causes. */
export function requestContext(request: Request, response: Response, next: NextFunction): void {
  const reference = newReference();
  response.set('X-Request-Id', reference);
  contexts.run({ address: request.ip ?? null, reference, principal: undefined }, next);
}

/** Of the request that this happens in; one of its own for what happens outside. */
export function currentReference(): string {
  return contexts.getStore()?.reference ?? newReference();
}

/** Whether a guard has asked who makes this request. */
export function isPrincipalKnown(): boolean {
  return contexts.getStore()?.principal !== undefined;
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
