import type { Language } from '../../platform/config/config-error';
import { en } from './calendar-words.en';
import type { CalendarWords } from './calendar-words.shape';
import { vi } from './calendar-words.vi';

export type { CalendarWords } from './calendar-words.shape';

export const CALENDAR_WORDS: Readonly<Record<Language, CalendarWords>> = { vi, en };
