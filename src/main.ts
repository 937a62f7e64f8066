import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module';
import { AUDIO_ERRORS } from './audio/audio-errors';
import { DomainError } from './domain/errors';
import { ConfigError, describeProblems } from './platform/config/config-error';
import { Environment, EnvironmentError } from './platform/config/environment';
import { configureHttp } from './platform/http/configure-http';
import { ERROR_CATALOGUE } from './platform/http/error-catalogue';
import { PinoLogger } from './platform/logging/pino-logger';
import { publishAddress, withdrawAddress } from './platform/service-address';

/** Starts the service and prints where it is; SIGTERM and SIGINT drain it. */
async function main(): Promise<void> {
  const logger = new PinoLogger();
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { logger, abortOnError: false });
  configureHttp(app, { ...ERROR_CATALOGUE, ...AUDIO_ERRORS });
  // Ends with status 0 after draining, where Nest would send itself the signal again.
  app.enableShutdownHooks([], { useProcessExit: true });
  const description = new DocumentBuilder().setTitle('Truyền Thanh API').setVersion('1').build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/openapi.json',
  });
  const { port, host, dataDir } = app.get(Environment);
  await app.listen(port, host);
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  publishAddress(dataDir, url);
  process.once('exit', () => {
    withdrawAddress(dataDir);
  });
  logger.log(`console at ${url}`);
}

/** What went wrong, for whoever started the service: a sentence, not a stack. */
function explanation(error: unknown): string {
  if (error instanceof ConfigError)
    return `${describeProblems(error.problems, 'vi')}\n\n${describeProblems(error.problems, 'en')}`;
  if (error instanceof EnvironmentError) return error.message;
  if (error instanceof DomainError) {
    const text = ERROR_CATALOGUE[error.code];
    const fill = (sentence: string) =>
      sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(error.facts[name] ?? ''));
    return text ? `${fill(text.vi)}\n${fill(text.en)}` : error.message;
  }
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Cổng ${String(port)} đang được chương trình khác dùng; hãy đặt PORT khác.\nPort ${String(port)} is in use by another program; set another PORT.`;
  return (error as Error).stack ?? String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explanation(error)}\n`);
  process.exit(1);
});
