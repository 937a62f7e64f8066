import fc from 'fast-check';
import { at } from '../../test/support/builders';
import {
  isTestTone,
  TEST_TONE,
  TONE_CLEARANCE_MS,
  TONE_GRACE_MS,
  toneId,
  toneRefusal,
  type ToneFacts,
} from './test-tone';

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
const morning = { code: 'sang', title: 'Buổi sáng', start: '05:30', maxDurationSeconds: 2_700, weekdays };
const grid = {
  timeZone: 'Asia/Ho_Chi_Minh',
  sessions: [{ ...morning, leadInSeconds: 600, leadOutSeconds: 0 }],
  routineWindow: { start: '05:00', end: '20:00' },
};
const free: ToneFacts = { isSounding: false, onAir: [], pending: [], isHeard: true };
/** A Sunday, on which nothing is laid out. */
const NOON = at('2026-11-22 12:00');
const SUNDAY = at('2026-11-22 00:00');

const refusal = (facts: Partial<ToneFacts>, now = NOON) => toneRefusal({ ...free, ...facts }, now, grid);

it('tries an output while the air is free', () => {
  expect(refusal({})).toBeNull();
});

it('stands back for what is on the air, for another tone, and for a session that opens soon', () => {
  expect(refusal({ onAir: ['Bản tin xã'] })).toEqual({ kind: 'onAir', title: 'Bản tin xã' });
  expect(refusal({ isSounding: true, onAir: ['Âm thử 1 kHz'] })).toEqual({ kind: 'sounding' });
  const start = at('2026-11-23 05:30');
  expect(refusal({}, start - TONE_CLEARANCE_MS + 1)).toEqual({ kind: 'due', title: 'Buổi sáng', start });
  expect(refusal({}, start - TONE_CLEARANCE_MS)).toBeNull();
});

it('wakes no village, and may be heard in an empty studio at any hour', () => {
  expect(refusal({}, at('2026-11-22 22:00'))).toEqual({ kind: 'quietHours' });
  expect(refusal({ isHeard: false }, at('2026-11-22 22:00'))).toBeNull();
});

const instants = fc.integer({ min: 0, max: 86_400_000 - 1 }).map((ms) => SUNDAY + ms);
const pending = fc.array(
  fc.record({ title: fc.string(), start: fc.integer({ min: -600_000, max: 600_000 }).map((ms) => NOON + ms) }),
);

it('leaves everything that is planned its minute, and names what comes first', () => {
  fc.assert(
    fc.property(pending, (airings) => {
      const first = Math.min(...airings.map(({ start }) => start));
      const answer = refusal({ pending: airings });
      if (first >= NOON + TONE_CLEARANCE_MS) expect(answer).toBeNull();
      else expect(answer).toMatchObject({ kind: 'due', start: first });
    }),
  );
});

it('is over within the hours in which the village may hear anything', () => {
  fc.assert(
    fc.property(instants, (now) => {
      if (refusal({}, now) !== null) return;
      expect(now).toBeGreaterThanOrEqual(at('2026-11-22 05:00'));
      expect(now + TONE_GRACE_MS + TEST_TONE.seconds * 1_000).toBeLessThanOrEqual(at('2026-11-22 20:00'));
    }),
  );
});

it('tells its items from deliveries, whose ids are UUIDs', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect([isTestTone(toneId(id)), isTestTone(id)]).toEqual([true, false]);
    }),
  );
});
