/** Everything a seed decides comes from here: the same seed is the same year. mulberry32. */
export class Chance {
  constructor(seed) {
    this.state = (seed * 2654435761) >>> 0;
  }

  /** 0 ≤ x < 1 */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  happens(probability) {
    return this.next() < probability;
  }

  between(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  of(items) {
    return items[this.between(0, items.length - 1)];
  }

  /** Rows that are equal in all else are told apart by their ids. */
  uuid() {
    const digits = Array.from({ length: 30 }, () => this.between(0, 15).toString(16)).join('');
    const variant = this.of(['8', '9', 'a', 'b']);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
  }
}

/** What is to happen, in order of time; what was put in first comes first among equals. */
export class Agenda {
  constructor() {
    this.heap = [];
    this.count = 0;
  }

  add(at, kind, run) {
    const { heap } = this;
    let index = heap.push({ at, n: this.count++, kind, run }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(heap[index], heap[parent])) break;
      [heap[index], heap[parent]] = [heap[parent], heap[index]];
      index = parent;
    }
  }

  get nextAt() {
    return this.heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  take() {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let index = 0; ;) {
      const children = [2 * index + 1, 2 * index + 2].filter((child) => child < heap.length);
      const least = children.reduce((best, child) => (before(heap[child], heap[best]) ? child : best), index);
      if (least === index) return first;
      [heap[index], heap[least]] = [heap[least], heap[index]];
      index = least;
    }
  }
}

function before(a, b) {
  return a.at < b.at || (a.at === b.at && a.n < b.n);
}
