import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '../../domain/errors';
import { ERROR_CATALOGUE } from '../../platform/http/error-catalogue';
import { ErrorPage } from '../views/sign-in';
import { Pages } from './pages';

/** What a browser is shown instead of a page: the way to sign in, or what was refused. */
@Catch(DomainError)
export class PageErrors implements ExceptionFilter<DomainError> {
  constructor(private readonly pages: Pages) {}

  catch(error: DomainError, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (error.code === 'signInRequired') {
      const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
      response.redirect(303, `/dang-nhap${next}`);
      return;
    }
    if (error.code === 'passwordChangeRequired') {
      response.redirect(303, '/tai-khoan');
      return;
    }
    const frame = this.pages.frame(request, response);
    const text = this.pages.explain(error, frame);
    this.pages.send(response, ErrorPage({ frame, text }), ERROR_CATALOGUE[error.code]?.status ?? 500);
  }
}
