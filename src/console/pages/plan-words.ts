import type { Language } from '../../platform/config/config-error';
import { en } from './plan-words.en';
import type { PlanWords } from './plan-words.shape';
import { vi } from './plan-words.vi';

export type { PlanWords } from './plan-words.shape';

export const PLAN_WORDS: Readonly<Record<Language, PlanWords>> = { vi, en };
