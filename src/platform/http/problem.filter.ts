import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request } from 'express';
import type { ErrorTexts } from './error-catalogue';
import { failureOf } from './failure';
import { languageOf } from './language';
import { toProblem } from './problem';

/** Every error of every route leaves as problem+json in the caller's language, or as a page for who reads pages. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly texts: ErrorTexts,
    private readonly pages?: ExceptionFilter,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (this.pages !== undefined && wantsPage(host.switchToHttp().getRequest<Request>())) {
      this.pages.catch(error, host);
      return;
    }
    const failure = failureOf(error, host);
    if (failure === null) return;
    const { told, request, response } = failure;
    const problem = toProblem(told, {
      texts: this.texts,
      language: languageOf(request.headers['accept-language']),
      instance: request.originalUrl.split('?')[0] ?? '',
    });
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

/** A browser says "text/html" when a person goes somewhere; htmx takes a piece of a page. Scripts say neither. */
function wantsPage({ headers }: Request): boolean {
  return headers['hx-request'] === 'true' || (headers.accept ?? '').includes('text/html');
}
