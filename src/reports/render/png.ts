import { crc32, deflateSync } from 'node:zlib';
import { FILLS, type Chart } from '../chart';

const SCALE = 2;

/**
 * The bars of a chart as a picture, for word processors that cannot show SVG; letters are left out, the tables beside it
 * have the numbers. PNG, 8-bit RGB, 144 dots an inch.
 */
export function renderBars({ width, height, shapes }: Chart): Buffer {
  const [columns, rows] = [Math.ceil(width * SCALE), Math.ceil(height * SCALE)];
  // Each row begins with its filter, 0 = none.
  const stride = 1 + columns * 3;
  const pixels = Buffer.alloc(stride * rows, 0xff);
  for (let row = 0; row < rows; row += 1) pixels[row * stride] = 0;
  for (const shape of shapes) {
    if (shape.kind !== 'rect') continue;
    const colour = Buffer.from(FILLS[shape.fill].slice(1), 'hex');
    const [fromX, toX] = [at(shape.x, columns), at(shape.x + shape.width, columns)];
    for (let row = at(shape.y, rows); row < at(shape.y + shape.height, rows); row += 1)
      for (let column = fromX; column < toX; column += 1) colour.copy(pixels, row * stride + 1 + column * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND')]);
}

function at(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(value * SCALE)));
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
