import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module';
import { AUDIO_ERRORS } from './audio/audio-errors';
import { AuthGuard } from './auth/auth.guard';
import { MachineKey } from './auth/machine-key';
import { SetUp } from './auth/set-up';
import { explain } from './cli/explain';
import { PageErrors } from './console/people/page-errors.filter';
import { Environment, readEnvironment } from './platform/config/environment';
import { configureHttp } from './platform/http/configure-http';
import { ERROR_CATALOGUE } from './platform/http/error-catalogue';
import { SystemClock } from './platform/clock';
import { carryOutRestore } from './upkeep/pending-restore';
import { PinoLogger } from './platform/logging/pino-logger';
import { publishAddress, withdrawAddress } from './platform/service-address';

/** Starts the service and prints where it is; SIGTERM and SIGINT drain it. */
async function main(): Promise<void> {
  const logger = new PinoLogger();
  const restored = await carryOutRestore(readEnvironment(process.env), new SystemClock().now());
  if (restored !== null) logger.log(`restore of ${restored.archive}: ${restored.problem ?? 'done'}`);
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { logger, abortOnError: false });
  configureHttp(app, { ...ERROR_CATALOGUE, ...AUDIO_ERRORS }, app.get(PageErrors));
  // A plan's YAML comes as JSON text: see planImportBody.
  app.useBodyParser('json', { limit: '3mb' });
  // Ends with status 0 after draining, where Nest would send itself the signal again.
  app.enableShutdownHooks([], { useProcessExit: true });
  // Swagger answers past Nest's router, and so past the guard.
  app.use(['/api/docs', '/api/openapi.json'], (request: Request, _response: Response, next: NextFunction) => {
    const access = { kind: 'permission', permission: 'read', orLoopback: false } as const;
    app
      .get(AuthGuard)
      .admit(request, access)
      .then(() => {
        next();
      }, next);
  });
  const description = new DocumentBuilder().setTitle('Truyền Thanh API').setVersion('1').build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/openapi.json',
  });
  const { port, host, dataDir } = app.get(Environment);
  await app.listen(port, host);
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  publishAddress(dataDir, url, app.get(MachineKey).value);
  process.once('exit', () => {
    withdrawAddress(dataDir);
  });
  logger.log(`console at ${url}`);
  const setUpPath = await app.get(SetUp).path();
  // Nobody can sign in yet: whoever reads this becomes the administrator.
  if (setUpPath !== null) logger.log(`one-time set-up link: ${url}${setUpPath}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
