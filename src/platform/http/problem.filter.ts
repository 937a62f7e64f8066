import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ErrorTexts } from './error-catalogue';
import { languageOf } from './language';
import { toProblem } from './problem';

/** Every error of every route leaves as problem+json in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly texts: ErrorTexts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    // The caller hung up half-way through an upload: nobody is left to answer, and nothing failed here.
    if (request.destroyed && !request.complete) return;
    const instance = request.originalUrl.split('?')[0] ?? '';
    const { problem, internalId } = toProblem(error, {
      texts: this.texts,
      language: languageOf(request.headers['accept-language']),
      instance,
    });
    if (internalId !== undefined) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.logger.error(`${request.method} ${instance} failed, reference ${internalId}`, stack);
    }
    if (response.headersSent) {
      // Half a body has gone out: only a broken connection tells the caller that it is not whole.
      response.destroy();
      return;
    }
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
