import { lostShare } from './damage';

const whole = { decodedSeconds: 100, packets: 1000, decodedPackets: 1000 };

it.each([
  ['what came is what was promised', 100, whole, 0],
  ['padding is no loss', 100.2, { ...whole, decodedPackets: 998 }, 0],
  ['half of it is missing', 200, whole, 0.5],
  ['nothing was promised', null, whole, 0],
  ['packets that do not decode', 100, { ...whole, decodedPackets: 950 }, 0.05],
  ['the worse of both', 125, { ...whole, decodedPackets: 950 }, 0.2],
  ['more than was promised', 50, whole, 0],
  ['ffmpeg counted nothing', null, { decodedSeconds: 100, packets: 0, decodedPackets: 0 }, 0],
])('%s', (_, claimedSeconds, figures, share) => {
  expect(lostShare(claimedSeconds, figures)).toBeCloseTo(share, 9);
});
