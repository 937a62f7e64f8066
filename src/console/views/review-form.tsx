import type { RecordingCard } from '../presenters/recordings';
import type { Words } from '../words';
import { Icon, type IconName } from './parts';

interface ReviewAction {
  readonly decision: 'submit' | 'approve' | 'return' | 'trim';
  readonly text: string;
  readonly done: string;
  readonly look: string;
  readonly icon: IconName;
}

/** The buttons a recording's stage allows; each names the decision, console.js sends it with what was typed. */
export function ReviewForm({ card, words }: { readonly card: RecordingCard; readonly words: Words }) {
  const actions = actionsOf(card, words);
  const takesComment = actions.some(({ decision }) => decision === 'return');
  const form = (
    <form class="tt-review-form" data-api="review" data-revision={card.revision} method="post" novalidate>
      {takesComment && <CommentField card={card} words={words} />}
      <div class="tt-result" data-result role="status" aria-live="polite" />
      <div class="tt-buttons">
        {actions.map(({ decision, text, done, look, icon }) => (
          <button
            key={decision}
            type="submit"
            class={look}
            formaction={`/api/v1/recordings/${card.id}/${decision}`}
            data-decision={decision}
            data-from={decision === 'trim' ? card.trim?.fromSeconds : undefined}
            data-to={decision === 'trim' ? card.trim?.toSeconds : undefined}
            data-done={`${card.title}: ${done}`}
            aria-label={`${text}: ${card.title}`}
          >
            <Icon name={icon} /> {text}
          </button>
        ))}
      </div>
    </form>
  );
  if (card.stage !== 'approved') return form;
  return (
    <details id={`take-back-${card.id}`} class="tt-more">
      <summary>{words.recordings.takeBack}</summary>
      {form}
    </details>
  );
}

function CommentField({ card, words }: { readonly card: RecordingCard; readonly words: Words }) {
  const id = `comment-${card.id}`;
  return (
    <div>
      <label class="form-label" for={id}>
        {words.recordings.comment} <span class="tt-thin tt-muted">({words.recordings.commentHint})</span>
      </label>
      <textarea id={id} name="comment" class="form-control" rows={1} maxLength={2000} />
    </div>
  );
}

function actionsOf({ stage, trim, decisions }: RecordingCard, { recordings }: Words): readonly ReviewAction[] {
  const submit: ReviewAction = {
    decision: 'submit',
    text: recordings.submit,
    done: recordings.doneSubmit,
    look: 'btn btn-primary',
    icon: 'upload',
  };
  const approve: ReviewAction = {
    decision: 'approve',
    text: recordings.approve,
    done: recordings.doneApprove,
    look: 'btn btn-success',
    icon: 'check',
  };
  const sendBack = (text: string): ReviewAction => ({
    decision: 'return',
    text,
    done: recordings.doneReturn,
    look: 'btn btn-outline-danger',
    icon: 'cross',
  });
  const sayable = {
    submit,
    approve,
    return: sendBack(stage === 'approved' ? recordings.takeBack : recordings.sendBack),
  };
  const cut = trim === null || stage === 'approved' ? [] : [trimAction(trim, recordings)];
  return [...decisions.map((decision) => sayable[decision]), ...cut];
}

function trimAction(trim: NonNullable<RecordingCard['trim']>, recordings: Words['recordings']): ReviewAction {
  return {
    decision: 'trim',
    text: recordings.trim(trim.duration),
    done: recordings.doneTrim,
    look: 'btn btn-outline-secondary',
    icon: 'check',
  };
}
