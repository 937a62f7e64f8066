import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

/** Nearest-rank percentile of a list that need not be sorted. */
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? NaN;
}

export function summary(values) {
  const [p1, p50, p99] = [1, 50, 99].map((p) => percentile(values, p));
  const magnitudes = values.map(Math.abs);
  return {
    ...{ count: values.length, p1, p50, p99, spread: p99 - p1 },
    ...{ medianAbs: percentile(magnitudes, 50), p99Abs: percentile(magnitudes, 99), maxAbs: Math.max(...magnitudes) },
  };
}

export function ms(value, digits = 3) {
  return value.toFixed(digits).padStart(9);
}

/** Slope of y over x by least squares. */
export function slope(points) {
  const mean = (pick) => points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)];
  const over = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / over;
}

/** CLOCK_MONOTONIC in milliseconds, the same in every process. */
export function monotonicMs() {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Relates the monotonic clock to the wall's, to microseconds: Date.now() is cut to whole milliseconds, so its edges are
 * waited for, and a reading that something came between is thrown away.
 */
export class WallClock {
  #offsets = [];

  sample() {
    for (let tries = 0; tries < 20; tries += 1) {
      const before = Date.now();
      let [last, now, wall] = [monotonicMs(), 0, before];
      while (wall === before) {
        last = now || last;
        now = monotonicMs();
        wall = Date.now();
      }
      const after = monotonicMs();
      if (after - last > 0.02) continue;
      this.#offsets.push([now, wall - now]);
      return;
    }
  }

  /** Wall instant, epoch milliseconds with a fraction, of a monotonic one. */
  at(monotonic) {
    const distance = ([at]) => Math.abs(at - monotonic);
    return monotonic + this.#offsets.reduce((best, one) => (distance(one) < distance(best) ? one : best))[1];
  }
}

function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

/** Process ids of the children of `parent` whose command line holds `words`. */
export function childrenOf(parent, words) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return statOf(pid).parent === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(words);
    } catch {
      return false; // It ended meanwhile.
    }
  });
}

const TICKS_PER_SECOND = 100;

/** CPU time that a process has taken so far, its threads included; to a hundredth of a second. */
export function cpuMsOf(pid) {
  return (statOf(pid).ticks / TICKS_PER_SECOND) * 1000;
}

/** CPU and resident memory of processes, sampled from /proc; children of theirs are not counted. */
export class UsageMeter {
  #processes;
  #timer;
  #machine = machineTicks();
  #began = monotonicMs();

  /** @param {Record<string, number>} processes pid by name */
  constructor(processes, everyMs = 1000) {
    this.#processes = Object.entries(processes).map(([name, pid]) => ({ name, pid, samples: [] }));
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), everyMs);
  }

  #sample() {
    for (const { pid, samples } of this.#processes) {
      try {
        const rss = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
        samples.push({ at: monotonicMs(), ticks: statOf(pid).ticks, mb: Number(rss[1]) / 1024 });
      } catch {
        // It ended.
      }
    }
  }

  /** [monotonic ms, MB] of one process. */
  memoryOf(name) {
    return this.#processes.find((one) => one.name === name).samples.map(({ at, mb }) => [at, mb]);
  }

  stop() {
    clearInterval(this.#timer);
  }

  lines() {
    const lines = this.#processes.map(({ name, samples }) => {
      const [first, last] = [samples[0], samples.at(-1)];
      const cpu = (last.ticks - first.ticks) / TICKS_PER_SECOND / ((last.at - first.at) / 1000);
      const mbs = samples.map(({ mb }) => mb);
      const mean = mbs.reduce((sum, mb) => sum + mb, 0) / mbs.length;
      const memory = `${mean.toFixed(0)} MB resident on average, ${Math.max(...mbs).toFixed(0)} MB at most`;
      return `  ${name.padEnd(10)} ${(cpu * 100).toFixed(1).padStart(5)} % of one core, ${memory}`;
    });
    const now = machineTicks();
    const busy = (now.busy - this.#machine.busy) / (now.all - this.#machine.all);
    const load = loadavg()[0].toFixed(1);
    const seconds = ((monotonicMs() - this.#began) / 1000).toFixed(0);
    const machine = `machine: ${availableParallelism()} cores, ${(busy * 100).toFixed(0)} % busy over ${seconds} s`;
    return [...lines, `  ${machine}; load average ${load} at the end`];
  }
}

function machineTicks() {
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  const all = ticks.reduce((sum, one) => sum + one, 0);
  return { all, busy: all - ticks[3] - ticks[4] };
}
