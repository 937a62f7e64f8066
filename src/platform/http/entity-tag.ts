import { createHash } from 'node:crypto';
import { UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';

/**
 * A strong ETag for an answer that clients poll: the hash of what it says, so a change of anything it shows is a new tag.
 * An If-None-Match that names it gets 304 without a body (RFC 9110 §13.1.2), also from a client that asks past its cache.
 * The tag of a single row begins with its revision, so that it does as the If-Match of a change.
 */
export const EntityTag = () => UseInterceptors(EntityTagInterceptor);

class EntityTagInterceptor implements NestInterceptor<unknown, unknown> {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      map((body) => {
        const tag = tagOf(body);
        response.set({ ETag: tag, 'Cache-Control': 'private, no-cache' });
        if (!names(request.headers['if-none-match'], tag)) return body;
        response.status(304);
        return undefined;
      }),
    );
  }
}

function tagOf(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  const { revision } = (typeof body === 'object' && body !== null ? body : {}) as { revision?: unknown };
  return typeof revision === 'number' ? `"${String(revision)}-${hash}"` : `"${hash}"`;
}

/** If-None-Match compares weakly: a proxy that compresses may have marked ours with W/. */
function names(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}
