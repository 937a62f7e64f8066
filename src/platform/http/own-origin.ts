import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../../domain/errors';

/**
 * A foreign Origin is another web site in the clerk's browser; with it nobody writes, signed in or not. While the service
 * can only be reached from this machine, a foreign Host means DNS rebinding.
 * @param isLocal whether it can be reached from this machine alone
 */
export function ownOriginOnly(isLocal: boolean) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    next(refusalOf(request.method, request.headers, isLocal));
  };
}

interface RelevantHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | string[] | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** @returns why the request is refused: hostNotAllowed | crossOrigin; undefined when it may go on */
export function refusalOf(method: string, headers: RelevantHeaders, isLocal = true): DomainError | undefined {
  const { host, origin, 'sec-fetch-site': fetchSite } = headers;
  if (host === undefined || (isLocal && !LOCAL_HOST.test(host))) return new DomainError('hostNotAllowed');
  if (SAFE_METHODS.includes(method)) return undefined;
  const isOwnSite = fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
  const isOwnOrigin = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  return isOwnSite && isOwnOrigin ? undefined : new DomainError('crossOrigin');
}
