import type { Response } from 'express';
import type { Language } from '../platform/config/config-error';
import type { Asset } from './asset-store';

const COOKIE = 'lang';
const YEAR_MS = 365 * 86_400_000;

/**
 * The page's language: the one asked for (`?lang=en`), which is then remembered, or the one remembered. Vietnamese
 * otherwise, whatever the browser prefers: many a browser in a Vietnamese office was installed in English.
 */
export function chosenLanguage(wanted: unknown, cookies: string | undefined, response: Response): Language {
  if (wanted === 'en' || wanted === 'vi') {
    response.cookie(COOKIE, wanted, { maxAge: YEAR_MS, httpOnly: true, sameSite: 'lax' });
    return wanted;
  }
  return /(^|;\s*)lang=en(;|$)/.test(cookies ?? '') ? 'en' : 'vi';
}

/** The name of an asset changes with its content, so a browser never asks for it twice. */
export function sendAsset({ type, body, gzipped }: Asset, encodings: string | undefined, response: Response): void {
  const takesGzip = gzipped !== null && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(encodings ?? '');
  response.set({ 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' });
  if (gzipped !== null) response.set('Vary', 'Accept-Encoding');
  if (takesGzip) response.set('Content-Encoding', 'gzip');
  response.end(takesGzip ? gzipped : body);
}
