import { lostShare, missingShare } from './damage';

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
  expect(lostShare(claimedSeconds, figures)).toBeCloseTo(share, 9);
});

it.each([
  ['a film with sound all along', 100, 99.2, 0],
  ['a short one whose sound ends a little earlier', 10, 8.5, 0],
  ['a long one whose sound ends a minute earlier', 3600, 3540, 0],
  ['half of a film', 100, 50, 0.5],
  ['a film that tells no length', null, 50, 0],
])('%s', (_, claimedSeconds, decodedSeconds, share) => {
  expect(missingShare(claimedSeconds, decodedSeconds)).toBeCloseTo(share, 9);
});
