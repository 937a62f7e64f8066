import { z } from 'zod';

/** What a person wrote, in NFC and without blanks around it; never empty. */
export function typedText(longest: number) {
  return z
    .string()
    .max(longest)
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().min(1));
}
