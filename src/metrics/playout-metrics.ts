import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Station } from '../platform/config/station';
import type { EndReason, EngineEvent, EngineStatus, PlayoutEngine } from '../playout/playout-engine';

/** From half a millisecond, the finest that a start is measured to, to what only a service that came up late shows. */
const ONSET_BUCKETS_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

const END_REASONS: readonly EndReason[] = [
  ...(['completed', 'withdrawn', 'interrupted', 'replaced', 'startedTooLate'] as const),
  ...(['mediaMissing', 'mediaAltered', 'decoderFailed', 'outputFailed', 'engineLost'] as const),
];
const STATES: readonly EngineStatus['state'][] = ['starting', 'idle', 'onAir', 'reconnecting', 'down'];

/** What the engines do, counted from the start of the service. Every series begins at 0, so that a first failure shows. */
export class PlayoutMetrics {
  /**
   * The size of the error: a histogram's quantiles mean nothing over values of both signs, and an alarm asks how far off
   * a start was. Which way the last one was off is a gauge of its own.
   */
  private readonly onset: Histogram<'output' | 'priority'>;
  private readonly lastOnset: Gauge<'output' | 'priority'>;
  private readonly ended: Counter<'output' | 'reason'>;
  private readonly underruns: Counter<'output'>;

  constructor(
    registry: Registry,
    { config }: Station,
    private readonly engine: PlayoutEngine,
  ) {
    const registers = [registry];
    this.onset = new Histogram({
      name: 'truyen_thanh_onset_error_seconds',
      help: 'How far from its planned instant the first frame of an item came out, either way',
      ...{ labelNames: ['output', 'priority'], buckets: ONSET_BUCKETS_SECONDS, registers },
    });
    this.lastOnset = new Gauge({
      name: 'truyen_thanh_last_onset_error_seconds',
      help: 'The same of the last item, with its sign: positive is late',
      ...{ labelNames: ['output', 'priority'], registers },
    });
    this.ended = new Counter({
      name: 'truyen_thanh_deliveries_ended_total',
      help: 'Items that ended on an output, by how; decoderFailed counts decoders that failed',
      ...{ labelNames: ['output', 'reason'], registers },
    });
    this.underruns = new Counter({
      name: 'truyen_thanh_underruns_total',
      help: 'Times that an output ran dry',
      ...{ labelNames: ['output'], registers },
    });
    this.addStateGauge(registry);
    for (const { code: output } of config.outputs) this.beginAtZero(output);
  }

  /** @returns how to stop counting */
  start(): () => void {
    return this.engine.watch(
      (output, event) => {
        this.count(output, event);
      },
      { levels: false },
    );
  }

  private count(output: string, event: EngineEvent): void {
    if (event.kind === 'underrun') this.underruns.inc({ output });
    else if (event.kind === 'ended') this.ended.inc({ output, reason: event.endReason });
    else if (event.kind === 'started') {
      const seconds = event.onsetErrorMs / 1000;
      this.onset.observe({ output, priority: event.priority }, Math.abs(seconds));
      this.lastOnset.set({ output, priority: event.priority }, seconds);
    }
  }

  private beginAtZero(output: string): void {
    this.underruns.inc({ output }, 0);
    for (const reason of END_REASONS) this.ended.inc({ output, reason }, 0);
    this.onset.zero({ output, priority: 'NORMAL' });
  }

  private addStateGauge(registry: Registry): void {
    const { engine } = this;
    new Gauge({
      name: 'truyen_thanh_output_state',
      help: 'Of the states that an output can be in, 1 for the one it is in',
      ...{ labelNames: ['output', 'state'], registers: [registry] },
      collect() {
        for (const { outputCode: output, state } of engine.status())
          for (const one of STATES) this.set({ output, state: one }, one === state ? 1 : 0);
      },
    });
  }
}
