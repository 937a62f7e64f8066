import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

const INTEGER_UP_TO = {
  31: '-?([1-9]|[12]\\d|3[01])',
  12: '([1-9]|1[0-2])',
} as const;

/** The parts of RFC 5545 §3.3.10 that choose days; times of day come from the session or the fixed time. */
const PART_VALUES: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY)$/,
  INTERVAL: /^[1-9]\d?$/,
  BYDAY: list('([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)'),
  BYMONTHDAY: list(INTEGER_UP_TO[31]),
  BYMONTH: list(INTEGER_UP_TO[12]),
  BYSETPOS: list(INTEGER_UP_TO[31]),
};

function list(item: string): RegExp {
  return new RegExp(`^${item}(,${item})*$`);
}

/**
 * Whether text is an RRULE that a placement takes and that ever falls on a day.
 * The parts are matched here because rrule-temporal silently drops values it does not understand.
 */
export function isPlacementRule(rrule: string): boolean {
  const parts = rrule.split(';').map((part) => part.split('='));
  const names = parts.map(([name]) => name ?? '');
  const wellFormed = parts.every(
    ([name = '', value = '', ...rest]) => rest.length === 0 && (PART_VALUES[name]?.test(value) ?? false),
  );
  if (!wellFormed || new Set(names).size !== names.length || !names.includes('FREQ')) return false;
  // RFC 5545: a weekday carries a number only in a monthly rule.
  if (!names.includes('BYDAY') || rrule.includes('FREQ=MONTHLY')) return everOccurs(rrule);
  return !/BYDAY=[^;]*\d/.test(rrule) && everOccurs(rrule);
}

/** The weekdays an RRULE names, without their numbers; empty when it names none. */
export function weekdaysNamed(rrule: string): readonly string[] {
  const days = /(?:^|;)BYDAY=([^;]+)/.exec(rrule)?.[1];
  return days?.split(',').map((day) => day.slice(-2)) ?? [];
}

function everOccurs(rrule: string): boolean {
  try {
    const dtstart = Temporal.ZonedDateTime.from('2024-01-01T00:00[UTC]');
    return new RRuleTemporal({ rruleString: rrule, dtstart }).next(new Date(0), true) !== null;
  } catch {
    // The library gives up by throwing, on 30 February as on a rule it cannot read.
    return false;
  }
}
