import type { ReportTexts } from '../../reports/report';
import type { ReportPageWords } from '../pages/report-words';
import { dateText } from '../presenters/format';
import type { KeptReport } from '../reports.board';
import type { ReportTyped } from './report-list';
import { Csrf, Field, Panel, type Frame } from './shell';

interface TextsProps {
  readonly frame: Frame;
  readonly row: KeptReport;
  readonly texts: ReportTexts;
  readonly typed: ReportTyped;
  readonly words: ReportPageWords;
}

const SECTIONS = ['shortcomings', 'directions', 'proposals'] as const;

/** Number, date, signer and sections VI–VIII: written here, or only read. */
export function TextsPanel(props: TextsProps) {
  const { frame, row, words } = props;
  const mayWrite = frame.reader?.may('reports.write') === true && row.status !== 'locked';
  return (
    <Panel id="texts" title={words.texts}>
      {mayWrite ? <TextsForm {...props} /> : <WrittenTexts {...props} />}
    </Panel>
  );
}

function shownTexts({ date, ...texts }: ReportTexts): Readonly<Record<keyof ReportTexts, string>> {
  return { ...texts, date: date === null ? '' : dateText(date) };
}

function WrittenTexts({ texts, words }: TextsProps) {
  const shown = shownTexts(texts);
  const names = { number: words.number, date: words.date, signerName: words.signer } as const;
  return (
    <>
      <dl class="tt-facts" lang="vi">
        {(['number', 'date', 'signerName'] as const).map((name) => (
          <>
            <dt>{names[name]}</dt>
            <dd>{shown[name] === '' ? '–' : shown[name]}</dd>
          </>
        ))}
      </dl>
      {SECTIONS.map((name) => (
        <section key={name} aria-label={words[name]}>
          <h4 class="tt-card-title">{words[name]}</h4>
          {shown[name] === '' ? <p>–</p> : shown[name].split('\n').map((line) => <p>{line}</p>)}
        </section>
      ))}
    </>
  );
}

function TextsForm({ frame, row, texts, typed, words }: TextsProps) {
  const saved = shownTexts(texts);
  // Somebody else wrote meanwhile: theirs stands beside what was typed, and sending again replaces it.
  const isBehind = typed.revision !== undefined && typed.revision !== String(row.revision);
  const other = (name: keyof ReportTexts) =>
    isBehind && typed[name] !== saved[name] ? `${words.saved}: ${saved[name] === '' ? '–' : saved[name]}` : undefined;
  const field = (name: 'number' | 'date' | 'signerName', label: string) => (
    <Field {...{ id: name, name, label, value: typed[name] ?? saved[name], isOptional: true }} hint={other(name)} />
  );
  return (
    <form class="tt-form" method="post" action={`/bao-cao/${row.id}/noi-dung`}>
      <Csrf frame={frame} />
      <input type="hidden" name="revision" value={row.revision} />
      <p class="tt-hint">{words.blank}</p>
      <div class="tt-filter">
        {field('number', words.number)}
        {field('date', `${words.date} (22/11/2026)`)}
        {field('signerName', words.signer)}
      </div>
      {SECTIONS.map((name) => (
        <div key={name}>
          <label class="form-label" for={name}>
            {words[name]}
          </label>
          <textarea id={name} name={name} class="form-control" rows={5} maxLength={20_000}>
            {typed[name] ?? saved[name]}
          </textarea>
          {other(name) !== undefined && <p class="tt-hint">{other(name)}</p>}
        </div>
      ))}
      <div>
        <button type="submit" class="btn btn-primary">
          {words.save}
        </button>
      </div>
    </form>
  );
}
