import { PEOPLE_WORDS } from './people-words';

function texts(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Object.values(value as Record<string, unknown>).flatMap(texts);
}

it('has words in NFC, none empty, and no Vietnamese in the English ones', () => {
  for (const text of [...texts(PEOPLE_WORDS.vi), ...texts(PEOPLE_WORDS.en)]) {
    expect(text).toBe(text.normalize('NFC'));
    expect(text.trim()).not.toBe('');
  }
  expect(
    texts(PEOPLE_WORDS.en).filter((text) => /[ăâđêôơưạảấầẩậắằặẹẻẽếềểệỉịọỏốồổộớờởợụủứừửựỳỵỷỹ]/i.test(text)),
  ).toEqual([]);
});
