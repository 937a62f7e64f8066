import type { EpochMs } from './calendar';

/** One airing for a calendar program. */
export interface CalendarEvent {
  /** Unique in the world and the same for as long as the airing exists. */
  readonly uid: string;
  /** Grows with every change (RFC 5545 §3.8.7.4). */
  readonly sequence: number;
  readonly start: EpochMs;
  readonly durationSeconds: number;
  /** When its content was last known to change. */
  readonly stamp: EpochMs;
  readonly summary: string;
  readonly description: string;
  readonly category: string;
  /** cancelled: it does not, or did not, take place. */
  readonly status: 'confirmed' | 'cancelled';
}

export interface CalendarText {
  readonly productId: string;
  readonly name: string;
  readonly events: readonly CalendarEvent[];
}

/** RFC 5545 §3.1: a line takes 75 octets, its CRLF not counted. */
const LONGEST_LINE_OCTETS = 75;

/**
 * An iCalendar object (RFC 5545), in UTF-8 and NFC. Instants are in UTC, which every calendar program shows in its own
 * zone: no VTIMEZONE that a later change of law would make wrong.
 */
export function icalendarOf({ productId, name, events }: CalendarText): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${escapeText(productId)}`,
    'CALSCALE:GREGORIAN',
    // RFC 7986 §5.1 and 5.7, and the names by which older programs know them.
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    'X-PUBLISHED-TTL:PT15M',
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function eventLines(event: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(event.uid)}`,
    `DTSTAMP:${utc(event.stamp)}`,
    `DTSTART:${utc(event.start)}`,
    // Whole seconds, and never none: an event without duration is drawn as a point.
    `DTEND:${utc(event.start + Math.max(1, Math.round(event.durationSeconds)) * 1000)}`,
    `SEQUENCE:${String(event.sequence)}`,
    `STATUS:${event.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    `SUMMARY:${escapeText(event.summary)}`,
    `DESCRIPTION:${escapeText(event.description)}`,
    `CATEGORIES:${escapeText(event.category)}`,
    // A broadcast makes nobody busy.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** "20261123T223000Z". */
function utc(instant: EpochMs): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** RFC 5545 §3.3.11; control characters have no place in it, a lone surrogate none in UTF-8. */
function escapeText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n');
}

/** By octets and between characters: a letter such as "ế" takes three octets and stays whole. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > LONGEST_LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

function octetsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
