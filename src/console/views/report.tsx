import { civilDateAt } from '../../domain/calendar';
import type { Difference, ReportSeal } from '../../reports/report';
import { REPORT_PAGE_WORDS, type ReportPageWords } from '../pages/report-words';
import { dateText, momentText, nameText, timeText } from '../presenters/format';
import { periodTitle } from '../presenters/reports';
import type { ReportView } from '../reports.board';
import { Icon, TableHead } from './parts';
import { ReportBadge, type ReportTyped } from './report-list';
import { Preview } from './report-preview';
import { NextStep } from './report-steps';
import { TextsPanel } from './report-texts';
import { Panel, Shell, type Frame, type Notice } from './shell';

interface ReportProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly view: ReportView;
  readonly typed: ReportTyped;
  /** Name of the long table that is shown; '' for none. */
  readonly opened: string;
  readonly timeZone: string;
}

export function ReportPage({ frame, notice, view, typed, opened, timeZone }: ReportProps) {
  const words = REPORT_PAGE_WORDS[frame.words.language];
  const { row, content } = view;
  return (
    <Shell frame={frame} title={`${words.title}: ${periodTitle(row, words)}`} notice={notice}>
      <p>
        <a href="/bao-cao">{words.all}</a>
      </p>
      {!view.isNewest && <p class="tt-notice tt-info">{words.newer}</p>}
      <Identity frame={frame} view={view} words={words} timeZone={timeZone} />
      <Unsettled view={view} words={words} timeZone={timeZone} />
      {content === null ? (
        <p class="tt-notice tt-info">{words.oldForm}</p>
      ) : (
        <>
          {row.status !== 'locked' && <NextStep frame={frame} view={view} words={words} />}
          <Files files={row.files} id={row.id} words={words} />
          {content.report.seal && <Seal seal={content.report.seal} words={words} />}
          <TextsPanel frame={frame} row={row} texts={content.report.texts} typed={typed} words={words} />
          {row.version > 1 && <Differences differences={content.differences} words={words} />}
          <Preview content={content} path={`/bao-cao/${row.id}`} opened={opened} words={words} />
        </>
      )}
      {content === null && <Files files={row.files} id={row.id} words={words} />}
    </Shell>
  );
}

interface PartProps {
  readonly view: ReportView;
  readonly words: ReportPageWords;
  readonly timeZone: string;
}

function Identity({ frame, view: { row }, words, timeZone }: PartProps & { readonly frame: Frame }) {
  const lockedAt = row.lockedAt === null ? '' : `, ${momentText(row.lockedAt, timeZone)}`;
  const facts: readonly (readonly [string, string | null])[] = [
    [words.span, `${dateText(row.from)}–${dateText(row.to)}`],
    [words.scope, words.scopes[row.scope]],
    [words.version, String(row.version)],
    [words.made, momentText(row.createdAt, timeZone)],
    [words.checkedBy, row.checkedBy === null ? null : nameText(row.checkedBy, frame.words)],
    [words.lockedBy, row.lockedBy === null ? null : `${nameText(row.lockedBy, frame.words)}${lockedAt}`],
  ];
  return (
    <dl class="tt-facts tt-card tt-section">
      <dt>{words.status}</dt>
      <dd>
        <ReportBadge status={row.status} words={words} />
      </dd>
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <>
              <dt>{name}</dt>
              <dd class="tt-num">{value}</dd>
            </>
          ),
      )}
    </dl>
  );
}

/** What keeps the report from being locked, each with the day's log. */
function Unsettled({ view: { unsettled }, words, timeZone }: PartProps) {
  if (unsettled.length === 0) return null;
  return (
    <section class="tt-card tt-section" aria-label={words.unsettled(unsettled.length)}>
      <p class="tt-notice tt-warn">
        {words.unsettled(unsettled.length)}. {words.unsettledHint}
      </p>
      <ul class="tt-plain">
        {unsettled.map(({ airingId, start, title }) => {
          const day = dateText(civilDateAt(start, timeZone));
          return (
            <li key={airingId}>
              <a href={`/nhat-ky-phat?${new URLSearchParams({ from: day, to: day }).toString()}`}>
                {day} {timeText(start, timeZone)}
              </a>{' '}
              {title}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface FilesProps {
  readonly files: ReportView['row']['files'];
  readonly id: string;
  readonly words: ReportPageWords;
}

/** What an office opens comes first. */
const FORMATS = ['docx', 'pdf', 'xlsx', 'csv', 'json'];

function Files({ files, id, words }: FilesProps) {
  const formatOf = (name: string) => name.split('.').at(-1) ?? '';
  const sorted = files.toSorted((a, b) => FORMATS.indexOf(formatOf(a.name)) - FORMATS.indexOf(formatOf(b.name)));
  return (
    <Panel id="files" title={words.files}>
      <table role="table" class="table tt-table">
        <TableHead columns={[words.format, words.size, words.hash]} />
        <tbody role="rowgroup">
          {sorted.map(({ name, bytes, sha256 }) => (
            <tr key={name} role="row">
              <th role="rowheader" scope="row" data-label={words.format}>
                <a class="btn" href={`/api/v1/reports/${id}/files/${name}`} download>
                  <Icon name="report" /> {formatOf(name).toUpperCase()}
                  <span class="tt-sr"> {name}</span>
                </a>
              </th>
              <td role="cell" data-label={words.size} class="tt-num">
                {Math.ceil(bytes / 1000)} kB
              </td>
              <td role="cell" data-label={words.hash} class="tt-change">
                <span>
                  <code>{sha256}</code>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Seal({ seal, words }: { readonly seal: ReportSeal; readonly words: ReportPageWords }) {
  const { logHead } = seal;
  return (
    <Panel id="seal" title={words.seal}>
      <dl class="tt-facts">
        <dt>{words.dataHash}</dt>
        <dd class="tt-change">
          <code>{seal.dataSha256}</code>
        </dd>
        <dt>{words.logHead}</dt>
        <dd class="tt-change">
          {logHead === null ? (
            words.noLogHead
          ) : (
            <>
              {logHead.id}: <code>{logHead.hash}</code>
            </>
          )}
        </dd>
      </dl>
    </Panel>
  );
}

interface DifferencesProps {
  readonly differences: readonly Difference[];
  readonly words: ReportPageWords;
}

function Differences({ differences, words }: DifferencesProps) {
  if (differences.length === 0) return <p class="tt-muted">{words.same}</p>;
  return (
    <Panel id="differences" title={`${words.differences} (${differences.length})`}>
      <table role="table" class="table tt-table" lang="vi">
        <TableHead columns={[words.place, words.before, words.after]} />
        <tbody role="rowgroup">
          {differences.map(({ place, before, after }, index) => (
            <tr key={index} role="row">
              <th role="rowheader" scope="row" data-label={words.place}>
                {place}
              </th>
              <td role="cell" data-label={words.before}>
                <span>{before}</span>
              </td>
              <td role="cell" data-label={words.after}>
                <span>{after}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
