import { civilDateAt, instantOf, weekdayOf, type EpochMs } from './calendar';
import type { StationGrid } from './station';
import { routineWindowOn } from './timetable';

/**
 * What an output is tried with: the alignment signal of ITU-R BS.645, a sine of 1 kHz, at the alignment level of EBU R 68,
 * 18 dB below full scale. That is some 5 LU under the speech that villages hear every day.
 */
export const TEST_TONE = { title: 'Âm thử 1 kHz', hertz: 1_000, dbfs: -18, seconds: 8 } as const;

/** How long an output may take to open before the tone is given up. */
export const TONE_GRACE_MS = 10_000;
/** The air is to be free for so long: the tone, an output that opens slowly, and a minute for whoever listens. */
export const TONE_CLEARANCE_MS = 90_000;

const ID_PREFIX = 'am-thu-';

/** @param unique what no other tone has */
export function toneId(unique: string): string {
  return `${ID_PREFIX}${unique}`;
}

/** Whether an engine's item is a test tone: it has no airing, and no row but its entry in the log. */
export function isTestTone(deliveryId: string): boolean {
  return deliveryId.startsWith(ID_PREFIX);
}

export interface ToneFacts {
  /** A test tone sounds, or is about to. */
  readonly isSounding: boolean;
  /** Titles of what is on the air on any output. */
  readonly onAir: readonly string[];
  /** Airings that are not over yet. */
  readonly pending: readonly Due[];
  /** Whether any village hears the output. */
  readonly isHeard: boolean;
}

interface Due {
  readonly title: string;
  readonly start: EpochMs;
}

export type ToneRefusal =
  | { readonly kind: 'sounding' }
  | { readonly kind: 'onAir'; readonly title: string }
  | ({ readonly kind: 'due' } & Due)
  | { readonly kind: 'quietHours' };

/** Why an output may not be tried now; null: it may. */
export function toneRefusal(facts: ToneFacts, now: EpochMs, grid: StationGrid): ToneRefusal | null {
  if (facts.isSounding) return { kind: 'sounding' };
  const [title] = facts.onAir;
  if (title !== undefined) return { kind: 'onAir', title };
  const [next] = [...facts.pending, ...sessionsAhead(now, grid)]
    .filter(({ start }) => start < now + TONE_CLEARANCE_MS)
    .sort((a, b) => a.start - b.start);
  if (next !== undefined) return { kind: 'due', ...next };
  return facts.isHeard && isQuiet(now, grid) ? { kind: 'quietHours' } : null;
}

/** A session's tune and relay have no row before it opens. */
function sessionsAhead(now: EpochMs, grid: StationGrid): readonly Due[] {
  const date = civilDateAt(now + TONE_CLEARANCE_MS, grid.timeZone);
  return grid.sessions
    .filter(({ weekdays }) => weekdays.includes(weekdayOf(date)))
    .map(({ title, start }) => ({ title, start: instantOf(date, start, grid.timeZone) }))
    .filter(({ start }) => start >= now);
}

function isQuiet(now: EpochMs, grid: StationGrid): boolean {
  const window = routineWindowOn(civilDateAt(now, grid.timeZone), grid);
  return now < window.start || now + TONE_GRACE_MS + TEST_TONE.seconds * 1_000 > window.end;
}
