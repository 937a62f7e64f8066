import { basename } from 'node:path';
import type { SystemWords } from '../pages/system-words';
import { momentText, nameText } from '../presenters/format';
import { bytesText } from '../presenters/system';
import type { SystemView } from '../system.board';
import { PostButton, SureForm } from './forms';
import { Badge, Empty, PlainTable } from './parts';
import { Panel, type Frame } from './shell';

interface BackupsProps {
  readonly frame: Frame;
  readonly view: SystemView;
  readonly words: SystemWords;
}

export function BackupsPanel({ frame, view, words }: BackupsProps) {
  const { folder, folderProblem, isRunning, backups, at, keepCount } = view.backup;
  const mayManage = frame.reader?.may('system.manage') === true;
  return (
    <section id="backups">
      <Panel id="backups-panel" title={words.backups}>
        <Restores frame={frame} view={view} words={words} />
        {folder === null && <p class="tt-notice tt-warn">{words.notSet}</p>}
        {folder !== null && (
          <div class="tt-form">
            <p>
              {words.nightly(at, keepCount)} {words.folder}: <code>{folder}</code>
            </p>
            {folderProblem !== null && (
              <p class="tt-notice tt-bad">
                {words.folderBad} ({folderProblem})
              </p>
            )}
            {isRunning && <p class="tt-notice tt-info">{words.running}</p>}
            {!mayManage && <p class="tt-notice tt-info">{words.notYours}</p>}
            {mayManage && !isRunning && (
              <PostButton frame={frame} action="/he-thong/sao-luu" label={words.make} tone="primary" />
            )}
            {backups.length === 0 ? (
              <Empty icon="list">{words.none}</Empty>
            ) : (
              <Rows frame={frame} view={view} words={words} />
            )}
          </div>
        )}
      </Panel>
    </section>
  );
}

function Rows({ frame, view, words }: BackupsProps) {
  const mayManage = frame.reader?.may('system.manage') === true;
  const rows = view.backup.backups.map(({ name, createdAt, bytes, problem }) => ({
    key: name,
    cells: [
      momentText(createdAt, view.timeZone),
      bytesText(bytes, frame.words),
      <>
        <Badge tone={problem === null ? 'ok' : 'bad'} icon={problem === null ? 'check' : 'cross'}>
          {problem === null ? words.sound : words.unsound}
        </Badge>
        {problem !== null && <span class="tt-block">{words.unsoundBecause(problem)}</span>}
        {problem === null && mayManage && (
          <SureForm
            frame={frame}
            action={`/he-thong/sao-luu/${name}/khoi-phuc`}
            words={{
              ...{ more: words.restoreMore, hint: words.restoreHint },
              ...{ sure: words.restoreSure, label: words.restore },
            }}
          />
        )}
      </>,
    ],
  }));
  return <PlainTable columns={[words.madeAt, words.size, words.result]} rows={rows} />;
}

/** What is asked for, and what became of the last one. */
function Restores({ frame, view: { backup, timeZone }, words }: BackupsProps) {
  const { request, outcome } = backup;
  return (
    <>
      {request !== null && (
        <div class="tt-notice tt-warn">
          <p>
            {words.requested(
              basename(request.archive),
              nameText(request.requestedBy, frame.words),
              momentText(request.requestedAt, timeZone),
            )}
          </p>
          {frame.reader?.may('system.manage') === true && (
            <PostButton frame={frame} action="/he-thong/khoi-phuc/huy" label={words.cancel} />
          )}
        </div>
      )}
      {outcome !== null && (
        <p class={outcome.problem === null ? 'tt-notice tt-ok' : 'tt-notice tt-bad'}>
          {outcome.problem === null
            ? words.restored(basename(outcome.archive), momentText(outcome.at, timeZone), outcome.before ?? '')
            : words.notRestored(basename(outcome.archive), momentText(outcome.at, timeZone), outcome.problem)}
        </p>
      )}
    </>
  );
}
