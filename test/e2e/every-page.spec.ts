import type { Page } from 'playwright-core';
import request from 'supertest';
import { ConsoleBrowser, ConsoleStation } from '../support/console-station';
import { expectUsable } from '../support/page-checks';

jest.setTimeout(240_000);

let station: ConsoleStation;
let browser: ConsoleBrowser;
let page: Page;
let paths: readonly string[];

beforeAll(async () => {
  station = await ConsoleStation.open({ plans: ['thu'] });
  const { cookie } = await station.person('an', 'Nguyễn Văn An', 'admin', 'editor', 'approver');
  browser = await ConsoleBrowser.open(station);
  await browser.context.addCookies([cookie]);
  page = await browser.newPage();
  // What refreshes itself would take the element that has the focus away from under the test.
  await page.route('**/*', (route) =>
    'hx-request' in route.request().headers() ? route.fulfill({ status: 204 }) : route.fallback(),
  );
  paths = await linkedPages(`${cookie.name}=${cookie.value}`);
});

afterAll(async () => {
  await browser.close();
  await station.close();
});

/** Days and airings are many pages of one kind. */
const kindOf = (path: string) => path.replace(/[\da-f-]{36}|\d{4}-\d\d-\d\d/, '*');

/** Every page that a page links to, from the overview on: a new one is found by its place in the navigation. */
async function linkedPages(session: string): Promise<readonly string[]> {
  const found = new Set(['/']);
  const kinds = new Set(['/']);
  for (const path of found) {
    const { text } = await request(station.app.getHttpServer()).get(path).set('Cookie', session);
    for (const [, linked = ''] of text.matchAll(/href="(\/[^"?#]*)/g)) {
      if (/^\/(api|assets|dang-nhap)\b/.test(linked) || kinds.has(kindOf(linked))) continue;
      kinds.add(kindOf(linked));
      const { type, status } = await request(station.app.getHttpServer()).head(linked).set('Cookie', session);
      if (type === 'text/html' && status === 200) found.add(linked);
    }
  }
  return [...found];
}

it('finds the pages', () => {
  expect(paths).toEqual(
    expect.arrayContaining([
      '/',
      '/ban-ghi',
      '/duyet',
      '/khan-cap',
      '/nhat-ky-phat',
      '/phat-bu',
      '/chi-tieu',
      '/huong-dan',
      '/nguoi-dung',
    ]),
  );
});

/** What the Tab key has to reach, in the order of the page; of radio buttons that belong together, one. */
const TAKE_STOCK = `(() => {
  const every = 'a[href],button,input:not([type=hidden]),select,textarea,summary,audio[controls],[tabindex="0"]';
  const isChosen = (one) => one.type !== 'radio' || one.checked ||
    document.querySelector('input[name="' + one.name + '"]') === one && !document.querySelector('input[name="' + one.name + '"]:checked');
  window.stops = [...document.querySelectorAll(every)]
    .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }) && isChosen(one));
  return stops.length;
})()`;

/** Notes what gets the focus, and whether that is seen. */
const WATCH_FOCUS = `reached = [], addEventListener('focusin', ({ target: one }) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  reached.push([stops.indexOf(one), isMarked, one.outerHTML.slice(0, 200)]);
})`;

type Reached = readonly [index: number, isMarked: boolean, html: string];

/** Players have buttons of their own inside. */
const STOPS_WITHIN_ONE = 15;

/** Presses Tab from the top to the end of the page. */
async function tabThrough(): Promise<void> {
  const count = await page.evaluate<number>(TAKE_STOCK);
  await page.evaluate(WATCH_FOCUS);
  let reached: readonly Reached[] = [];
  for (let within = 0; reached.length < count && within < STOPS_WITHIN_ONE;) {
    const left = count - reached.length;
    for (let n = 0; n < left; n += 1) await page.keyboard.press('Tab');
    within += left;
    const now = await page.evaluate<readonly Reached[]>('reached');
    if (now.length > reached.length) within = 0;
    reached = now;
  }
  // In order: none is left out, and none holds the focus.
  expect([page.url(), ...reached]).toEqual([page.url(), ...reached.map(([, , html], index) => [index, true, html])]);
  expect([page.url(), reached.length]).toEqual([page.url(), count]);
}

async function expectSkipsNavigation(path: string): Promise<void> {
  const isSkip = `stops[0].matches('.tt-skip') && (stops[0].focus(), stops[0].getBoundingClientRect().top >= 0)`;
  expect([path, await page.evaluate(isSkip)]).toEqual([path, true]);
  await page.keyboard.press('Enter');
  expect([path, await page.evaluate('document.activeElement.id')]).toEqual([path, 'main']);
}

/** In print: no navigation, and everything black on white. */
async function expectPrintable(path: string): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect([path, await page.locator('header nav:visible').count()]).toEqual([path, 0]);
  const colours = `[document.body, ...document.querySelectorAll('h1, main, main .card')]
    .map((one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor])
    .filter(([ink, paper]) => ink !== 'rgb(0, 0, 0)' || !['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(paper))`;
  expect([path, await page.evaluate(colours)]).toEqual([path, []]);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
}

/** A label, a token and a place to go in every form that is sent without scripts. */
async function expectPlainForms(path: string): Promise<void> {
  const bad = `[...document.forms].filter((form) => form.method === 'post' && !form.dataset.api)
    .filter((form) => !form.elements._csrf?.value || !form.getAttribute('action') || !form.querySelector('[type=submit]'))
    .map((form) => form.outerHTML)`;
  expect([path, await page.evaluate(bad)]).toEqual([path, []]);
}

it('is on every page good for axe, light and dark, wide and narrow, in print, without scripts and by keyboard alone', async () => {
  for (const path of paths) {
    await expectUsable(page, station.url + path);
    await expectPlainForms(path);
    await expectPrintable(path);
    await tabThrough();
    await expectSkipsNavigation(path);
  }
});

it('ran without an error, and asked nobody but this service for anything', () => {
  expect(browser.faults).toEqual([]);
});
