import type { Language } from '../../platform/config/config-error';
import { en } from './people-words.en';
import type { PeopleWords } from './people-words.shape';
import { vi } from './people-words.vi';

export type { PeopleWords } from './people-words.shape';

export const PEOPLE_WORDS: Readonly<Record<Language, PeopleWords>> = { vi, en };
