import { built } from './built.mjs';

const { PlayoutEngine } = built('playout/playout-engine');
const { DomainError } = built('domain/errors');

/** Between the cue's instant and the output's first frame. */
const COMMAND_LEAD_MS = 20_000;
const FRAMES_PER_MS = 48;

/**
 * Engines of all outputs in simulated time. They play what they are told to, one item at a time on each output, an emergency
 * before everything; fail where the seed says so; and keep for themselves what really came out, to compare the books with.
 */
export class FaultyEngine extends PlayoutEngine {
  /** @param decide {startsLateMs(cue), failure(outputCode, cue): null | {endReason, share}} */
  constructor(clock, agenda, outputCodes, decide) {
    super();
    this.clock = clock;
    this.agenda = agenda;
    this.decide = decide;
    /** Outputs whose engine does not answer. */
    this.down = new Set();
    /** Per output: items by delivery. */
    this.items = new Map(outputCodes.map((code) => [code, new Map()]));
    /** What came out, by delivery: {outputCode, cue, segments: [{start, frames}], ended}. */
    this.truth = new Map();
    /** What the service has not been told yet: its journal survives a power cut. */
    this.journal = [];
    this.recorder = null;
    this.generation = 0;
  }

  cue(outputCode, cue) {
    const items = this.items.get(outputCode);
    if (!items || this.down.has(outputCode))
      return Promise.reject(new DomainError('engineDown', { output: outputCode }));
    if (items.has(cue.deliveryId) || this.truth.get(cue.deliveryId)?.ended) return Promise.resolve();
    const item = { outputCode, cue, state: 'waiting', segment: 0, doneFrames: 0, generation: this.generation };
    items.set(cue.deliveryId, item);
    if (!this.truth.has(cue.deliveryId)) this.truth.set(cue.deliveryId, { outputCode, cue, segments: [], ended: null });
    const now = this.clock.now();
    const isEmergency = cue.priority === 'EMERGENCY';
    const at = isEmergency ? now : Math.max(now, cue.plannedStart + this.decide.startsLateMs(cue));
    this.agenda.add(at, 'engine', () => this.tryStart(item));
    return Promise.resolve();
  }

  withdraw(outputCode, deliveryId) {
    if (this.down.has(outputCode)) return Promise.reject(new DomainError('engineDown', { output: outputCode }));
    const item = this.items.get(outputCode)?.get(deliveryId);
    if (item) this.agenda.add(this.clock.now(), 'engine', () => this.finish(item, 'withdrawn'));
    return Promise.resolve();
  }

  holds(outputCode, deliveryId) {
    return this.items.get(outputCode)?.has(deliveryId) ?? false;
  }

  status() {
    return [...this.items].map(([outputCode, items]) => {
      const playing = [...items.values()].find(({ state }) => state === 'playing');
      if (this.down.has(outputCode)) return { outputCode, state: 'down', current: null };
      // It tells first what its journal holds.
      if (this.recorder === null) return { outputCode, state: 'starting', current: null };
      if (!playing) return { outputCode, state: 'idle', current: null };
      const { deliveryId, airingId, title, priority } = playing.cue;
      const current = { deliveryId, airingId, title, priority, positionSeconds: 0, durationSeconds: 0 };
      return { outputCode, state: 'onAir', current };
    });
  }

  watch() {
    return () => undefined;
  }

  /** The process is gone at once; what it held is lost but for its journal. */
  powerCut() {
    const now = this.clock.now();
    this.generation += 1;
    for (const items of this.items.values()) {
      for (const item of items.values()) if (item.state !== 'waiting') this.end(item, now, 'engineLost');
      items.clear();
    }
  }

  /** After a restart the journal comes first; an output that is down ends what it plays. */
  async tell() {
    while (this.recorder && this.journal.length > 0) {
      const { outputCode, outcome } = this.journal.shift();
      await this.recorder.handle(outputCode, outcome);
    }
  }

  /** An output dies under what it plays. */
  kill(outputCode) {
    this.down.add(outputCode);
    for (const item of [...this.items.get(outputCode).values()])
      if (item.state !== 'waiting') this.end(item, this.clock.now(), 'engineLost');
    this.items.get(outputCode).clear();
  }

