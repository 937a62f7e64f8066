import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { AppModule } from '../../src/app.module';
import { AccountsService } from '../../src/auth/accounts.service';
import { SessionsService } from '../../src/auth/sessions.service';
import { TokensService } from '../../src/auth/tokens.service';
import { PageErrors } from '../../src/console/people/page-errors.filter';
import type { Role } from '../../src/domain/permissions';
import { Environment } from '../../src/platform/config/environment';
import { DataDisk, Disk } from '../../src/platform/disk-space';
import { configureHttp } from '../../src/platform/http/configure-http';
import { ERROR_CATALOGUE } from '../../src/platform/http/error-catalogue';
import { PlayoutEngine } from '../../src/playout/playout-engine';
import { CHROMIUM } from './chromium';
import { FakePlayoutEngine } from './fake-playout-engine';
import { layDatabase } from './laid-database';
import { noteFaults } from './page-checks';
import { stationDirectory } from './service';
import { writeThisYearsPlan } from './this-years-plan';

/** Of every person whom a test lets in. */
export const PASSWORD = 'mưa rào tháng bảy';

/** The whole service in this process, so that a test can reach into it; its engines are faked. */
export class ConsoleStation {
  private constructor(
    readonly app: NestExpressApplication,
    readonly url: string,
    readonly dataDir: string,
    readonly configDir: string,
    private readonly root: string,
  ) {}

  /** @param settings of station.yaml; `plans: ['thu']` owes this year what the shipped plan owes its own */
  static async open(
    settings: Readonly<Record<string, unknown>> = {},
    engine: PlayoutEngine = new FakePlayoutEngine(),
    disk?: Disk,
  ): Promise<ConsoleStation> {
    const { root, dataDir, configDir } = stationDirectory(settings);
    writeThisYearsPlan(configDir);
    await layDatabase(dataDir);
    const environment = new Environment(0, '127.0.0.1', dataDir, configDir, undefined);
    const testing = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(Environment)
      .useValue(environment)
      .overrideProvider(PlayoutEngine)
      .useValue(engine)
      .overrideProvider(Disk)
      .useValue(disk ?? new DataDisk(environment))
      .compile();
    const app = testing.createNestApplication<NestExpressApplication>({ logger: false });
    configureHttp(app, ERROR_CATALOGUE, app.get(PageErrors));
    await app.listen(0, '127.0.0.1');
    return new ConsoleStation(app, await app.getUrl(), dataDir, configDir, root);
  }

  /** What the Authorization header of a script says. */
  async token(role: Role): Promise<string> {
    const made = await this.app.get(TokensService).create({ name: 'thử', role, days: 1 }, { id: null, name: 'x' });
    return `Bearer ${made.secret}`;
  }

  /** A new person. @returns the cookie of their session */
  async person(username: string, name: string, ...roles: readonly Role[]) {
    const accounts = this.app.get(AccountsService);
    const given = await accounts.create({ username, name, roles }, 'kiểm thử');
    const { id } = (await accounts.list()).find((person) => person.username === username)!;
    await accounts.changePassword(id, given, PASSWORD);
    const value = await this.app.get(SessionsService).open(id, { address: null, userAgent: null });
    return { id, cookie: { name: `phien_${new URL(this.url).port}`, value, url: this.url } };
  }

  async close(): Promise<void> {
    await this.app.close();
    rmSync(this.root, { recursive: true });
  }
}

/** A browser at a station, with what went wrong in it. */
export class ConsoleBrowser {
  /** Errors of scripts, breaches of the content security policy, and requests to anywhere else. */
  readonly faults: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    private readonly station: ConsoleStation,
    private readonly profile: string,
  ) {}

  static async open(station: ConsoleStation, options: BrowserContextOptions = {}): Promise<ConsoleBrowser> {
    const profile = mkdtempSync(join(station.dataDir, 'profile-'));
    const context = await chromium.launchPersistentContext(profile, { ...CHROMIUM, ...options });
    return new ConsoleBrowser(context, station, profile);
  }

  async newPage(): Promise<Page> {
    const page = await this.context.newPage();
    noteFaults(page, this.station.url, this.faults);
    return page;
  }

  async close(): Promise<void> {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
