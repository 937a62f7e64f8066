import { WORDS } from './words';
import type { Words } from './words.shape';

/** Every text of a catalogue, by its path; what needs a number or a name is given one. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String((value as (...args: unknown[]) => unknown)(2, '2026'))]];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => texts(inner, `${path}/${key}`));
}

const all = (words: Words) =>
  texts(words).filter(([path]) => !/language|decimalSign|otherLanguage|spoken\//i.test(path));
const VIETNAMESE = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;

describe('words', () => {
  it('are in NFC and never empty', () => {
    for (const words of Object.values(WORDS)) {
      for (const [path, text] of all(words)) {
        expect([path, text]).toEqual([path, text.normalize('NFC')]);
        expect([path, text.trim()]).not.toEqual([path, '']);
      }
    }
  });

  it('have no Vietnamese in the English catalogue', () => {
    expect(all(WORDS.en).filter(([, text]) => VIETNAMESE.test(text))).toEqual([]);
  });
});
