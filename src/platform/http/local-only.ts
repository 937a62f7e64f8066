import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../../domain/errors';

/**
 * Until there is sign-in, whoever can send a request can do everything. So only this machine's own pages and
 * scripts may: a foreign Host means DNS rebinding, a foreign Origin another web site in the clerk's browser.
 */
export function localOnly(request: Request, _response: Response, next: NextFunction): void {
  next(refusalOf(request.method, request.headers));
}

interface RelevantHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | string[] | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** @returns why the request is refused: hostNotAllowed | crossOrigin; undefined when it may go on */
export function refusalOf(method: string, headers: RelevantHeaders): DomainError | undefined {
  const { host, origin, 'sec-fetch-site': fetchSite } = headers;
  if (host === undefined || !LOCAL_HOST.test(host)) return new DomainError('hostNotAllowed');
  if (SAFE_METHODS.includes(method)) return undefined;
  const isOwnSite = fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
  const isOwnOrigin = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  return isOwnSite && isOwnOrigin ? undefined : new DomainError('crossOrigin');
}
