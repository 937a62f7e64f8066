import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that axe calls serious or critical, with what breaks them. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
}

/** Nothing serious for axe on a dark telephone and a light desk, no sideways scrolling, text in NFC. */
export async function expectUsable(page: Page, url: string): Promise<void> {
  for (const [width, scheme] of [
    [390, 'dark'],
    [1366, 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(url);
    expect([url, scheme, await violations(page)]).toEqual([url, scheme, []]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
  const html = await page.content();
  expect(html).toBe(html.normalize('NFC'));
}
