import { damageOf } from './damage';

const whole = { decodedSeconds: 100, packets: 1000, decodedPackets: 1000, decodeErrors: 0 };

it.each([
  ['what came is what was promised', 100, whole, 0],
  ['padding is no loss', 100.2, { ...whole, decodedPackets: 998 }, 0],
  ['half of it is missing', 200, whole, 0.5],
  ['nothing was promised', null, whole, 0],
  ['packets that do not decode', 100, { ...whole, decodedPackets: 950, decodeErrors: 1 }, 0.05],
  ['packets that an edit list hides', 100, { ...whole, decodedPackets: 950 }, 0],
  ['the worse of both', 125, { ...whole, decodedPackets: 950, decodeErrors: 1 }, 0.2],
  ['more than was promised', 50, whole, 0],
  ['ffmpeg counted nothing', null, { ...whole, packets: 0, decodedPackets: 0 }, 0],
])('%s', (_, claimedSeconds, figures, share) => {
  const { lostShare, missingShare } = damageOf({ claimedSeconds, hasVideo: false, sizePromise: null }, figures);
  expect(lostShare).toBeCloseTo(share, 9);
  expect(missingShare).toBe(0);
});

it.each([
  ['a film with sound all along', 100, 99.2, 0],
  ['a short one whose sound ends a little earlier', 10, 8.5, 0],
  ['a long one whose sound ends a minute earlier', 3600, 3540, 0],
  ['half of a film', 100, 50, 0.5],
  ['a film that tells no length', null, 50, 0],
])('%s', (_, claimedSeconds, decodedSeconds, share) => {
  const promised = { claimedSeconds, hasVideo: true, sizePromise: null };
  const { lostShare, missingShare } = damageOf(promised, { ...whole, decodedSeconds });
  expect(missingShare).toBeCloseTo(share, 9);
  expect(lostShare).toBe(0);
});

it.each([
  ['a recording', false, 1.25, { lostShare: 0.2, missingShare: 0 }],
  ['a film', true, 1.25, { lostShare: 0, missingShare: 0.2 }],
  ['a header that counts a few bytes more', false, 1.002, { lostShare: 0, missingShare: 0 }],
])('%s whose sizes promise more than the file holds', (_, hasVideo, sizePromise, { lostShare, missingShare }) => {
  const damage = damageOf({ claimedSeconds: null, hasVideo, sizePromise }, whole);
  expect(damage.lostShare).toBeCloseTo(lostShare, 9);
  expect(damage.missingShare).toBeCloseTo(missingShare, 9);
});

it.each([
  ['a gap in its time stamps is no loss', 0, 0],
  ['unless there were complaints', 1, 0.2],
])('of a recording that is whole by its sizes %s', (_, decodeErrors, share) => {
  const promised = { claimedSeconds: 125, hasVideo: false, sizePromise: 1 };
  expect(damageOf(promised, { ...whole, decodeErrors }).lostShare).toBeCloseTo(share, 9);
});
