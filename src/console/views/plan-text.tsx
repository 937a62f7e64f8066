import type { PlanDraft } from '../plan.board';
import { PLAN_WORDS } from '../pages/plan-words';
import { PlanPreviewPanel } from './plan-preview';
import { Csrf, Panel, Shell, type Frame, type Notice } from './shell';

export type TextPurpose = 'edit' | 'clone' | 'again' | 'import';

interface PlanTextProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly purpose: TextPurpose;
  readonly source: string;
  /** The plan and version that the text began with. */
  readonly ma: string;
  readonly edited: number;
  readonly draft: PlanDraft | null;
  /** Another version came into use meanwhile. */
  readonly isStale: boolean;
}

/** The whole plan as text: to edit, import, clone or use again; what it changes is shown before it is saved. */
export function PlanTextPage(props: PlanTextProps) {
  const { frame, notice, purpose, draft, isStale, ma } = props;
  const words = PLAN_WORDS[frame.words.language];
  const title = {
    edit: words.textTitle,
    clone: words.cloneTitle,
    again: words.againTitle,
    import: words.importTitle,
  }[purpose];
  const isFolded = draft !== null && (purpose === 'clone' || purpose === 'again');
  return (
    <Shell frame={frame} title={title} notice={notice} script={frame.urls.planText}>
      {isStale && <p class="tt-notice tt-info">{words.changedMeanwhile}</p>}
      <p class="tt-contents">
        <a href={ma === '' ? '/ke-hoach' : `/ke-hoach?ma=${ma}`}>{words.back}</a>
      </p>
      {draft && <PlanPreviewPanel frame={frame} draft={draft} origin={purpose === 'clone' ? 'clone' : 'console'} />}
      {isFolded ? (
        <details class="tt-more">
          <summary>{words.openText}</summary>
          <TextForm {...props} />
        </details>
      ) : (
        <TextForm {...props} />
      )}
    </Shell>
  );
}

function TextForm({ frame, purpose, source, ma, edited }: PlanTextProps) {
  const words = PLAN_WORDS[frame.words.language];
  return (
    <Panel id="text" title={words.textTitle}>
      <p class="tt-muted">{words.textIntro}</p>
      <form class="tt-form" method="post" action="/ke-hoach/van-ban">
        <Csrf frame={frame} />
        <input type="hidden" name="ma" value={ma} />
        <input type="hidden" name="edited" value={edited} />
        <input type="hidden" name="origin" value={purpose === 'clone' ? 'clone' : 'console'} />
        <div>
          <label class="form-label" for="source">
            {words.text}
          </label>
          <textarea id="source" name="source" class="form-control tt-code" rows={24} spellcheck={false} required>
            {`\n${source}`}
          </textarea>
        </div>
        <div data-file hidden>
          <label class="form-label" for="file">
            {words.file}
          </label>
          <input id="file" type="file" class="form-control" accept=".yaml,.yml" aria-describedby="file-hint" />
          <div id="file-hint" class="tt-hint">
            {words.fileHint}
          </div>
        </div>
        <div class="tt-buttons">
          <button type="submit" class="btn btn-primary">
            {words.look}
          </button>
        </div>
      </form>
    </Panel>
  );
}
