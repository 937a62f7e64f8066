/**
 * Items back to back and an emergency every minute, through the built service and its sound-card output, for as long as
 * wanted: does memory grow, does the stream drift from monotonic time, does the output run dry, are there gaps?
 * Usage: npm run bench:soak -- [--minutes 5]
 */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BenchStation } from './bench/bench-station.mjs';
import { firstSound, FRAMES_PER_MS, LATE_MS } from './bench/capture.mjs';
import { monotonicMs, percentile, slope, UsageMeter, WallClock } from './bench/figures.mjs';

const { values: options } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
const MINUTES = Number(options.minutes);

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Three items back to back fill a minute but for the time that its emergency takes. */
const ITEM_SECONDS = [20, 20, 15];
const FIRST_IN_MS = 20_000;
/** What the first items allocate is not growth: memory counts from here on, or from a quarter of a shorter run. */
const WARM_UP_MS = 5 * MINUTE_MS;
const HEAD_FRAMES = 4_800;
const SEARCH_FRAMES = 10_000 * FRAMES_PER_MS;
const LONGEST_GAP_MS = 20;

function say(text) {
  process.stdout.write(`${text}\n`);
}

/** First and last tenth of a second of what sounds in an item. */
function endsOf(pcm) {
  const lead = firstSound(pcm);
  return { lead, head: pcm.subarray(lead * 2, (lead + HEAD_FRAMES) * 2), tail: pcm.subarray(-HEAD_FRAMES * 2) };
}

/** Where each item lies in what the card played: its first frame and the one after its last; null when not whole. */
function locate(run, planned, items, clock) {
  const opened = clock.at(run.t0);
  return planned.map(({ at, item }) => {
    const { lead, head, tail } = items[item].ends;
    const near = Math.max(0, Math.round((at - opened) * FRAMES_PER_MS) - 480);
    const first = run.find(head, near) - lead;
    const last = run.find(tail, near) + HEAD_FRAMES;
    const isFound = first >= near - lead && first < near + SEARCH_FRAMES && last < first + 3 * SEARCH_FRAMES;
    return isFound ? { at, item, first, end: last } : null;
  });
}

async function play(station, items, message) {
  const begin = Math.ceil((Date.now() + FIRST_IN_MS) / 1000) * 1000;
  const planned = [];
  for (let minute = 0; minute < MINUTES; minute += 1) {
    let at = begin + minute * MINUTE_MS;
    for (const [item, seconds] of ITEM_SECONDS.entries()) {
      planned.push({ at, item, minute });
      at += seconds * 1000;
    }
  }
  const ids = [];
  const posting = postAhead(station, planned, items, ids);
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const id = await station.authorise(message.id);
    // In another item each time and at another place in it, never between two: there its own length would count as a gap.
    const inMinute = (minute % 3) * 20_000 + 4_000 + ((minute * 1_739) % 8_000);
    await sleep(begin + minute * MINUTE_MS + inMinute - Date.now());
    await station.api('POST', `/emergencies/${id}/start`, {});
  }
  await posting;
  await sleep(begin + MINUTES * MINUTE_MS + 8_000 - Date.now());
  return { planned, ids };
}

/** Puts airings on the schedule two minutes ahead. */
async function postAhead(station, planned, items, ids) {
  for (const { at, item } of planned) {
    await sleep(Math.max(0, at - 2 * MINUTE_MS - Date.now()));
    ids.push(await station.airAt(items[item].id, at));
  }
}

function memoryLine(usage, name, began) {
  const points = usage.memoryOf(name);
  const warmUpMs = Math.min(WARM_UP_MS, (points.at(-1)[0] - began) / 4);
  const counted = points.filter(([at]) => at >= began + warmUpMs).map(([at, mb]) => [at / HOUR_MS, mb]);
  const trend = slope(counted).toFixed(1);
  const [first, last] = [counted[0][1].toFixed(0), counted.at(-1)[1].toFixed(0)];
  return `  ${name.padEnd(8)} ${trend} MB/h by least squares over ${counted.length} samples, from ${first} to ${last} MB, after ${(warmUpMs / 1000).toFixed(0)} s of warm-up`;
}

function report(station, planned, items, clock) {
  const runs = station.card.runs();
  const run = runs.reduce((longest, one) => (one.bytes.length > longest.bytes.length ? one : longest));
  const found = locate(run, planned, items, clock);
  const heard = found.filter((one) => one !== null);
  say(
    `items whose beginning and end were found bit for bit: ${heard.length} of ${planned.length}, ${runs.length} openings`,
  );
  const gaps = heard.slice(1).flatMap(({ first, item }, n) => (item === 0 ? [] : [first - heard[n].end]));
  const cells = [percentile(gaps, 50), Math.max(...gaps)].map((gap) => `${gap} samples`);
  say(`gaps between items: median ${cells[0]}, largest ${cells[1]} (goal < ${LONGEST_GAP_MS * FRAMES_PER_MS})`);
  const errors = heard
    .filter(({ item }) => item === 0)
    .map(({ at, first }) => [run.heardAt(first) / HOUR_MS, clock.at(run.heardAt(first)) - at]);
  const latest = Math.max(...errors.map(([, error]) => Math.abs(error))).toFixed(2);
  say(`first item of each minute: ${latest} ms off at most; drift ${slope(errors).toFixed(2)} ms/h`);
  say(`samples more than ${LATE_MS} ms after they were due: ${runs.flatMap((one) => one.underruns).length} times`);
  say(`the engine's own warnings of an output run dry: ${station.driedUp()}`);
}

async function main() {
  const station = new BenchStation();
  const clock = new WallClock();
  try {
    await station.start();
    const items = [];
    for (const [n, seconds] of ITEM_SECONDS.entries()) {
      const item = await station.recording(seconds, n + 1);
      items.push({ ...item, ends: endsOf(item.pcm) });
    }
    const message = await station.recording(1, 11);
    clock.sample();
    const sampling = setInterval(() => clock.sample(), 2_000);
    const { service, engine } = station.processes;
    const usage = new UsageMeter({ service, engine }, 5_000);
    const began = monotonicMs();
    say(`${MINUTES} minutes of items back to back, an emergency each minute…`);
    const { planned, ids } = await play(station, items, message);
    usage.stop();
    clearInterval(sampling);
    const states = [];
    for (const id of ids) states.push((await station.api('GET', `/airings/${id}`)).state);
    await station.stop();
    report(station, planned, items, clock);
    say(`items settled as aired: ${states.filter((state) => state === 'aired').length}`);
    say('resident memory:');
    for (const name of ['service', 'engine']) say(memoryLine(usage, name, began));
    for (const line of usage.lines()) say(line);
  } finally {
    station.dispose();
  }
}

await main();
