import {
  chromium,
  type BrowserContext,
  type BrowserContextOptions,
  type Browser as Chromium,
  type Page,
} from 'playwright-core';
import { CHROMIUM } from './chromium';
import { noteFaults } from './page-checks';
import { choosePassword, signIn } from './sign-in';
import type { Role, Service } from './service';

/** Shorter than a test's: it then says what was waited for. */
const PATIENCE_MS = 30_000;
const PASSWORD = 'mưa rào tháng bảy';

/** A browser at a service, with what went wrong in it. Everybody who enters has a context of their own. */
export class Browser {
  /** Errors of scripts, breaches of the content security policy, and requests to anywhere else. */
  readonly faults: string[] = [];

  private constructor(
    private readonly chromium: Chromium,
    private readonly service: Service,
  ) {}

  /** @param args of Chromium, beside those that every browser here gets */
  static async open(service: Service, args: readonly string[] = []): Promise<Browser> {
    return new Browser(await chromium.launch({ ...CHROMIUM, args: [...CHROMIUM.args, ...args] }), service);
  }

  /** A new person, signed in. @returns their first page */
  async enter(username: string, name: string, ...roles: readonly Role[]): Promise<Page> {
    const page = await this.computer();
    const given = await this.service.person(username, name, ...roles);
    await signIn(page, this.service.url, username, given);
    await choosePassword(page, given, PASSWORD);
    return page;
  }

  /** A page with nobody else's cookies. @param patienceMs more where normalising is waited for */
  async computer(options: BrowserContextOptions = {}, patienceMs = PATIENCE_MS): Promise<Page> {
    return this.newPage(await this.chromium.newContext(options), patienceMs);
  }

  async newPage(context: BrowserContext, patienceMs = PATIENCE_MS): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    noteFaults(page, this.service.url, this.faults);
    return page;
  }

  async close(): Promise<void> {
    await this.chromium.close();
  }
}
