import { FILLS, type Chart, type Shape } from '../chart';

/** A chart as SVG 1.1, for pages, PDF and Word alike. @param face of the letters */
export function renderSvg({ width, height, shapes }: Chart, face: string): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${shapes.map((shape) => element(shape, face)).join('')}</svg>`;
}

function element(shape: Shape, face: string): string {
  if (shape.kind === 'rect') {
    const { x, y, width, height, fill } = shape;
    return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${FILLS[fill]}"/>`;
  }
  const { x, y, size, anchor, text } = shape;
  const place = `x="${short(x)}" y="${short(y)}" font-family="${face}" font-size="${size}" text-anchor="${anchor}"`;
  return `<text ${place}>${escapeXml(text)}</text>`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Composed, and without the control characters that XML forbids: one of them makes a reader refuse the whole file. */
export function xmlText(text: string): string {
  return text.normalize('NFC').replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ');
}

export function escapeXml(text: string): string {
  return xmlText(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
