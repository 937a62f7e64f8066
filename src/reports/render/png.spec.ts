import type { Chart, Shape } from '../chart';
import { pngPainter } from './png';

/** With a letter that only a font for Vietnamese has. */
function chartOf(text: string): Chart {
  const bar: Shape = { kind: 'rect', x: 10, y: 10, width: 20, height: 20, fill: 'done' };
  const name: Shape = { kind: 'text', x: 50, y: 20, size: 9, anchor: 'start', text };
  return { number: 1, title: 'Biểu đồ', width: 100, height: 40, shapes: [bar, name] };
}

it('draws bars and letters, each Vietnamese one of its own', async () => {
  const paint = await pngPainter();
  const png = paint(chartOf('phải'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([200, 80]);
  expect(paint(chartOf('phải'))).toEqual(png);
  const others = ['', 'phái', 'phạỉ', '\u{10FFFF}\u{10FFFE}'].map((text) => paint(chartOf(text)).toString('base64'));
  expect(new Set([...others, png.toString('base64')]).size).toBe(5);
});