  revive(outputCode) {
    this.down.delete(outputCode);
  }

  async tryStart(item) {
    const { outputCode, cue } = item;
    if (!this.isHeld(item) || item.state === 'playing') return;
    const now = this.clock.now();
    const other = [...this.items.get(outputCode).values()].find(({ state }) => state === 'playing');
    if (other && !(cue.priority === 'EMERGENCY' && other.cue.priority !== 'EMERGENCY')) {
      this.agenda.add(other.endsAt, 'engine', () => this.tryStart(item));
      return;
    }
    if (item.segment === 0 && now > cue.plannedStart + cue.startGraceMs) return this.finish(item, 'startedTooLate');
    const remaining = cue.frames - item.doneFrames;
    const endsAt = now + Math.ceil(remaining / FRAMES_PER_MS);
    if (cue.latestEnd !== null && endsAt > cue.latestEnd)
      return this.finish(item, item.segment === 0 ? 'startedTooLate' : 'interrupted');
    if (other) await this.interrupt(other, endsAt);
    Object.assign(item, { state: 'playing', start: now, endsAt });
    const failure = item.segment === 0 ? this.decide.failure(outputCode, cue) : null;
    if (failure?.share === 0) return this.finish(item, failure.endReason);
    this.report(item, { kind: 'started', start: now, firstFrame: now * FRAMES_PER_MS });
    const stopsAt = failure ? now + Math.floor((remaining / FRAMES_PER_MS) * failure.share) : endsAt;
    const { segment } = item;
    this.agenda.add(stopsAt, 'engine', () => {
      if (this.isHeld(item) && item.state === 'playing' && item.segment === segment)
        return this.finish(item, failure?.endReason ?? 'completed');
    });
    await this.tell();
  }

  isHeld(item) {
    return this.items.get(item.outputCode).get(item.cue.deliveryId) === item && item.generation === this.generation;
  }

  async interrupt(item, until) {
    if (item.cue.interruption === 'abandon') return this.finish(item, 'interrupted');
    const now = this.clock.now();
    const frames = Math.min((now - item.start) * FRAMES_PER_MS, item.cue.frames - item.doneFrames);
    this.note(item, frames);
    item.doneFrames += frames;
    const facts = { start: item.start, end: now, firstFrame: item.start * FRAMES_PER_MS, frames };
    this.report(item, { kind: 'interrupted', ...facts, wholeFrames: item.doneFrames, airCheck: null });
    Object.assign(item, { state: 'interrupted', segment: item.segment + 1 });
    this.agenda.add(until, 'engine', () => this.tryStart(item));
  }

  async finish(item, endReason) {
    if (!this.isHeld(item)) return;
    this.end(item, this.clock.now(), endReason);
    this.items.get(item.outputCode).delete(item.cue.deliveryId);
    await this.tell();
  }

  end(item, now, endReason) {
    const { cue, doneFrames } = item;
    const isPlaying = item.state === 'playing';
    const all = cue.frames - doneFrames;
    const frames = isPlaying
      ? endReason === 'completed'
        ? all
        : Math.min((now - item.start) * FRAMES_PER_MS, all)
      : 0;
    this.note(item, frames);
    const start = frames > 0 ? item.start : null;
    const measured = {
      start,
      end: start === null ? null : now,
      firstFrame: start === null ? null : start * FRAMES_PER_MS,
    };
    this.truth.get(cue.deliveryId).ended = endReason;
    this.report(item, {
      kind: 'ended',
      ...measured,
      frames,
      wholeFrames: doneFrames + frames,
      airCheck: null,
      endReason,
    });
  }

  note(item, frames) {
    if (frames > 0) this.truth.get(item.cue.deliveryId).segments.push({ start: item.start, frames });
  }

  report({ outputCode, cue, segment }, outcome) {
    const commandedAt = Math.max(cue.plannedStart, outcome.start ?? cue.plannedStart) - COMMAND_LEAD_MS;
    const identity = { deliveryId: cue.deliveryId, segment, commandedAt, sha256: cue.sha256 };
    this.journal.push({ outputCode, outcome: { ...identity, ...outcome } });
  }
}
