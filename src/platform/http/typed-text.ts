import { z } from 'zod';

/** Text as people type it: composed (NFC), no control characters, no blanks around it. @param longest before that */
export const typedText = (longest: number) =>
  z
    .string()
    .max(longest)
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/\p{Cc}/gu, ' ')
        .trim(),
    );
