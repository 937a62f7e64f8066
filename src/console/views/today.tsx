import type { TodayView } from '../airings.board';
import type { AiringLine } from '../presenters/airings';
import type { Words } from '../words';
import { AiringBadge, Empty, ReadinessBadge, TableHead } from './parts';

/**
 * A table on a wide screen; on a phone each row is a card and `data-label` names its cells. The roles are spelled out
 * because `display: block` takes them away.
 */
export function TodayBlock({ view, words }: { readonly view: TodayView; readonly words: Words }) {
  if (view.lines.length === 0) {
    return (
      <Empty icon="calendar">
        {words.today.empty}
        {view.next && ` ${words.today.nextIs(`${view.next.when}, ${view.next.title}`)}`}
      </Empty>
    );
  }
  const { time, programme, role, state, measured, clusters, note } = words.today;
  return (
    <table role="table" class="table tt-table" aria-labelledby="today-heading">
      <TableHead columns={[time, programme, role, state, measured, clusters, note]} />
      <tbody role="rowgroup">
        {view.lines.map((line) => (
          <Line key={line.id} line={line} words={words} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ line, words }: { readonly line: AiringLine; readonly words: Words }) {
  return (
    <tr role="row">
      <td role="cell" data-label={words.today.time} class="tt-time">
        {line.time}
      </td>
      <th role="rowheader" scope="row" data-label={words.today.programme} class="tt-title">
        {line.title}
      </th>
      <td role="cell" data-label={words.today.role} class="tt-role">
        {words.role[line.role]}
      </td>
      <td role="cell" data-label={words.today.state}>
        <AiringBadge state={line.state} words={words} />
      </td>
      <td role="cell" data-label={words.today.measured} class={line.measured ? 'tt-num tt-measured' : 'tt-nothing'}>
        {line.measured ? <Measured measured={line.measured} /> : <None words={words} />}
      </td>
      <td role="cell" data-label={words.today.clusters} class={line.clusters === null ? 'tt-nothing' : 'tt-num'}>
        {line.clusters ?? <None words={words} />}
      </td>
      <NoteCell line={line} words={words} />
    </tr>
  );
}

function Measured({ measured }: { readonly measured: NonNullable<AiringLine['measured']> }) {
  return (
    <>
      {measured.start}
      {measured.airtime !== '' && <span class="tt-muted tt-block">{measured.airtime}</span>}
    </>
  );
}

/** What is lacking while it waits, what happened once it is over. */
function NoteCell({ line, words }: { readonly line: AiringLine; readonly words: Words }) {
  const approver = line.approver === null ? [] : [`${words.today.approvedBy}: ${line.approver}`];
  const notes = [...(line.addressed === null ? [] : [line.addressed]), ...line.notes, ...approver];
  const isEmpty = line.readiness === null && notes.length === 0;
  return (
    <td role="cell" data-label={words.today.note} class={isEmpty ? 'tt-note tt-nothing' : 'tt-note'}>
      {isEmpty && <None words={words} />}
      {line.readiness !== null && <ReadinessBadge readiness={line.readiness} words={words} />}
      {notes.map((note) => (
        <span key={note} class="tt-block">
          {note}
        </span>
      ))}
    </td>
  );
}

/** A dash for the eye, words for the ear. */
function None({ words }: { readonly words: Words }) {
  return (
    <>
      <span aria-hidden="true" class="tt-muted">
        –
      </span>
      <span class="visually-hidden">{words.today.nothingYet}</span>
    </>
  );
}
