import { CLEAN_PROFILE } from './loudness';
import { profileHash } from './profile-hash';

test('a profile hashes alike whatever the order of its keys, and unlike when any setting differs', () => {
  const reordered = Object.fromEntries(Object.entries(CLEAN_PROFILE).reverse()) as unknown as typeof CLEAN_PROFILE;
  expect(profileHash(reordered)).toBe(profileHash(CLEAN_PROFILE));
  expect(profileHash({ ...CLEAN_PROFILE, targetLufs: -16 })).not.toBe(profileHash(CLEAN_PROFILE));
  // Renditions are stored under this hash: a change orphans every one of them.
  expect(profileHash(CLEAN_PROFILE)).toBe('2b6517b09e1c87b38f481c676d812f3e260ce07264778a30968aa96521047ac2');
});
