import type { CivilDate } from '../../domain/calendar';
import { REPORT_PAGE_WORDS, type ReportPageWords } from '../pages/report-words';
import { momentText } from '../presenters/format';
import { likelyPeriod, periodGroups, periodTitle } from '../presenters/reports';
import type { KeptReport } from '../reports.board';
import { Badge, Empty, Icon, TableHead, type IconName, type Tone } from './parts';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

/** What was typed when it was refused. */
export type ReportTyped = Readonly<Partial<Record<string, string>>>;

interface ReportListProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly typed: ReportTyped;
  readonly rows: readonly KeptReport[];
  readonly today: CivilDate;
  readonly timeZone: string;
}

export function ReportListPage({ frame, notice, typed, rows, today, timeZone }: ReportListProps) {
  const words = REPORT_PAGE_WORDS[frame.words.language];
  const mayMake = frame.reader?.may('reports.create') ?? false;
  return (
    <Shell frame={frame} title={words.title} notice={notice}>
      <p class="tt-muted">{words.intro}</p>
      {mayMake && (
        <Panel id="make" title={words.make}>
          <MakeForm frame={frame} typed={typed} today={today} words={words} />
          <details class="tt-more" id="range" open={typed.from !== undefined}>
            <summary>{words.range}</summary>
            <RangeForm frame={frame} typed={typed} words={words} />
          </details>
        </Panel>
      )}
      <Panel id="kept" title={words.list}>
        {rows.length === 0 ? (
          <Empty icon="report">{words.none}</Empty>
        ) : (
          <Rows rows={rows} words={words} timeZone={timeZone} />
        )}
      </Panel>
    </Shell>
  );
}

interface FormProps {
  readonly frame: Frame;
  readonly typed: ReportTyped;
  readonly words: ReportPageWords;
}

function MakeForm({ frame, typed, today, words }: FormProps & { readonly today: CivilDate }) {
  const chosen = typed.period ?? likelyPeriod(today);
  return (
    <form class="tt-filter" method="post" action="/bao-cao">
      <Csrf frame={frame} />
      <div>
        <label class="form-label" for="period">
          {words.period}
        </label>
        <select id="period" name="period" class="form-select" required>
          {periodGroups(today, words).map(({ title, choices }) => (
            <optgroup key={title} label={title}>
              {choices.map(({ value, text }) => (
                <option key={value} value={value} selected={value === chosen}>
                  {text}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <ScopeChoice id="scope" chosen={typed.scope} words={words} />
      <button type="submit" class="btn btn-primary">
        <Icon name="report" /> {words.doMake}
      </button>
    </form>
  );
}

function RangeForm({ frame, typed, words }: FormProps) {
  return (
    <>
      <p class="tt-hint">{words.rangeIntro}</p>
      <form class="tt-filter" method="post" action="/bao-cao/dot-xuat">
        <Csrf frame={frame} />
        <Field id="from" name="from" label={`${words.from} (01/11/2026)`} value={typed.from} />
        <Field id="to" name="to" label={`${words.to} (22/11/2026)`} value={typed.to} />
        <ScopeChoice id="range-scope" chosen={typed.scope} words={words} />
        <button type="submit" class="btn">
          <Icon name="report" /> {words.doMake}
        </button>
      </form>
    </>
  );
}

interface ScopeProps {
  readonly id: string;
  readonly chosen: string | undefined;
  readonly words: ReportPageWords;
}

function ScopeChoice({ id, chosen, words }: ScopeProps) {
  return (
    <div>
      <label class="form-label" for={id}>
        {words.scope}
      </label>
      <select id={id} name="scope" class="form-select" required>
        {(['all', 'cds', 'cchc'] as const).map((scope) => (
          <option key={scope} value={scope} selected={scope === chosen}>
            {words.scopes[scope]}
          </option>
        ))}
      </select>
    </div>
  );
}

const LOOK: Readonly<Record<KeptReport['status'], readonly [Tone, IconName]>> = {
  draft: ['mute', 'minus'],
  checked: ['info', 'check'],
  locked: ['ok', 'check'],
};

export function ReportBadge({ status, words }: { status: KeptReport['status']; words: ReportPageWords }) {
  const [tone, icon] = LOOK[status];
  return (
    <Badge tone={tone} icon={icon}>
      {words.statuses[status]}
    </Badge>
  );
}

interface RowsProps {
  readonly rows: readonly KeptReport[];
  readonly words: ReportPageWords;
  readonly timeZone: string;
}

function Rows({ rows, words, timeZone }: RowsProps) {
  return (
    <table role="table" class="table tt-table">
      <TableHead columns={[words.period, words.scope, words.status, words.version, words.made]} />
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={row.id} role="row">
            <th role="rowheader" scope="row" data-label={words.period}>
              <a href={`/bao-cao/${row.id}`}>{periodTitle(row, words)}</a>
            </th>
            <td role="cell" data-label={words.scope}>
              {words.scopes[row.scope]}
            </td>
            <td role="cell" data-label={words.status}>
              <ReportBadge status={row.status} words={words} />
            </td>
            <td role="cell" data-label={words.version} class="tt-num">
              {row.version}
            </td>
            <td role="cell" data-label={words.made} class="tt-num">
              {momentText(row.createdAt, timeZone)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
