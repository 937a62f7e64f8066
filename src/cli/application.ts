import { userInfo } from 'node:os';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PinoLogger } from '../platform/logging/pino-logger';
import { CliModule } from './cli.module';

/** On stderr, and only what is wrong: stdout carries the answer. */
class WarningsOnly extends PinoLogger {
  constructor() {
    super(process.stderr);
  }

  override log(): void {
    // Which modules were started is of no interest here.
  }
}

/** Does something with the service's own database while the service is not running. @throws DomainError dataDirInUse */
export async function withApplication<T>(work: (application: INestApplicationContext) => Promise<T>): Promise<T> {
  const application = await NestFactory.createApplicationContext(CliModule, {
    logger: new WarningsOnly(),
    abortOnError: false,
  });
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}

/** Who called the command, as far as the system knows; undefined for an account without a name. */
export function caller(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
