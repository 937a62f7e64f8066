import { z } from 'zod';

/** A line as people type it: composed (NFC), control characters and runs of blanks as one blank, none around it. @param longest before that */
export const typedText = (longest: number) =>
  z
    .string()
    .max(longest)
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
    );

/** Text of several lines as people type it: as `typedText`, with the ends of its lines kept. @param longest before that */
export const typedLines = (longest: number) =>
  z
    .string()
    .max(longest)
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{Cc}\n]+/gu, ' ')
        .trim(),
    );

/** Text of which something is left. */
export const required = <Input>(text: z.ZodType<string, Input>) => text.pipe(z.string().min(1));
