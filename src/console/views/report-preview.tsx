import type { ReportPageWords } from '../pages/report-words';
import type { Chart } from '../../reports/chart';
import type { Cell, ReportTable } from '../../reports/table';
import type { ReportView } from '../reports.board';
import { TableHead } from './parts';
import { Panel } from './shell';
import { Unfold } from './unfold';

const MOST_ROWS = 200;

interface PreviewProps {
  readonly content: NonNullable<ReportView['content']>;
  /** Address of the page. */
  readonly path: string;
  /** Name of the long table that is shown; '' for none. */
  readonly opened: string;
  readonly words: ReportPageWords;
}

/** Tables and charts as they are printed; the long ones open on a click. */
export function Preview({ content: { tables, charts }, path, opened, words }: PreviewProps) {
  const { targets, airings, sources, topics, clusters, lost, attested, log } = tables;
  const long = (table: ReportTable) => {
    const id = table.name.toLowerCase().replaceAll(' ', '-');
    const summary = `${table.caption} (${String(table.rows.length)})`;
    return (
      <Unfold id={id} summary={summary} path={`${path}?mo=${id}`} isOpen={opened === id} link={words.showTable}>
        {() => <TablePreview table={table} words={words} />}
      </Unfold>
    );
  };
  return (
    <Panel id="preview" title={words.preview}>
      <p class="tt-hint">{words.inVietnamese}</p>
      <div class="tt-preview" lang="vi">
        <TablePreview table={targets} words={words} />
        {charts.map((chart) => (
          <ChartFigure key={chart.number} chart={chart} />
        ))}
        {long(airings)}
        <TablePreview table={sources} words={words} />
        {long(topics)}
        <TablePreview table={clusters} words={words} />
        <TablePreview table={lost} words={words} />
        {attested.rows.length > 0 && <TablePreview table={attested} words={words} />}
        {long(log)}
      </div>
    </Panel>
  );
}

interface TableProps {
  readonly table: ReportTable;
  readonly words: ReportPageWords;
}

function TablePreview({ table, words }: TableProps) {
  const { caption, columns, rows, note, empty } = table;
  if (rows.length === 0)
    return (
      <div>
        <h4 class="tt-card-title">{caption}</h4>
        <p class="tt-muted">{empty}</p>
      </div>
    );
  return (
    <div>
      <table role="table" class="table tt-table tt-printed" aria-label={caption}>
        <caption>{caption}</caption>
        <TableHead columns={columns.map(({ title }) => title)} />
        <tbody role="rowgroup">
          {rows.slice(0, MOST_ROWS).map((cells, index) => (
            <Row key={index} cells={cells} columns={columns} />
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && <p class="tt-muted">{words.cut(MOST_ROWS, rows.length)}</p>}
      {note !== '' && <p class="tt-muted tt-thin">{note}</p>}
    </div>
  );
}

/** A cell that spans rows is said in each of them: on a telephone every row stands for itself. */
function Row({ cells, columns }: { readonly cells: readonly Cell[]; readonly columns: ReportTable['columns'] }) {
  const spans = cells.some(({ columnSpan }) => columnSpan !== undefined);
  const name = columns.findIndex(({ align }) => align === 'left');
  return (
    <tr role="row">
      {cells.map(({ lines, covered, columnSpan }, index) => {
        if (spans && covered === true) return null;
        const label = spans ? undefined : columns[index]?.title;
        const paragraphs = lines.map((line) => <span class="tt-block">{line}</span>);
        return index === name && !spans ? (
          <th key={index} role="rowheader" scope="row" data-label={label}>
            {paragraphs}
          </th>
        ) : (
          <td key={index} role="cell" colSpan={columnSpan} data-label={label} class="tt-num">
            <span>{paragraphs}</span>
          </td>
        );
      })}
    </tr>
  );
}

const FILL_CLASS = {
  owed: 'tt-chart-owed',
  done: 'tt-chart-done',
  attested: 'tt-chart-attested',
  axis: 'tt-chart-axis',
} as const;

/** Scrolls by itself on a telephone: its letters would be too small otherwise. */
function ChartFigure({ chart: { title, width, height, shapes } }: { readonly chart: Chart }) {
  return (
    <figure class="tt-chart" tabIndex={0}>
      <figcaption class="tt-card-title">{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {shapes.map((shape, index) =>
          shape.kind === 'rect' ? (
            <rect
              key={index}
              {...{ x: shape.x, y: shape.y, width: shape.width, height: shape.height }}
              class={FILL_CLASS[shape.fill]}
            />
          ) : (
            <text key={index} x={shape.x} y={shape.y} font-size={shape.size} text-anchor={shape.anchor}>
              {shape.text}
            </text>
          ),
        )}
      </svg>
    </figure>
  );
}
