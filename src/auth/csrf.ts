import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { doubleCsrf, type DoubleCsrfUtilities } from 'csrf-csrf';
import type { Request, Response } from 'express';
import { DomainError } from '../domain/errors';
import { Environment } from '../platform/config/environment';
import { currentPrincipal } from '../platform/http/request-context';
import { cookieName, cookiesOf } from './cookies';
import { newSecret } from './secrets';

const KEY_FILE = 'csrf.key';
/** Of the hidden field of every form. */
const CSRF_FIELD = '_csrf';

/** Whoever writes through a browser shows that one of our own pages sent it, of this very session. */
@Injectable()
export class Csrf {
  private readonly key: string;
  private readonly byCookie = new Map<string, DoubleCsrfUtilities>();

  constructor({ dataDir }: Environment) {
    this.key = keptKey(join(dataDir, KEY_FILE));
  }

  /** For the pages that are made for this request. */
  token(request: Request, response: Response): string {
    return this.utilities(request).generateCsrfToken(request, response, {
      validateOnReuse: false,
      cookieOptions: { httpOnly: true, sameSite: 'strict', path: '/', secure: request.secure },
    });
  }

  /** @throws DomainError csrfFailed */
  check(request: Request): void {
    const kind = currentPrincipal()?.kind;
    // A token is in no browser's keeping: no foreign page can make one send it.
    if (kind === 'token' || kind === 'machine') return;
    if (!this.utilities(request).validateRequest(request)) throw new DomainError('csrfFailed');
  }

  private utilities(request: Request): DoubleCsrfUtilities {
    request.cookies = cookiesOf(request);
    const name = cookieName('csrf', request);
    const made = this.byCookie.get(name) ?? this.make(name);
    this.byCookie.set(name, made);
    return made;
  }

  private make(name: string): DoubleCsrfUtilities {
    return doubleCsrf({
      getSecret: () => this.key,
      getSessionIdentifier: () => currentPrincipal()?.sessionId ?? 'nobody',
      cookieName: name,
      getCsrfTokenFromRequest: ({ headers, body }) =>
        headers['x-csrf-token'] ?? (body as Record<string, string> | undefined)?.[CSRF_FIELD],
    });
  }
}

/** Outlives a restart, so that a form that was open meanwhile is still taken. */
function keptKey(file: string): string {
  if (!existsSync(file)) writeFileSync(file, newSecret(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
