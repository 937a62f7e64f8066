import { LOG_WORDS, type LogWords, type Verdict } from '../pages/log-words';
import type { LogQuery } from '../log.board';
import type { LogLine } from '../presenters/log';
import { DateField } from './forms';
import { Badge, Empty, type IconName, TableHead, type Tone } from './parts';
import { Shell, type Frame } from './shell';

const LOOK: Readonly<Record<Verdict, readonly [Tone, IconName]>> = {
  proved: ['ok', 'check'],
  silent: ['bad', 'warning'],
  mismatch: ['warn', 'warning'],
  noData: ['mute', 'minus'],
  pending: ['info', 'clock'],
  test: ['mute', 'radio'],
};
const VERDICTS = Object.keys(LOOK) as readonly Verdict[];

interface LogProps {
  readonly frame: Frame;
  readonly lines: readonly LogLine[];
  /** How many there are with those that are not shown. */
  readonly all: number;
  readonly query: LogQuery;
  readonly outputs: ReadonlyMap<string, string>;
}

export function LogPage({ frame, lines, all, query, outputs }: LogProps) {
  const words = LOG_WORDS[frame.words.language];
  const asked = new URLSearchParams({ ...query }).toString();
  return (
    <Shell frame={frame} title={words.title} notice={null} script={frame.urls.player}>
      <p class="tt-muted">{words.intro}</p>
      <Filter query={query} outputs={outputs} words={words} />
      {lines.length === 0 ? (
        <Empty icon="list">{words.none}</Empty>
      ) : (
        <>
          <p class="tt-buttons">
            {(['xlsx', 'csv'] as const).map((format) => (
              <a key={format} class="btn" href={`/nhat-ky-phat/${format}?${asked}`} download>
                {words[format]}
              </a>
            ))}
          </p>
          {lines.length < all && <p class="tt-notice tt-info">{words.cut(lines.length, all)}</p>}
          <Lines lines={lines} words={words} />
        </>
      )}
    </Shell>
  );
}

function Filter({ query, outputs, words }: Pick<LogProps, 'query' | 'outputs'> & { readonly words: LogWords }) {
  const verdicts = VERDICTS.map((verdict) => [verdict, words.verdicts[verdict]] as const);
  return (
    <form class="tt-filter" method="get" action="/nhat-ky-phat">
      <DateField name="from" label={words.from} date={query.from} />
      <DateField name="to" label={words.to} date={query.to} />
      <Choice name="output" label={words.output} chosen={query.output} choices={[...outputs]} words={words} />
      <Choice name="verdict" label={words.verdict} chosen={query.verdict} choices={verdicts} words={words} />
      <div class="tt-filter-wide">
        <label class="form-label" for="q">
          {words.search}
        </label>
        <input id="q" name="q" type="search" class="form-control" value={query.q} />
      </div>
      <button type="submit" class="btn btn-primary">
        {words.find}
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly chosen: string;
  readonly choices: readonly (readonly [value: string, text: string])[];
  readonly words: LogWords;
}

function Choice({ name, label, chosen, choices, words }: ChoiceProps) {
  return (
    <div>
      <label class="form-label" for={name}>
        {label}
      </label>
      <select id={name} name={name} class="form-select">
        {[['', words.all] as const, ...choices].map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function Lines({ lines, words }: { readonly lines: readonly LogLine[]; readonly words: LogWords }) {
  const columns = [words.planned, words.programme, words.measured, words.result, words.proof];
  return (
    <table role="table" class="table tt-table tt-log">
      <TableHead columns={columns} />
      <tbody role="rowgroup">
        {lines.map((line) => (
          <Line key={line.id} line={line} words={words} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ line, words }: { readonly line: LogLine; readonly words: LogWords }) {
  return (
    <tr role="row">
      <td role="cell" data-label={words.planned} class="tt-num">
        <span>
          {line.date} <strong>{line.planned}</strong>
        </span>
      </td>
      <th role="rowheader" scope="row" data-label={words.programme}>
        {line.title}
        <span class="tt-muted tt-block tt-thin">{line.output}</span>
      </th>
      <td role="cell" data-label={words.measured} class="tt-num">
        <span>
          {line.measured ?? words.notStarted}
          {line.measured !== null && <span class="tt-muted tt-block">{line.duration}</span>}
        </span>
      </td>
      <td role="cell" data-label={words.result}>
        <span>
          <Badge tone={line.isWhole ? 'ok' : 'warn'} icon={line.isWhole ? 'check' : 'warning'}>
            {line.result}
          </Badge>
          {line.incidents.length > 0 && (
            <span class="tt-block">
              {words.incidents}: {line.incidents.join(', ')}
            </span>
          )}
        </span>
      </td>
      <td role="cell" data-label={words.proof}>
        <Proof line={line} words={words} />
      </td>
    </tr>
  );
}

function Proof({ line: { verdict, details, airCheck }, words }: { line: LogLine; words: LogWords }) {
  const [tone, icon] = LOOK[verdict];
  return (
    <span>
      <Badge tone={tone} icon={icon}>
        {words.verdicts[verdict]}
      </Badge>{' '}
      <span class="tt-num">{details.join(', ')}</span>
      {airCheck.kind === 'there' ? (
        <span class="tt-block" data-player>
          <audio controls preload="none" src={airCheck.href} aria-label={airCheck.label} />
          <span class="tt-muted tt-thin tt-block">{airCheck.isReturned ? words.returned : words.mixed}</span>
        </span>
      ) : (
        <span class="tt-muted tt-thin tt-block">{airCheck.kind === 'none' ? words.noAirCheck : words.gone}</span>
      )}
    </span>
  );
}
