import type { ExceptionFilter } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { ErrorTexts } from './error-catalogue';
import { Environment } from '../config/environment';
import { ownOriginOnly } from './own-origin';
import { ProblemFilter } from './problem.filter';
import { requestContext } from './request-context';

/**
 * What stands in front of every route. Call it before `app.listen` or `app.init`.
 * @param texts of every DomainError code that a route may give
 * @param pages answers errors to those who read pages
 */
export function configureHttp(app: NestExpressApplication, texts: ErrorTexts, pages?: ExceptionFilter): void {
  app.disable('x-powered-by');
  // A plan's text in a form: each Vietnamese letter takes up to nine bytes there.
  app.useBodyParser('urlencoded', { limit: '3mb', extended: true });
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          // Swagger UI and Tabler set style attributes; no script comes in that way.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          mediaSrc: ["'self'", 'blob:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      // Without one a browser says "Origin: null" of our own forms.
      referrerPolicy: { policy: 'same-origin' },
      // Who ends TLS says so: a browser that remembered HTTPS for localhost would lock itself out.
      strictTransportSecurity: false,
    }),
  );
  // A foreign frame gets nothing; our own pages need the microphone alone.
  app.use((_request: Request, response: Response, next: NextFunction) => {
    response.set('Permissions-Policy', 'microphone=(self), camera=(), geolocation=()');
    next();
  });
  const { trustProxy, isLocal } = app.get(Environment);
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy);
  app.use(requestContext, ownOriginOnly(isLocal));
  app.useGlobalFilters(new ProblemFilter(texts, pages));
}
