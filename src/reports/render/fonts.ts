import { dirname, join } from 'node:path';

/** Times metrics, and every Vietnamese letter. */
export const FACE = 'Tinos';
const FONTS = dirname(require.resolve('@expo-google-fonts/tinos/package.json'));

/** Path of a style's file: "400Regular". */
export const fontFile = (style: string): string => join(FONTS, style, `Tinos_${style}.ttf`);
