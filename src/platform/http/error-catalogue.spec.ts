import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIO_ERRORS } from '../../audio/audio-errors';
import { ERROR_CATALOGUE, type ErrorTexts } from './error-catalogue';

const sourceDir = join(__dirname, '../..');
const texts: ErrorTexts = { ...ERROR_CATALOGUE, ...AUDIO_ERRORS };

function codesThrown(): Map<string, string> {
  const files = readdirSync(sourceDir, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file));
  const thrown = new Map<string, string>();
  for (const file of sources) {
    const text = readFileSync(join(sourceDir, file), 'utf8');
    for (const [, code] of text.matchAll(/new DomainError\(\s*'(\w+)'/g)) thrown.set(code!, file);
  }
  return thrown;
}

describe('error catalogue', () => {
  it('has words for every code that is thrown', () => {
    const missing = [...codesThrown()].filter(([code]) => texts[code] === undefined);
    expect(missing).toEqual([]);
  });

  it.each(Object.entries(texts))('%s is worded in NFC Vietnamese and in English, with a status', (_code, text) => {
    expect(text.status).toBeGreaterThanOrEqual(400);
    expect(text.vi).toBe(text.vi.normalize('NFC'));
    const facts = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
    expect(facts(text.vi)).toEqual(facts(text.en));
    // Clerks read them as well: they name pages.
    for (const sentence of [text.vi, text.en]) expect(sentence).not.toMatch(/\/api\/|\{href\}|"errors"/);
  });
});
