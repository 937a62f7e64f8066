/**
 * Every page of the console over a year of data: time of a GET as asked on this machine (p50 and p95 of 100 warm ones, and
 * p50 of those after a write, when nothing that was read before holds any more), CPU time of the service for a warm one,
 * and weight (gzipped, the page with all that it loads). Which pages there are it finds by itself: those that the pages
 * link to, from the overview on, and the parts that refresh themselves. `--requests N`, `--keep` leaves the folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { cpuMsOf, percentile } from './bench/figures.mjs';
import { personOf } from './bench/person.mjs';
import { openYearStation } from './bench/year-station.mjs';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100' }, keep: { type: 'boolean', default: false } },
});
const GOAL = { p95Ms: 60, firstPageBytes: 160_000 };
const WARM_UP = 10;
const AFTER_WRITES = 10;
/** What no link leads to, a whole year at once: shown beside the pages, not held to their goal. */
const HEAVIEST = [`/nhat-ky-phat?from=01/01/${new Date().getFullYear()}`, '/nhat-ky-he-thong?q=airing'];

/** Paths that differ in an id alone are one page. */
const patternOf = (path) => path.replace(/\/[\da-f]{8}-[\da-f-]{27}|\/\d{4}-[\w-]+/g, '/:id');

/** What the pages link to, from the overview on. @returns by pattern, the first address of it */
async function pagesOf(person) {
  const found = new Map([['/', '/']]);
  const parts = new Map();
  for (const [, address] of found) {
    const { text } = await person.get(address);
    for (const [, path] of text.matchAll(/href="(\/[^"?#]*)/g)) {
      const pattern = patternOf(path);
      if (/^\/(api|assets|dang-nhap)\b/.test(path) || found.has(pattern)) continue;
      const { type, status } = await person.get(path);
      if (status === 200 && type.startsWith('text/html')) found.set(pattern, path);
    }
    for (const [, path] of text.matchAll(/hx-get="([^"]+)"/g)) parts.set(path, path);
  }
  return [...found, ...HEAVIEST.map((address) => [address, address]), ...parts];
}

/** Gzipped bytes of the page and of all that it loads, each once. */
async function weightOf(person, html) {
  const assets = new Set(html.match(/\/assets\/[\w.-]+/g) ?? []);
  let bytes = gzipSync(html).length;
  for (const path of assets) {
    const sent = Buffer.from(await (await fetch(new URL(path, person.url))).arrayBuffer());
    if (path.endsWith('.css')) for (const font of sent.toString().match(/\/assets\/[\w.-]+/g) ?? []) assets.add(font);
    bytes += path.endsWith('.woff2') ? sent.length : gzipSync(sent, { level: 9 }).length;
  }
  return bytes;
}

/** The smallest change that there is: a token, made and withdrawn. */
async function write({ url, key }) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'đo', role: 'viewer', days: 1 });
  const { id } = await (await fetch(`${url}/api/v1/tokens`, { method: 'POST', headers, body })).json();
  await fetch(`${url}/api/v1/tokens/${id}`, { method: 'DELETE', headers });
}

async function measure(station, person, address) {
  let html = '';
  const get = async () => {
    const begin = performance.now();
    html = (await person.get(address)).text;
    return performance.now() - begin;
  };
  const [warm, fresh] = [[], []];
  for (let n = 0; n < WARM_UP; n += 1) await get();
  const before = cpuMsOf(station.pid);
  for (let n = 0; n < Number(values.requests); n += 1) warm.push(await get());
  const cpu = (cpuMsOf(station.pid) - before) / warm.length;
  for (let n = 0; n < AFTER_WRITES; n += 1) {
    await write(station);
    fresh.push(await get());
  }
  const weight = html.startsWith('<!doctype') ? await weightOf(person, html) : null;
  return { p50: percentile(warm, 50), p95: percentile(warm, 95), cpu, afterWrite: percentile(fresh, 50), weight };
}

const root = mkdtempSync(join(tmpdir(), 'bench-pages-'));
let station;
try {
  station = await openYearStation(root);
  console.log(
    Object.entries(station.rows)
      .map(([table, n]) => `${table} ${n}`)
      .join(', '),
  );
  const person = await personOf(station, 'lan', ['admin', 'editor', 'approver']);
  let isMet = true;
  console.log('p50 ms  p95 ms  CPU ms  after a write  weight kB  page');
  for (const [name, address] of await pagesOf(person)) {
    const { p50, p95, cpu, afterWrite, weight } = await measure(station, person, address);
    const [typical, slow, work] = [p50, p95, cpu].map((ms) => ms.toFixed(1).padStart(6));
    const kilobytes = weight === null ? '-' : (weight / 1000).toFixed(1);
    const fresh = afterWrite.toFixed(1).padStart(13);
    console.log(`${typical}  ${slow}  ${work}  ${fresh}  ${kilobytes.padStart(9)}  ${name}`);
    isMet &&= (p95 <= GOAL.p95Ms || HEAVIEST.includes(name)) && (name !== '/' || weight <= GOAL.firstPageBytes);
  }
  const goals = `p95 ≤ ${GOAL.p95Ms} ms, first page ≤ ${GOAL.firstPageBytes / 1000} kB`;
  console.log(`load average ${loadavg()[0].toFixed(1)}; goals (${goals}): ${isMet ? 'met' : 'NOT met'}`);
  process.exitCode = isMet ? 0 : 1;
} finally {
  await station?.stop();
  if (values.keep) console.log(root);
  else rmSync(root, { recursive: true, force: true });
}
