import { Logger, type ArgumentsHost } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '../../domain/errors';
import { asDomainError } from './problem';
import { currentReference } from './request-context';

const logger = new Logger('Failure');

/**
 * What may be told of an error. Nothing of one that nobody foresaw leaves the service but the request's reference, under
 * which it is written down.
 * @param what failed, for the log
 */
export function tellable(error: unknown, what: string): DomainError {
  const known = asDomainError(error);
  if (known !== undefined) return known;
  const reference = currentReference();
  logger.error(`${what} failed, reference ${reference}`, error instanceof Error ? error.stack : String(error));
  return new DomainError('internal', { id: reference }, { cause: error });
}

interface Failure {
  readonly told: DomainError;
  readonly request: Request;
  readonly response: Response;
}

/** What a filter has to answer; null when nobody is left to be answered, or when half of another answer has gone out. */
export function failureOf(error: unknown, host: ArgumentsHost): Failure | null {
  const request = host.switchToHttp().getRequest<Request>();
  const response = host.switchToHttp().getResponse<Response>();
  // The caller hung up half-way through an upload: nothing failed here.
  if (request.destroyed && !request.complete) return null;
  const told = tellable(error, `${request.method} ${request.path}`);
  if (!response.headersSent) return { told, request, response };
  // Only a broken connection tells the caller that what it has is not whole.
  response.destroy();
  return null;
}
