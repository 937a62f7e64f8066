import { CLEAN_PROFILE, profileHash } from './loudness';

test('a profile hashes alike whatever the order of its keys, and unlike when any setting differs', () => {
  const reordered = Object.fromEntries(Object.entries(CLEAN_PROFILE).reverse()) as unknown as typeof CLEAN_PROFILE;
  expect(profileHash(reordered)).toBe(profileHash(CLEAN_PROFILE));
  expect(profileHash({ ...CLEAN_PROFILE, targetLufs: -16 })).not.toBe(profileHash(CLEAN_PROFILE));
  // Renditions are stored under this hash: a change orphans every one of them.
  expect(profileHash(CLEAN_PROFILE)).toBe('1600c7d298aaf7eced340786ee9edd6f6b67f6a73d761079752be3ce2a001224');
});
