import type { ReportPageWords } from '../pages/report-words';
import type { ReportView } from '../reports.board';
import { Icon } from './parts';
import { SureForm } from './forms';
import { Csrf, Panel, type Frame } from './shell';

interface StepProps {
  readonly frame: Frame;
  readonly view: ReportView;
  readonly words: ReportPageWords;
}

/** From draft to locked: what the reader can do now, or who can. */
export function NextStep({ frame, view, words }: StepProps) {
  const { status } = view.row;
  return (
    <Panel id="next" title={words.next}>
      <div class="tt-form">
        {status === 'draft' ? (
          <Check frame={frame} view={view} words={words} />
        ) : (
          <Lock frame={frame} view={view} words={words} />
        )}
        <Remake frame={frame} view={view} words={words} />
      </div>
    </Panel>
  );
}

function Check({ frame, view: { row }, words }: StepProps) {
  if (frame.reader?.may('reports.write') !== true) return <p class="tt-notice tt-info">{words.notChecker}</p>;
  return (
    <form method="post" action={`/bao-cao/${row.id}/kiem-tra`}>
      <Csrf frame={frame} />
      <input type="hidden" name="revision" value={row.revision} />
      <p class="tt-hint">{words.checkHint}</p>
      <button type="submit" class="btn btn-primary">
        <Icon name="check" /> {words.check}
      </button>
    </form>
  );
}

function Lock({ frame, view: { row, ended, unsettled }, words }: StepProps) {
  const mayLock = frame.reader?.may('reports.lock') === true;
  return (
    <>
      <p>{words.checked}</p>
      {!mayLock && <p class="tt-notice tt-info">{words.notLocker}</p>}
      {!ended && <p class="tt-notice tt-info">{words.running}</p>}
      {mayLock && ended && unsettled.length === 0 && (
        <SureForm
          id="lock"
          frame={frame}
          action={`/bao-cao/${row.id}/khoa`}
          words={{ more: words.lockMore, hint: words.lockHint, sure: words.lockSure, label: words.lock }}
        >
          <input type="hidden" name="revision" value={row.revision} />
        </SureForm>
      )}
    </>
  );
}

function Remake({ frame, view: { row }, words }: StepProps) {
  if (frame.reader?.may('reports.create') !== true) return null;
  return (
    <form method="post" action="/bao-cao">
      <Csrf frame={frame} />
      <input type="hidden" name="period" value={row.period} />
      <input type="hidden" name="scope" value={row.scope} />
      <p class="tt-hint">{words.remakeHint}</p>
      <button type="submit" class="btn">
        <Icon name="report" /> {words.remake}
      </button>
    </form>
  );
}
