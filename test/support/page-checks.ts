import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Notes errors of scripts, breaches of the content security policy, and requests to anywhere but the service. */
export function noteFaults(page: Page, url: string, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  page.on('request', (sent) => {
    if (!sent.url().startsWith(url) && !/^(data|blob):/.test(sent.url())) faults.push(sent.url());
  });
}

/** Rules that axe calls serious or critical, with what breaks them. @param rules all, unless some are named */
export async function violations(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  const options = { resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: rules }) };
  return page.evaluate(`axe.run(${JSON.stringify(options)}).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
}

/** Nothing serious for axe on a dark telephone and a light desk, no sideways scrolling, text in NFC. */
export async function expectUsable(page: Page, url: string): Promise<void> {
  const look = async (width: number, colorScheme: 'dark' | 'light') => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
  };
  const width = () => page.evaluate('document.documentElement.scrollWidth');
  await look(390, 'dark');
  await page.goto(url);
  expect([url, 'dark', await violations(page), await width()]).toEqual([url, 'dark', [], 390]);
  await look(1366, 'light');
  // Names, labels and structure are the same; colours and what scrolls are not.
  const changing = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];
  expect([url, 'light', await violations(page, changing), await width()]).toEqual([url, 'light', [], 1366]);
  const html = await page.content();
  expect(html).toBe(html.normalize('NFC'));
}
