import type { Page } from 'playwright-core';
import request from 'supertest';
import { ConsoleBrowser, ConsoleStation } from '../support/console-station';
import { expectUsable } from '../support/page-checks';

jest.setTimeout(120_000);

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

it('shows nothing serious to axe, in light and dark, on a desk and a telephone, and no sideways scrolling', async () => {
  for (const path of paths) await expectUsable(page, station.url + path);
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

const HERE = `(() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  return {
    index: stops.indexOf(one),
    isMarked: (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
    html: one.outerHTML.slice(0, 200),
  };
})()`;

interface Here {
  readonly index: number;
  readonly isMarked: boolean;
  readonly html: string;
}

/** Players have buttons of their own inside. */
const STOPS_WITHIN_ONE = 15;

/** Presses Tab from the top to the end of the page. */
async function tabThrough(): Promise<void> {
  const count = await page.evaluate<number>(TAKE_STOCK);
  let last = -1;
  for (let within = 0; last < count - 1; within += 1) {
    await page.keyboard.press('Tab');
    const { index, isMarked, html } = await page.evaluate<Here>(HERE);
    if (index === last && within < STOPS_WITHIN_ONE) continue;
    within = 0;
    // The next one, in order: none is left out, and none holds the focus.
    expect([html, index, isMarked]).toEqual([html, last + 1, true]);
    last = index;
  }
}

it('is worked by keyboard alone: every control in order, the focus seen, no trap, and a way past the navigation', async () => {
  await page.setViewportSize({ width: 1366, height: 800 });
  for (const path of paths) {
    await page.goto(station.url + path);
    await tabThrough();
    const isSkip = `stops[0].matches('.tt-skip') && (stops[0].focus(), stops[0].getBoundingClientRect().top >= 0)`;
    expect([path, await page.evaluate(isSkip)]).toEqual([path, true]);
    await page.keyboard.press('Enter');
    expect([path, await page.evaluate('document.activeElement.id')]).toEqual([path, 'main']);
  }
});

it('prints what it says in black on white, without navigation', async () => {
  for (const path of paths) {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.goto(station.url + path);
    expect([path, await page.locator('header nav:visible').count()]).toEqual([path, 0]);
    const colours = `[document.body, ...document.querySelectorAll('h1, main, main .card')]
      .map((one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor])
      .filter(([ink, paper]) => ink !== 'rgb(0, 0, 0)' || !['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(paper))`;
    expect([path, await page.evaluate(colours)]).toEqual([path, []]);
  }
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
});

it('has a label, a token and a place to go in every form that is sent without scripts', async () => {
  for (const path of paths) {
    await page.goto(station.url + path);
    const bad = `[...document.forms].filter((form) => form.method === 'post' && !form.dataset.api)
      .filter((form) => !form.elements._csrf?.value || !form.getAttribute('action') || !form.querySelector('[type=submit]'))
      .map((form) => form.outerHTML)`;
    expect([path, await page.evaluate(bad)]).toEqual([path, []]);
  }
});

it('ran without an error, and asked nobody but this service for anything', () => {
  expect(browser.faults).toEqual([]);
});
