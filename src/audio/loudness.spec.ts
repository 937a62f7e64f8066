import { CLEAN_PROFILE, profileHash } from './loudness';

test('a profile hashes alike whatever the order of its keys, and unlike when any setting differs', () => {
  const reordered = Object.fromEntries(Object.entries(CLEAN_PROFILE).reverse()) as unknown as typeof CLEAN_PROFILE;
  expect(profileHash(reordered)).toBe(profileHash(CLEAN_PROFILE));
  expect(profileHash({ ...CLEAN_PROFILE, targetLufs: -16 })).not.toBe(profileHash(CLEAN_PROFILE));
  // Renditions are stored under this hash: a change orphans every one of them.
  expect(profileHash(CLEAN_PROFILE)).toBe('f675655d6ee487c42e8cbf8a992fa5389b6b97ac8503af4e469ace7a9f82ab53');
});
