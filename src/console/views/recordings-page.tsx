import type { VNode } from 'preact';
import { RECORDINGS_WORDS } from '../pages/recordings-words';
import { UNFINISHED_WORDS } from '../pages/unfinished-words';
import type { RecordingCard, RecordingStage } from '../presenters/recordings';
import type { RecordingsPage as Listed } from '../recordings.board';
import { Block, LivePage } from './live-page';
import { Empty, StageBadge, TableHead } from './parts';
import { Work } from './recordings';
import type { Frame } from './shell';

export interface ListQuery {
  readonly stage: RecordingStage | '';
  readonly text: string;
  /** Where the page begins, "" for the first one. */
  readonly cursor: string;
}

interface RecordingsPageProps {
  readonly frame: Frame;
  readonly query: ListQuery;
  readonly listed: Listed;
  /** null for who may not upload. */
  readonly upload: VNode | null;
  /** The next issue that has no approved recording. */
  readonly lacking: string | null;
  /** Uploads that have begun and not come whole. */
  readonly unfinished: number;
}

const STAGES: readonly RecordingStage[] = ['draft', 'submitted', 'returned', 'approved', 'processing', 'rejected'];

export function RecordingsPage({ frame, query, listed, upload, lacking, unfinished }: RecordingsPageProps) {
  const words = RECORDINGS_WORDS[frame.words.language];
  return (
    <LivePage frame={frame} title={words.title} hasRecorder={upload !== null}>
      <h2 class="tt-page-title">{words.title}</h2>
      <p class="tt-muted">{words.intro}</p>
      {lacking !== null && <p class="tt-notice tt-info">{words.lacking(lacking)}</p>}
      {unfinished > 0 && (
        <p>
          <a href="/ban-ghi/tai-len-do">{UNFINISHED_WORDS[frame.words.language].link(unfinished)}</a>
        </p>
      )}
      <Filter frame={frame} query={query} />
      <div class="tt-columns">
        <Block
          id="recordings"
          title={words.list}
          icon="microphone"
          fragment={`/ban-ghi/danh-sach?${addressOf(query)}`}
          every="10s"
        >
          <RecordingsTable frame={frame} query={query} listed={listed} />
        </Block>
        {upload !== null && (
          <Block id="upload" title={frame.words.upload.heading} icon="upload">
            {upload}
          </Block>
        )}
      </div>
    </LivePage>
  );
}

function addressOf({ stage, text, cursor }: ListQuery): string {
  return new URLSearchParams({ 'tinh-trang': stage, q: text, tiep: cursor }).toString();
}

function Filter({ frame, query }: { readonly frame: Frame; readonly query: ListQuery }) {
  const words = RECORDINGS_WORDS[frame.words.language];
  const { status } = frame.words.recordings;
  const isFiltered = query.stage !== '' || query.text !== '';
  return (
    <form class="tt-filter" method="get" action="/ban-ghi" role="search" aria-label={words.filter}>
      <div>
        <label class="form-label" for="stage">
          {words.stage}
        </label>
        <select id="stage" name="tinh-trang" class="form-select">
          <option value="">{words.anyStage}</option>
          {STAGES.map((stage) => (
            <option key={stage} value={stage} selected={stage === query.stage}>
              {status[stage]}
            </option>
          ))}
        </select>
      </div>
      <div class="tt-filter-wide">
        <label class="form-label" for="q">
          {words.text}
        </label>
        <input id="q" name="q" type="search" class="form-control" value={query.text} maxLength={200} />
      </div>
      <button type="submit" class="btn btn-primary">
        {words.apply}
      </button>
      {isFiltered && <a href="/ban-ghi">{words.clear}</a>}
    </form>
  );
}

interface TableProps {
  readonly frame: Frame;
  readonly query: ListQuery;
  readonly listed: Listed;
}

export function RecordingsTable({ frame, query, listed }: TableProps) {
  const words = RECORDINGS_WORDS[frame.words.language];
  const { columns } = words;
  const isFiltered = query.stage !== '' || query.text !== '' || query.cursor !== '';
  if (listed.cards.length === 0) return <Empty icon="microphone">{isFiltered ? words.noneFound : words.none}</Empty>;
  return (
    <>
      <table role="table" class="table tt-table">
        <TableHead columns={[columns.title, columns.stage, columns.language, columns.duration, columns.uploaded]} />
        <tbody role="rowgroup">
          {listed.cards.map((card) => (
            <Row key={card.id} frame={frame} card={card} />
          ))}
        </tbody>
      </table>
      <nav class="tt-buttons" aria-label={words.list}>
        {query.cursor !== '' && (
          <a class="btn" href={`/ban-ghi?${addressOf({ ...query, cursor: '' })}`}>
            {words.newest}
          </a>
        )}
        {listed.nextCursor !== undefined && (
          <a class="btn" rel="next" href={`/ban-ghi?${addressOf({ ...query, cursor: listed.nextCursor })}`}>
            {words.next}
          </a>
        )}
      </nav>
    </>
  );
}

function Row({ frame, card }: { readonly frame: Frame; readonly card: RecordingCard }) {
  const { columns } = RECORDINGS_WORDS[frame.words.language];
  const { recordings } = frame.words;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" data-label={columns.title}>
        <span>
          <a id={`row-${card.id}`} href={`/ban-ghi/${card.id}`}>
            {card.title}
          </a>
          {card.issue !== card.title && (
            <span class="tt-muted tt-block tt-thin">{card.issue ?? recordings.special}</span>
          )}
        </span>
      </th>
      <td role="cell" data-label={columns.stage}>
        <span>
          <StageBadge stage={card.stage} words={frame.words} />
          <Work card={card} words={frame.words} />
        </span>
      </td>
      <td role="cell" data-label={columns.language}>
        <span>
          {card.language}, {recordings.version(card.version)}
        </span>
      </td>
      <td role="cell" data-label={columns.duration} class="tt-num">
        <span>{card.duration ?? '–'}</span>
      </td>
      <td role="cell" data-label={columns.uploaded} class="tt-num">
        <span>
          {card.uploaded.at}
          <span class="tt-muted tt-block">{card.uploaded.by}</span>
        </span>
      </td>
    </tr>
  );
}
