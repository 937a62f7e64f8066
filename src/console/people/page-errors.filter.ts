import { Catch, Injectable, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { render } from 'preact-render-to-string';
import { AuthGuard } from '../../auth/auth.guard';
import { hadFile, readTyped } from '../../auth/form-file';
import type { DomainError } from '../../domain/errors';
import { ERROR_CATALOGUE } from '../../platform/http/error-catalogue';
import { failureOf } from '../../platform/http/failure';
import { currentReference, isPrincipalKnown } from '../../platform/http/request-context';
import { ErrorPage, kindOf, type SentForm } from '../views/error';
import { FailedBlock } from '../views/parts';
import { Pages } from './pages';

/** Never shown again, and never sent again without being typed. */
const SECRETS: readonly string[] = ['password', 'again', 'present'];

/** What a browser is shown instead of a page or a piece of one: the way to sign in, or what happened and what to do. */
@Injectable()
@Catch()
export class PageErrors implements ExceptionFilter {
  private readonly logger = new Logger(PageErrors.name);

  constructor(
    private readonly pages: Pages,
    private readonly guard: AuthGuard,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const failure = failureOf(error, host);
    if (failure === null) return;
    const { told, request, response } = failure;
    this.answer(told, request, response).catch((reason: unknown) => {
      this.logger.error(`an error could not be shown, reference ${currentReference()}`, (reason as Error).stack);
      response.destroy();
    });
  }

  private async answer(error: DomainError, request: Request, response: Response): Promise<void> {
    const status = ERROR_CATALOGUE[error.code]?.status ?? 500;
    if (status < 500)
      this.logger.log(`${request.method} ${request.path} refused: ${error.code}, reference ${currentReference()}`);
    // An address that nobody answers to has asked no guard who is there.
    if (!isPrincipalKnown()) await this.guard.admit(request, { kind: 'public' }).catch(() => null);
    if (isOurs(request, error)) await readTyped(request, response);
    const sent = sentBy(request, error, status);
    const isGone = error.code === 'signInRequired' && sent === null;
    if (request.headers['hx-request'] === 'true') this.block(request, response, status);
    else if (isGone) response.redirect(303, signInPath(request));
    else if (error.code === 'passwordChangeRequired') response.redirect(303, '/tai-khoan');
    else {
      const frame = this.pages.frame(request, response);
      const text = this.pages.explain(error, frame);
      const again = request.method === 'GET' ? request.originalUrl : null;
      const facts = { kind: kindOf(error, status), text, reference: currentReference(), again, sent };
      this.pages.send(response, ErrorPage({ frame, ...facts }), status);
    }
  }

  private block(request: Request, response: Response, status: number): void {
    const { words } = this.pages.frame(request, response);
    response.status(status).set({ 'Cache-Control': 'no-store' });
    response.type('html').send(render(FailedBlock({ words, reference: currentReference() })));
  }
}

/** And back to where somebody wanted to go. */
function signInPath({ method, originalUrl }: Request): string {
  return method === 'GET' ? `/dang-nhap?next=${encodeURIComponent(originalUrl)}` : '/dang-nhap';
}

/** Of one of our own pages. */
function isOurs({ method, headers }: Request, { code }: DomainError): boolean {
  return method === 'POST' && headers.origin !== undefined && code !== 'crossOrigin' && code !== 'hostNotAllowed';
}

/** What a form of our own pages held: one from elsewhere is not offered to be sent again. */
function sentBy(request: Request, error: DomainError, status: number): SentForm | null {
  if (!isOurs(request, error)) return null;
  const all = Object.entries((request.body ?? {}) as Record<string, unknown>);
  const fields = all
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
    .filter((field): field is readonly [string, string] => typeof field[1] === 'string')
    .filter(([name, value]) => name !== '_csrf' && !SECRETS.includes(name) && value !== '');
  if (fields.length === 0) return null;
  const holdsSecret = all.some(([name]) => SECRETS.includes(name));
  const mayPass = status >= 500 || error.code === 'signInRequired' || error.code === 'csrfFailed';
  return { action: request.originalUrl, fields, canRepeat: mayPass && !holdsSecret && !hadFile(request) };
}
