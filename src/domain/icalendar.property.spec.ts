import fc from 'fast-check';
import ICAL from 'ical.js';
import { icalendarOf, type CalendarEvent } from './icalendar';

const MINUTE = 60_000;
/** Enough for several folds. */
const long = { maxLength: 120, size: 'max' } as const;
/** Vietnamese of several octets a letter, what iCalendar itself means something by, and anything else. */
const words = fc.oneof(
  fc.string({ unit: fc.constantFrom('ế', 'Đ', 'ộ', ' ', ';', ',', '\\', '\n', ':', '"', '🔊', 'a'), ...long }),
  fc.string({ unit: 'grapheme' }),
);
const event: fc.Arbitrary<CalendarEvent> = fc.record({
  uid: fc.uuid(),
  sequence: fc.nat(1000),
  start: fc.integer({ min: 28_000_000, max: 32_000_000 }).map((minutes) => minutes * MINUTE),
  durationSeconds: fc.double({ min: 0, max: 2700, noNaN: true }),
  stamp: fc.constant(1_700_000_000_000),
  summary: words,
  description: words,
  category: words,
  status: fc.constantFrom('confirmed', 'cancelled'),
});

/** What a text may keep on its way: no control characters, NFC, one kind of line end. */
const kept = (text: string) =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

it('is read back by another program as it was meant, whatever its words hold', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 4 }), (events) => {
      const text = icalendarOf({ productId: '-//Thử//VI', name: 'Lịch', events });
      const calendar = new ICAL.Component(ICAL.parse(text) as never);
      expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Thử//VI');
      const read = calendar.getAllSubcomponents('vevent').map((component) => {
        const one = new ICAL.Event(component);
        return {
          ...{ uid: one.uid, sequence: one.sequence, start: one.startDate.toJSDate().getTime() },
          seconds: one.duration.toSeconds(),
          ...{ summary: one.summary, description: one.description, status: component.getFirstPropertyValue('status') },
          category: component.getFirstPropertyValue('categories'),
        };
      });
      const wanted = events.map(
        ({ uid, sequence, start, durationSeconds, summary, description, category, status }) => ({
          ...{ uid, sequence, start, seconds: Math.max(1, Math.round(durationSeconds)) },
          ...{ summary: kept(summary), description: kept(description), status: status.toUpperCase() },
          category: kept(category),
        }),
      );
      expect(read).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});

it('has lines of at most 75 octets, each whole UTF-8, ended by CRLF alone', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 3 }), (events) => {
      const bytes = Buffer.from(icalendarOf({ productId: 'x', name: 'Lịch phát sóng', events }));
      const text = bytes.toString('latin1');
      expect(text.endsWith('\r\n')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      for (const line of text.slice(0, -2).split('\r\n')) {
        expect(line.length).toBeLessThanOrEqual(75);
        new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1'));
      }
    }),
    { numRuns: 60 },
  );
});

it('says when, in UTC, in what order of changes and that it was cancelled', () => {
  const start = Date.parse('2026-11-24T05:30:00+07:00');
  const event = { uid: 'a@b', sequence: 2, start, durationSeconds: 600, stamp: start, description: '', category: 'x' };
  const text = icalendarOf({
    productId: 'p',
    name: 'n',
    events: [{ ...event, summary: 'Số 3; "mới"', status: 'cancelled' }],
  });
  for (const line of ['DTSTART:20261123T223000Z', 'DTEND:20261123T224000Z', 'SEQUENCE:2', 'STATUS:CANCELLED'])
    expect(text).toContain(`\r\n${line}\r\n`);
  expect(text).toContain('SUMMARY:Số 3\\; "mới"\r\n');
});
