import { z } from 'zod';
import { ROLES } from '../domain/permissions';

const words = z
  .string()
  .max(100)
  .transform((text) => text.normalize('NFC').replace(/\p{C}/gu, ' ').replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1));

/** What stands behind a token's name on paper. A person who could call themselves so would pass for one. */
const MARKS = /[()]/;
const personName = words.refine((name) => !MARKS.test(name), {
  params: { allowed: { vi: 'họ và tên, không có dấu ngoặc', en: 'a name without brackets' } },
});
const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);
const password = z.string().max(200);
export const role = z.enum(ROLES);
const roles = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(role).min(1));

/** Longest and usual life of a token, days. */
const LONGEST_DAYS = 400;
export const USUAL_DAYS = 90;

export const tokenBody = z.strictObject({
  name: personName,
  role,
  days: z.coerce.number().int().min(1).max(LONGEST_DAYS).default(USUAL_DAYS),
});
export type TokenBody = z.output<typeof tokenBody>;

export const personBody = z.strictObject({ username, name: personName, roles });
export type PersonBody = z.output<typeof personBody>;

/* Forms of the pages; `_csrf` and what else a page sends is left aside. */
export const signInForm = z.object({ username: z.string().max(100), password, next: z.string().max(500).default('/') });
export const setUpForm = z.object({ ma: z.string().max(100), username, name: personName, password, again: password });
export const passwordForm = z.object({ present: password, password, again: password });
export const newPersonForm = z.object(personBody.shape);
export const personForm = z.object({
  name: personName,
  roles,
  revision: z.coerce.number().int(),
  isActive: z.stringbool().default(false),
});
export const tokenForm = z.object(tokenBody.shape);
