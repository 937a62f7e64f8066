import type { Language } from '../config/config-error';

/** Vietnamese unless Accept-Language ranks English above it. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return rankOf('en', acceptLanguage ?? '') > rankOf('vi', acceptLanguage ?? '') ? 'en' : 'vi';
}

function rankOf(language: Language, acceptLanguage: string): number {
  const weights = acceptLanguage.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters
      .find((parameter) => parameter.trim().startsWith('q='))
      ?.trim()
      .slice(2);
    return tag === language || tag.startsWith(`${language}-`) ? Number(quality ?? '1') : 0;
  });
  return Math.max(...weights);
}
