import type { CivilDate } from '../../domain/calendar';
import { LEDGER_WORDS, type LedgerWords } from '../pages/ledger-words';
import { dateText } from '../presenters/format';
import type { LedgerNumber, LedgerRow, LedgerSheet } from '../presenters/ledger';
import { DateField } from './forms';
import { Empty } from './parts';
import { Panel, Shell, type Frame } from './shell';
import { Unfold } from './unfold';

interface LedgerProps {
  readonly frame: Frame;
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Id of the number whose rows are shown; '' for none. */
  readonly opened: string;
  readonly trackedFrom: CivilDate | null;
  readonly sheets: readonly LedgerSheet[];
}

/** What the plans owe against what went out; every number opens to its rows. */
export function LedgerPage({ frame, from, to, opened, trackedFrom, sheets }: LedgerProps) {
  const words = LEDGER_WORDS[frame.words.language];
  const pathTo = (mo: string) => `/chi-tieu?${new URLSearchParams({ from, to, mo }).toString()}`;
  return (
    <Shell frame={frame} title={words.title} notice={null}>
      <p class="tt-contents">
        <a href="/">{words.back}</a>
      </p>
      <p class="tt-muted">{words.intro}</p>
      <Span from={from} to={to} words={words} />
      {trackedFrom !== null && <p class="tt-muted">{words.trackedFrom(dateText(trackedFrom))}</p>}
      {sheets.length === 0 && <Empty icon="list">{words.none}</Empty>}
      {sheets.map(({ key, title, notes, groups }) => (
        <Panel key={key} id={key} title={title}>
          {notes.map((note) => (
            <p key={note} class="tt-muted">
              {note}
            </p>
          ))}
          <div class="tt-ledgers">
            {groups.map((group) => (
              <section key={group.title} class="tt-ledger" aria-label={group.title}>
                <h4 class="tt-card-title">{group.title}</h4>
                {group.numbers.map((one) => (
                  <Number key={one.id} number={one} isOpen={one.id === opened} path={pathTo(one.id)} words={words} />
                ))}
              </section>
            ))}
          </div>
        </Panel>
      ))}
    </Shell>
  );
}

function Span({ from, to, words }: Pick<LedgerProps, 'from' | 'to'> & { readonly words: LedgerWords }) {
  return (
    <form class="tt-filter" method="get" action="/chi-tieu">
      <DateField name="from" label={words.from} date={from} />
      <DateField name="to" label={words.to} date={to} />
      <button type="submit" class="btn btn-primary">
        {words.show}
      </button>
    </form>
  );
}

interface NumberProps {
  readonly number: LedgerNumber;
  readonly isOpen: boolean;
  readonly path: string;
  readonly words: LedgerWords;
}

function Number({ number: { id, label, count, detail, rows }, isOpen, path, words }: NumberProps) {
  const said = (
    <>
      {label}: <strong class="tt-num">{count}</strong>
      {detail !== '' && <span class="tt-muted"> · {detail}</span>}
    </>
  );
  if (count === 0) return <p class="tt-ledger-none">{said}</p>;
  return (
    <Unfold id={id} summary={said} path={path} isOpen={isOpen} link={words.rows}>
      {() => (
        <ul class="tt-short">
          {rows().map((row, index) => (
            <Row key={index} row={row} />
          ))}
        </ul>
      )}
    </Unfold>
  );
}

function Row({ row: { text, airings } }: { readonly row: LedgerRow }) {
  return (
    <li>
      {text}
      {airings.map(({ href, text: name }) => (
        <span key={href} class="tt-block">
          <a href={href}>{name}</a>
        </span>
      ))}
    </li>
  );
}
