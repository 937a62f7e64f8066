import fc from 'fast-check';
import { isPasswordGood, isSessionOver, lockedUntil } from './sign-in';

const FREE = 5;

it('makes each wrong password wait at least as long as the one before, and never over a quarter of an hour', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(10 ** 12), (count, lastAt) => {
      const wait = lockedUntil({ count, lastAt }, FREE) - lastAt;
      const next = lockedUntil({ count: count + 1, lastAt }, FREE) - lastAt;
      expect(wait === 0).toBe(count < FREE);
      expect(next).toBeGreaterThanOrEqual(wait);
      expect(next).toBeLessThanOrEqual(900_000);
    }),
  );
});

it('never keeps a session beyond either limit, and never gives an ended one back', () => {
  const rules = { idleMinutes: 60, absoluteHours: 12 };
  fc.assert(
    fc.property(fc.nat(10 ** 9), fc.nat(10 ** 9), fc.boolean(), (age, idle, ended) => {
      const now = 10 ** 12;
      const lastSeenAt = now - Math.min(age, idle);
      const times = { createdAt: now - age, lastSeenAt, endedAt: ended ? now - 1 : null };
      const isWithin = age < 12 * 3_600_000 && Math.min(age, idle) < 3_600_000;
      expect(isSessionOver(times, rules, now)).toBe(ended || !isWithin);
    }),
  );
});

it.each([
  ['mưa rào tháng bảy', true],
  ['mưa rào'.normalize('NFD'), false],
  ['aaaaaaaaaaaaaaaa', false],
  ['lan.nguyen 1234', false],
  ['x'.repeat(100) + 'abcdef', true],
  ['abcdef'.repeat(40), false],
])('takes %j for a password: %s', (password, isGood) => {
  expect(isPasswordGood(password, 'lan.nguyen')).toBe(isGood);
});
