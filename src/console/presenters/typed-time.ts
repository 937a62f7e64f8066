import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { parseCivilDate, type CivilDate } from '../../domain/calendar';

/** "22/11/2026", as it is written here, or ISO 8601; '' where `isOptional`. */
export function typedDate(isOptional: boolean) {
  return z
    .string({ error: 'DD/MM/YYYY' })
    .trim()
    .transform((text, context): CivilDate => {
      if (text === '' && isOptional) return '';
      const [, day = '', month = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
      try {
        return parseCivilDate(year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        context.addIssue({ code: 'custom', message: '22/11/2026' });
        return z.NEVER;
      }
    });
}

/** "05:30", or "05:30:13" of an item that follows another. */
export const typedTime = z
  .string()
  .trim()
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, '05:30');
