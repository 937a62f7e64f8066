import type { PlanDraft } from '../plan.board';
import { PLAN_WORDS, type PlanWords } from '../pages/plan-words';
import type { ProgrammeChange, ScheduleChange } from '../presenters/plan';
import { Csrf, Panel, type Frame } from './shell';

interface PlanPreviewProps {
  readonly frame: Frame;
  readonly draft: PlanDraft;
  readonly origin: 'console' | 'clone';
}

/** What would change, and the button that makes it so. */
export function PlanPreviewPanel({ frame, draft, origin }: PlanPreviewProps) {
  const words = PLAN_WORDS[frame.words.language];
  const { changes, schedule, plan } = draft;
  if (changes.isSame) return <p class="tt-notice tt-info">{words.nothingChanges}</p>;
  return (
    <Panel id="preview" title={words.preview}>
      {changes.isNew && (
        <p>
          <strong>{words.newPlan}:</strong> {plan.title} ({plan.code})
        </p>
      )}
      {changes.groups.map((group) => (
        <Group key={`${group.kind} ${group.title}`} group={group} words={words} />
      ))}
      {changes.hasMore && <p>{words.otherwise}</p>}
      <ScheduleLines schedule={schedule} words={words} />
      <SaveForm frame={frame} draft={draft} origin={origin} />
    </Panel>
  );
}

function ScheduleLines({ schedule, words }: { readonly schedule: ScheduleChange; readonly words: PlanWords }) {
  return (
    <>
      <p class="tt-after">
        <strong>{schedule.summary}</strong>
      </p>
      {schedule.notes.map((note, index) => (
        <p key={note} class={schedule.isConflicting && index === 0 ? 'tt-warnings' : 'tt-muted'}>
          {note}
        </p>
      ))}
      {schedule.lists.map(({ title, lines, more }) => (
        <details key={title} class="tt-more">
          <summary>
            {title} ({lines.length + more})
          </summary>
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {more > 0 && <li>{words.more(more)}</li>}
          </ul>
        </details>
      ))}
    </>
  );
}

function SaveForm({ frame, draft: { source, plan, inUse }, origin }: PlanPreviewProps) {
  const words = PLAN_WORDS[frame.words.language];
  return (
    <form class="tt-after" method="post" action="/ke-hoach/luu">
      <Csrf frame={frame} />
      <input type="hidden" name="source" value={source} />
      <input type="hidden" name="ma" value={plan.code} />
      <input type="hidden" name="edited" value={inUse} />
      <input type="hidden" name="origin" value={origin} />
      <p class="tt-muted">{words.saveHint}</p>
      <button type="submit" class="btn btn-primary">
        {words.save}
      </button>
    </form>
  );
}

function Group({ group, words }: { readonly group: ProgrammeChange; readonly words: PlanWords }) {
  if (group.kind !== 'changed')
    return (
      <p>
        <strong>{words[group.kind]}:</strong> {group.title}
      </p>
    );
  return (
    <>
      <h4 class="tt-card-title">{group.title}</h4>
      <dl class="tt-facts">
        {group.changes.map(([label, before, after]) => [
          <dt key={label}>{label}</dt>,
          <dd key={`${label}.`}>
            {before !== null && (
              <del>
                <span class="tt-sr">{words.was}: </span>
                {before}
              </del>
            )}{' '}
            <ins>
              <span class="tt-sr">{words.becomes}: </span>
              {after}
            </ins>
          </dd>,
        ])}
      </dl>
    </>
  );
}
