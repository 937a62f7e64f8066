import type { Language } from '../platform/config/config-error';
import { en } from './words.en';
import type { Words } from './words.shape';
import { vi } from './words.vi';

export type { Words } from './words.shape';

/** The words of the pages; the two catalogues are never mixed on one page. */
export const WORDS: Readonly<Record<Language, Words>> = { vi, en };
