import fc from 'fast-check';
import { required, typedLines, typedText } from './typed-text';

const typed = fc.string({ unit: 'binary', maxLength: 40 });

describe('text that people type', () => {
  it('composes Vietnamese letters and keeps one blank between words', () => {
    expect(typedText(50).parse(' Uỷ\tban '.normalize('NFD') + '\u0000nhân\r\ndân ')).toBe(
      'Uỷ ban nhân dân'.normalize('NFC'),
    );
  });

  it('keeps the lines of a longer text, whatever ended them', () => {
    expect(typedLines(50).parse('một\r\nhai\rba\n\n\u0007bốn\t')).toBe('một\nhai\nba\n\n bốn');
  });

  it('finds nothing more to do to what it gave', () => {
    fc.assert(
      fc.property(typed, (text) => {
        for (const kind of [typedText(100), typedLines(100)]) {
          const once = kind.parse(text);
          expect(kind.parse(once)).toBe(once);
          expect(once).not.toMatch(/[^\P{Cc}\n]/u);
        }
      }),
    );
  });

  it('takes neither blanks for words nor more than fits', () => {
    expect(required(typedText(5)).safeParse(' \n ').success).toBe(false);
    expect(typedText(5).safeParse('123456').success).toBe(false);
  });
});
