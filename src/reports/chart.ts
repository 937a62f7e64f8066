import type { Report } from './report';
import { durationText } from './report-words';

/** Shapes of a chart, in points; y runs down. Every format draws these. */
export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: Fill;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of the baseline. */
      readonly y: number;
      readonly size: number;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly text: string;
    };

/** Told apart in grey too, for a photocopier. */
export const FILLS = { owed: '#c9cdd2', done: '#1d4f91', attested: '#8fb4e3', axis: '#333333' } as const;
type Fill = keyof typeof FILLS;

export interface Chart {
  /** As printed: 1 is of weeks, 2 of topics. */
  readonly number: 1 | 2;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Charts of the report; one without data is left out. */
export function chartsOf(report: Report): Chart[] {
  return [weekChart(report), topicChart(report)].filter((chart) => chart !== null);
}

const WIDTH = 460;
const LABEL = 9;
const WIDEST_BAR = 18;

/** Issues owed and aired by week: two columns a week, side by side; what was attested lies on top of what was measured. */
function weekChart({ weeks }: Report): Chart | null {
  const most = Math.max(0, ...weeks.flatMap(({ owed, done }) => [owed, done]));
  if (most === 0) return null;
  const [top, bottom, left] = [26, 118, 24];
  const step = (WIDTH - left) / weeks.length;
  const bar = Math.min(WIDEST_BAR, step * 0.38);
  const heightOf = (value: number) => ((bottom - top) * value) / most;
  // A year's 48 labels would lie on each other.
  const every = Math.ceil(weeks.length / 16);
  const columns = weeks.flatMap(({ week, owed, done, attested }, index): Shape[] => {
    const middle = left + (index + 0.5) * step;
    const column = (x: number, from: number, to: number, fill: Fill): Shape[] =>
      from === to ? [] : [{ kind: 'rect', x, y: bottom - heightOf(to), width: bar, height: heightOf(to - from), fill }];
    return [
      ...column(middle - bar, 0, owed, 'owed'),
      ...column(middle, 0, done - attested, 'done'),
      ...column(middle, done - attested, done, 'attested'),
      ...(index % every === 0 ? [label(middle, bottom + 11, `T${week.slice(6)}`, 'middle')] : []),
    ];
  });
  const ticks = [...new Set([Math.ceil(most / 2), most])].map((value) =>
    label(left - 4, bottom - heightOf(value) + 3, String(value), 'end'),
  );
  const key = (x: number, fill: Fill, words: string): Shape[] => [
    { kind: 'rect', x, y: 4, width: 8, height: 8, fill },
    label(x + 12, 11, words, 'start'),
  ];
  const legend = [
    ...key(left, 'owed', 'Số phải phát'),
    ...key(left + 90, 'done', 'Số đã phát, phát bù'),
    ...(weeks.some(({ attested }) => attested > 0) ? key(left + 210, 'attested', 'Theo xác nhận, không có số đo') : []),
  ];
  const axis: Shape = { kind: 'rect', x: left, y: bottom, width: WIDTH - left, height: 0.75, fill: 'axis' };
  const title = 'Biểu đồ 1. Số chuyên mục phải phát và đã phát theo tuần';
  return { number: 1, title, width: WIDTH, height: bottom + 16, shapes: [...legend, ...columns, ...ticks, axis] };
}

/** Airtime by topic: one bar each, longest airtime as wide as the chart; topics that never aired have no bar. */
function topicChart({ topics }: Report): Chart | null {
  const aired = topics.filter(({ airtimeSeconds }) => airtimeSeconds > 0);
  const most = Math.max(0, ...aired.map(({ airtimeSeconds }) => airtimeSeconds));
  if (most === 0) return null;
  const [left, right, row] = [54, 96, 15];
  const shapes = aired.flatMap(({ code, airtimeSeconds }, index): Shape[] => {
    const [y, width] = [index * row + 3, ((WIDTH - left - right) * airtimeSeconds) / most];
    return [
      label(left - 4, y + 8, code, 'end'),
      { kind: 'rect', x: left, y, width, height: row - 5, fill: 'done' },
      label(left + width + 4, y + 8, durationText(airtimeSeconds), 'start'),
    ];
  });
  return {
    number: 2,
    title: 'Biểu đồ 2. Thời lượng theo chủ đề',
    width: WIDTH,
    height: aired.length * row + 4,
    shapes,
  };
}

function label(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end'): Shape {
  return { kind: 'text', x, y, size: LABEL, anchor, text };
}
