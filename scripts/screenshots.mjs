/**
 * README's pictures, taken of a station with a year behind it. `npm run screenshots`: writes docs/*.png; they are looked
 * at and committed by whoever changed a page.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';
import { personOf } from './bench/person.mjs';
import { openYearStation } from './bench/year-station.mjs';
import { projectDir } from './setup.mjs';

const LIMIT_BYTES = 600_000;
const DESK = { width: 1366, height: 900 };
const TELEPHONE = { width: 390, height: 844 };
const PICTURES = [
  { name: 'tong-quan', path: '/', viewport: DESK },
  { name: 'duyet', path: '/duyet', viewport: DESK },
  { name: 'duyet-dien-thoai', path: '/duyet', viewport: TELEPHONE },
];

const docs = join(projectDir, 'docs');
const root = mkdtempSync(join(tmpdir(), 'screenshots-'));
let station;
let browser;
try {
  station = await openYearStation(root);
  const person = await personOf(station, 'hung', ['approver', 'editor']);
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  mkdirSync(docs, { recursive: true });
  let bytes = 0;
  for (const { name, path, viewport } of PICTURES) {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    await context.addCookies(person.cookies);
    const page = await context.newPage();
    await page.goto(station.url + path);
    await page.evaluate('document.fonts.ready');
    const file = join(docs, `${name}.png`);
    await page.screenshot({ path: file });
    bytes += statSync(file).size;
    await context.close();
  }
  console.log(`docs/: ${PICTURES.length} pictures, ${(bytes / 1000).toFixed(0)} kB`);
  process.exitCode = bytes <= LIMIT_BYTES ? 0 : 1;
} finally {
  await browser?.close();
  await station?.stop();
  rmSync(root, { recursive: true, force: true });
}
