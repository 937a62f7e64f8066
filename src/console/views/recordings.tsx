import type { RecordingCard, RecordingsView } from '../presenters/recordings';
import type { Words } from '../words';
import { Badge, Empty, StageBadge } from './parts';
import { ReviewForm } from './review-form';

export function RecordingsBlock({ view, words }: { readonly view: RecordingsView; readonly words: Words }) {
  const { groups, emptyWaiting } = words.recordings;
  return (
    <>
      {view.processing.length > 0 && <Group title={groups.processing} cards={view.processing} words={words} />}
      {view.waiting.length === 0 ? (
        <Empty icon="check">{emptyWaiting}</Empty>
      ) : (
        <Group title={groups.waiting} cards={view.waiting} words={words} />
      )}
      {view.rejected.length > 0 && <Group title={groups.rejected} cards={view.rejected} words={words} />}
      {view.approved.length > 0 && (
        <details id="recently-approved" class="tt-more">
          <summary>
            {groups.approved} ({view.approved.length})
          </summary>
          <Group title={groups.approved} cards={view.approved} words={words} />
        </details>
      )}
    </>
  );
}

function Group({ title, cards, words }: { title: string; cards: readonly RecordingCard[]; words: Words }) {
  return (
    <section class="tt-group" aria-label={title}>
      <h3 class="tt-group-title" aria-hidden="true">
        {title} ({cards.length})
      </h3>
      <ul class="tt-cards">
        {cards.map((card) => (
          <Card key={card.id} card={card} words={words} />
        ))}
      </ul>
    </section>
  );
}

function Card({ card, words }: { readonly card: RecordingCard; readonly words: Words }) {
  const { recordings } = words;
  const isPlayable = card.stage !== 'processing' && card.stage !== 'rejected';
  return (
    <li class="tt-card" id={`recording-${card.id}`}>
      <div class="tt-card-head">
        <h4 class="tt-card-title">{card.title}</h4>
        <StageBadge stage={card.stage} words={words} />
      </div>
      {card.issue !== card.title && <p class="tt-muted">{card.issue ?? recordings.special}</p>}
      <Work card={card} words={words} />
      {card.error !== null && (
        <p class="tt-error">
          {card.error} {recordings.rejectedHint}
        </p>
      )}
      {isPlayable && (
        <audio
          controls
          preload="none"
          src={`/api/v1/recordings/${card.id}/rendition`}
          aria-label={recordings.listen(card.title)}
        />
      )}
      <Facts card={card} words={words} />
      <Warnings card={card} />
      <Reviews card={card} words={words} />
      {(card.decisions.length > 0 || (isPlayable && card.trim !== null)) && <ReviewForm card={card} words={words} />}
    </li>
  );
}

/** console.js moves the bar between two refreshes. */
export function Work({ card, words }: { readonly card: RecordingCard; readonly words: Words }) {
  if (card.work === null) return null;
  const { text, percent, canRetry } = card.work;
  const { retry, doneRetry } = words.recordings.progress;
  return (
    <>
      <p role="status">{text}</p>
      {percent !== null && (
        <div class="tt-progress">
          <progress id={`work-${card.id}`} max={100} value={percent} aria-label={text} />
        </div>
      )}
      {canRetry && (
        <form class="tt-buttons" data-api="retry" method="post">
          <button
            type="submit"
            class="btn"
            formaction={`/api/v1/recordings/${card.id}/normalise`}
            data-done={`${card.title}: ${doneRetry}`}
          >
            {retry}
          </button>
          <div class="tt-result" data-result role="status" aria-live="polite" />
        </form>
      )}
    </>
  );
}

export function Facts({ card, words }: { readonly card: RecordingCard; readonly words: Words }) {
  const { recordings } = words;
  const version = recordings.version(card.version);
  return (
    <dl class="tt-facts">
      <dt>{recordings.uploadedBy}</dt>
      <dd>
        {card.uploaded.by}, {card.uploaded.at}; {card.language}, {version}
        {card.hasMusic && `, ${recordings.music}`}.{' '}
        <a href={`/api/v1/recordings/${card.id}/original`}>{recordings.original}</a>
      </dd>
      {card.duration !== null && (
        <>
          <dt>{recordings.duration}</dt>
          <dd class="tt-num">{card.duration}</dd>
        </>
      )}
      {card.loudness && <Loudness loudness={card.loudness} words={words} />}
      {card.topics.length > 0 && (
        <>
          <dt>{recordings.topics}</dt>
          <dd>{card.topics.join(', ')}</dd>
        </>
      )}
    </dl>
  );
}

function Loudness({ loudness, words }: { loudness: NonNullable<RecordingCard['loudness']>; words: Words }) {
  const { loudness: label, before, after, peak, reached, notReached } = words.recordings;
  return (
    <>
      <dt>{label}</dt>
      <dd class="tt-num">
        {before} {loudness.beforeLufs} LUFS, {after} {loudness.afterLufs} LUFS, {peak} {loudness.peakDbtp} dBTP{' '}
        {loudness.targetReached ? (
          <Badge tone="ok" icon="check">
            {reached}
          </Badge>
        ) : (
          <Badge tone="warn" icon="warning">
            {notReached}
          </Badge>
        )}
      </dd>
    </>
  );
}

function Warnings({ card }: { readonly card: RecordingCard }) {
  if (card.warnings.length === 0) return null;
  return (
    <ul class="tt-warnings">
      {card.warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}

/** The latest decision in the open, since it says what to do; older ones need nobody here. */
export function Reviews({ card, words }: { readonly card: RecordingCard; readonly words: Words }) {
  const [latest] = card.reviews;
  if (latest === undefined) return null;
  return (
    <p class={latest.decision === 'return' ? 'tt-review tt-review-returned' : 'tt-review'}>
      {words.recordings.decided[latest.decision]}: {latest.by}, {latest.at}
      {latest.comment !== null && <q class="tt-block">{latest.comment}</q>}
    </p>
  );
}
