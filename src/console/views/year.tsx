import { CELL_STATES, type CellState, type YearWords } from '../pages/year-words';
import type { ProgrammeYear } from '../presenters/year';
import { Badge, Empty } from './parts';

/** A sign beside the colour, for whoever does not tell the colours apart and for print. */
const SIGN: Readonly<Record<CellState, string>> = {
  aired: '✓',
  madeUp: '↻',
  missed: '✕',
  attested: '✎',
  excused: '–',
  approved: '●',
  recorded: '◐',
  waiting: '·',
  untracked: '?',
};

interface YearProps {
  readonly year: string;
  readonly programmes: readonly ProgrammeYear[];
  readonly words: YearWords;
}

export function YearBlock({ year, programmes, words }: YearProps) {
  if (programmes.length === 0) return <Empty icon="calendar">{words.none(year)}</Empty>;
  return (
    <>
      <p class="tt-muted">{words.intro}</p>
      <ul class="tt-year-key" aria-label={words.legend}>
        {CELL_STATES.map((state) => (
          <li key={state}>
            <span class={`tt-cell tt-cell-${state}`} aria-hidden="true">
              {SIGN[state]}
            </span>{' '}
            {words.state[state]}
          </li>
        ))}
      </ul>
      <p>
        <a href="/chi-tieu">{words.ledger}</a>
      </p>
      {programmes.map((programme) => (
        <Programme key={programme.key} programme={programme} words={words} />
      ))}
    </>
  );
}

function Programme({ programme, words }: { readonly programme: ProgrammeYear; readonly words: YearWords }) {
  const { title, numbers, verdict, notes, short } = programme;
  return (
    <section class="tt-year" aria-label={title}>
      <h3 class="tt-year-title">{title}</h3>
      <p class="tt-year-numbers">
        <strong class="tt-num">{numbers}</strong>{' '}
        <Badge tone={verdict.tone} icon={verdict.tone === 'ok' ? 'check' : 'warning'}>
          {verdict.text}
        </Badge>
      </p>
      <Strip programme={programme} words={words} />
      {notes.map((note) => (
        <p key={note} class="tt-muted">
          {note}
        </p>
      ))}
      {short.length > 0 && (
        <details class="tt-more" id={`short-${programme.key}`}>
          <summary>{words.openOnes(short.length)}</summary>
          <ul class="tt-short">
            {short.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Thirteen weeks a row on a telephone: a quarter. */
function Strip({ programme, words }: { readonly programme: ProgrammeYear; readonly words: YearWords }) {
  const { title, kind, cells } = programme;
  return (
    <ol class={kind === 'week' ? 'tt-strip' : 'tt-strip tt-months-strip'} aria-label={words.strip(title)}>
      {cells.map(({ key, state, isNow, text, label }) => (
        <li key={key} class={`tt-cell tt-cell-${state}${isNow ? ' tt-cell-now' : ''}`} title={text}>
          <span class="tt-sr">{text}</span>
          <span aria-hidden="true">
            {SIGN[state]}
            <small>{label}</small>
          </span>
        </li>
      ))}
    </ol>
  );
}
