import type { ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { isoAt } from '../../domain/calendar';
import { Clock } from '../../domain/clock';
import { DomainError } from '../../domain/errors';
import { Station } from '../../platform/config/station';
import { startOf } from '../../schedule/rows';
import { ScheduleService } from '../../schedule/schedule.service';
import { PlayoutEngine, type EngineEvent, type OutputLevel } from '../playout-engine';
import { EventStream } from '../../platform/http/event-stream';
import { eventText, type LiveEvent, type LiveOutput, type NextItem } from './live-events';

/** A commune's office has a handful of screens; each holds a connection and gets ten events a second and output. */
const MAX_LISTENERS = 20;
const HEARTBEAT_MS = 15_000;
/** The schedule tells nobody when it changes: it is asked this often, while somebody listens. */
const NEXT_ITEMS_MS = 2_000;
const NEXT_ITEMS = 5;
/** Far more than are ever cancelled or settled ahead of the next five. */
const ROWS_ASKED_FOR = 20;

/** What the outputs do and what comes next, to everybody who listens. While nobody does, nothing is measured or read. */
@Injectable()
export class LiveView implements OnModuleDestroy {
  private readonly logger = new Logger(LiveView.name);
  private readonly listeners = new Set<EventStream>();
  private readonly levels = new Map<string, OutputLevel>();
  /** State and item of each output as last sent. */
  private readonly sent = new Map<string, string>();
  private next: readonly NextItem[] = [];
  private stopWatching: (() => void) | null = null;
  private isClosed = false;

  constructor(
    private readonly engine: PlayoutEngine,
    private readonly schedule: ScheduleService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends to the response until it closes, a snapshot first: whoever comes late or again is right at once.
   * @throws DomainError unavailable while shutting down, tooManyListeners
   */
  async listen(response: ServerResponse): Promise<void> {
    this.refuseWhenFull();
    const next = await this.nextItems();
    if (response.destroyed) return;
    this.refuseWhenFull();
    // Those who listen already would not hear of it otherwise: it is only told when it changes.
    this.tellNext(next);
    const stream = new EventStream(response);
    const at = isoAt(this.clock.now(), this.station.timeZone);
    stream.send('snapshot', eventText({ event: 'snapshot', data: { at, outputs: this.outputs(), next: [...next] } }));
    this.listeners.add(stream);
    this.stopWatching ??= this.startWatching();
    response.once('close', () => {
      this.forget(stream);
    });
  }

  /** Before the HTTP server closes, which waits for every open response. */
  onModuleDestroy(): void {
    this.isClosed = true;
    for (const stream of this.listeners) {
      stream.end();
      this.forget(stream);
    }
  }

  private refuseWhenFull(): void {
    if (this.isClosed) throw new DomainError('unavailable');
    if (this.listeners.size >= MAX_LISTENERS) throw new DomainError('tooManyListeners', { limit: MAX_LISTENERS });
  }

  private startWatching(): () => void {
    const unwatch = this.engine.watch(
      (outputCode, event) => {
        this.take(outputCode, event);
      },
      { levels: true },
    );
    const beat = setInterval(() => {
      for (const stream of this.listeners) stream.beat();
    }, HEARTBEAT_MS);
    const ask = setInterval(() => void this.refreshNext(), NEXT_ITEMS_MS);
    return () => {
      unwatch();
      clearInterval(beat);
      clearInterval(ask);
    };
  }

  private forget(stream: EventStream): void {
    this.listeners.delete(stream);
    if (this.listeners.size > 0) return;
    this.stopWatching?.();
    this.stopWatching = null;
    this.levels.clear();
    this.sent.clear();
  }

  private take(outputCode: string, event: EngineEvent): void {
    if (event.kind !== 'level' && event.kind !== 'changed') return;
    if (event.kind === 'level') {
      if (event.level === null) this.levels.delete(outputCode);
      else this.levels.set(outputCode, event.level);
    }
    const output = this.outputs().find((one) => one.outputCode === outputCode);
    if (output === undefined) return;
    const what = 'item' in output ? `${output.state} ${output.item.airingId}` : output.state;
    const isNew = this.sent.get(outputCode) !== what;
    // The position goes with the level: what changes by itself is sent no oftener than that.
    if (event.kind === 'changed' && !isNew) return;
    this.sent.set(outputCode, what);
    this.broadcast(`output ${outputCode}`, { event: 'output', data: output });
    if (isNew) void this.refreshNext();
  }

  private broadcast(kind: string, event: LiveEvent): void {
    const text = eventText(event);
    for (const stream of this.listeners) stream.send(kind, text);
  }

  private outputs(): LiveOutput[] {
    const statuses = new Map(this.engine.status().map((status) => [status.outputCode, status]));
    return this.station.config.outputs.map(({ code, label, role }): LiveOutput => {
      const measured = this.levels.get(code);
      const level = measured === undefined ? null : { ...measured, at: isoAt(measured.at, this.station.timeZone) };
      const output = { outputCode: code, label, role, level };
      const { state, current } = statuses.get(code) ?? { state: 'down', current: null };
      if (current === null || state !== 'onAir') return { ...output, state: state === 'onAir' ? 'idle' : state };
      const { deliveryId: _delivery, ...item } = current;
      return { ...output, state: item.priority === 'EMERGENCY' ? 'emergency' : 'airing', item };
    });
  }

  private async refreshNext(): Promise<void> {
    try {
      this.tellNext(await this.nextItems());
    } catch (error) {
      this.logger.warn(`next items cannot be read: ${(error as Error).message}`);
    }
  }

  private tellNext(items: NextItem[]): void {
    if (JSON.stringify(items) === JSON.stringify(this.next)) return;
    this.next = items;
    this.broadcast('next', { event: 'next', data: { items } });
  }

  private async nextItems(): Promise<NextItem[]> {
    const views = await this.schedule.airings({ from: this.clock.now(), limit: ROWS_ASKED_FOR });
    return views
      .flatMap(({ row }) => {
        const { id: airingId, title, priority, state } = row;
        if (state !== 'planned' && state !== 'cued') return [];
        return [{ airingId, title, start: isoAt(startOf(row), this.station.timeZone), priority, state }];
      })
      .slice(0, NEXT_ITEMS);
  }
}
