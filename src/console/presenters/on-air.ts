import type { EpochMs } from '../../domain/calendar';
import { isTestTone } from '../../domain/test-tone';
import type { OutputConfig } from '../../platform/config/station-config';
import type { EngineStatus } from '../../playout/playout-engine';
import type { Words } from '../words';
import { durationText, timeToTheSecond } from './format';

export interface OutputView {
  readonly code: string;
  readonly label: string;
  readonly isMonitor: boolean;
  readonly state: EngineStatus['state'];
  readonly current: {
    readonly title: string;
    readonly position: string;
    readonly duration: string;
    /** 0 to 100. */
    readonly percent: number;
  } | null;
}

export interface OnAirView {
  /** Station time, "05:30:02". */
  readonly clock: string;
  readonly outputs: readonly OutputView[];
  readonly next: { readonly when: string; readonly title: string } | null;
}

interface OnAirFacts {
  readonly now: EpochMs;
  readonly timeZone: string;
  readonly outputs: readonly Pick<OutputConfig, 'code' | 'label' | 'role'>[];
  readonly statuses: readonly EngineStatus[];
  readonly next: OnAirView['next'];
}

/** Outputs in the order of the settings; one that no engine reports on is down. */
export function presentOnAir(facts: OnAirFacts, words: Words): OnAirView {
  const statuses = new Map(facts.statuses.map((status) => [status.outputCode, status]));
  return {
    clock: timeToTheSecond(facts.now, facts.timeZone),
    outputs: facts.outputs.map(({ code, label, role }) => {
      const status = statuses.get(code);
      const current = status?.current ?? null;
      const isMonitor = role === 'monitor';
      return {
        code,
        label,
        isMonitor,
        state: status?.state ?? 'down',
        current: current && presentItem(current, words),
      };
    }),
    next: facts.next,
  };
}

function presentItem(item: NonNullable<EngineStatus['current']>, words: Words): NonNullable<OutputView['current']> {
  const played = Math.min(item.positionSeconds, item.durationSeconds);
  return {
    title: isTestTone(item.deliveryId) ? words.onAir.testTone : item.title,
    position: durationText(Math.floor(played), words),
    duration: durationText(item.durationSeconds, words),
    percent: item.durationSeconds > 0 ? Math.round((played / item.durationSeconds) * 100) : 0,
  };
}
