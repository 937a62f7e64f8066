import { z } from 'zod';

const typed = (longest: number, tidy: (text: string) => string) =>
  z
    .string()
    .max(longest)
    .transform((text) => tidy(text.normalize('NFC')).trim());

/** A line as people type it: composed (NFC), control characters and runs of blanks as one blank, none around it. @param longest before that */
export const typedText = (longest: number) => typed(longest, (text) => text.replace(/[\s\p{Cc}]+/gu, ' '));

/** Text of several lines as people type it: as `typedText`, with the ends of its lines kept. @param longest before that */
export const typedLines = (longest: number) =>
  typed(longest, (text) => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]+/gu, ' '));

/** Text of which something is left. */
export const required = <Input>(text: z.ZodType<string, Input>) => text.pipe(z.string().min(1));
