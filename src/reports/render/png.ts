import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Chart } from '../chart';
import { FACE, fontFile } from './fonts';
import { renderSvg } from './svg';

/** Two pixels to a point: 144 dots an inch. */
const SCALE = 2;

async function load(): Promise<Uint8Array> {
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return readFile(fontFile('400Regular'));
}

let letters: Promise<Uint8Array> | undefined;

/** Charts as pictures, for word processors that cannot show SVG. @returns what draws one as PNG */
export async function pngPainter(): Promise<(chart: Chart) => Buffer> {
  const font = await (letters ??= load());
  return (chart) => {
    const image = new Resvg(renderSvg(chart, FACE), {
      font: { fontBuffers: [font], defaultFontFamily: FACE },
      fitTo: { mode: 'zoom', value: SCALE },
      background: 'white',
    }).render();
    return Buffer.from(image.asPng());
  };
}
