import { REVIEW_WORDS } from '../pages/review-words';
import type { QueuedReview } from '../review.board';
import { Empty, Icon, StageBadge } from './parts';
import { Facts, Reviews } from './recordings';
import { Csrf, Shell, type Frame, type Notice } from './shell';

interface Typed {
  readonly id: string;
  readonly comment: string;
}

interface ReviewProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly queue: readonly QueuedReview[];
  /** What somebody wrote when they were refused. */
  readonly typed: Typed | null;
}

export function ReviewPage({ frame, notice, queue, typed }: ReviewProps) {
  const words = REVIEW_WORDS[frame.words.language];
  const isLost = typed !== null && typed.comment !== '' && queue.every(({ card }) => card.id !== typed.id);
  return (
    <Shell frame={frame} title={words.title} notice={notice} script={frame.urls.player}>
      <p class="tt-muted">{words.intro}</p>
      {isLost && (
        <p class="tt-card tt-section">
          {words.typed}: <q>{typed.comment}</q>
        </p>
      )}
      {frame.reader?.may('recordings.approve') === false && <p class="tt-notice tt-info">{words.notYours}</p>}
      {queue.length === 0 ? (
        <Empty icon="check">{words.empty}</Empty>
      ) : (
        <>
          <p>
            <strong>{words.count(queue.length)}</strong>
          </p>
          <ol class="tt-cards tt-queue">
            {queue.map((one) => (
              <Queued key={one.card.id} frame={frame} one={one} typed={typed?.id === one.card.id ? typed : null} />
            ))}
          </ol>
        </>
      )}
    </Shell>
  );
}

function Queued({ frame, one, typed }: { frame: Frame; one: QueuedReview; typed: Typed | null }) {
  const { words } = frame;
  const { card } = one;
  return (
    <li class="tt-card tt-section" id={`recording-${card.id}`} data-player>
      <div class="tt-card-head">
        <h3 class="tt-card-title">{card.title}</h3>
        <StageBadge stage={card.stage} words={words} />
      </div>
      {card.issue !== card.title && <p class="tt-muted">{card.issue ?? words.recordings.special}</p>}
      <Player frame={frame} one={one} />
      <Warnings frame={frame} warnings={card.warnings} />
      <Facts card={card} words={words} />
      <Reviews card={card} words={words} />
      {card.decisions.length > 0 && <Decision frame={frame} card={card} comment={typed?.comment ?? ''} />}
    </li>
  );
}

const RATES = [1, 1.25, 1.5] as const;

export function Player({ frame, one: { card, wave } }: { readonly frame: Frame; readonly one: QueuedReview }) {
  const { recordings, decimalSign, language } = frame.words;
  const words = REVIEW_WORDS[language];
  return (
    <>
      {wave === null ? (
        <p class="tt-muted">{words.noWave}</p>
      ) : (
        <svg
          class="tt-wave"
          viewBox="0 0 480 64"
          preserveAspectRatio="none"
          role="img"
          aria-label={words.wave(card.title)}
          data-wave
          data-seconds={wave.seconds}
        >
          <path d={wave.path} />
          <path d="M0 0V64" class="tt-wave-head" data-head />
        </svg>
      )}
      <audio
        controls
        preload="none"
        src={`/api/v1/recordings/${card.id}/rendition`}
        aria-label={recordings.listen(card.title)}
      />
      <div class="tt-rates" role="group" aria-label={`${words.rates}: ${card.title}`} data-rates hidden>
        <span aria-hidden="true">{words.rates}</span>
        {RATES.map((rate) => (
          <button key={rate} type="button" class="btn" data-rate={rate} aria-pressed={rate === 1}>
            {`${String(rate).replace('.', decimalSign)}×`}
          </button>
        ))}
      </div>
    </>
  );
}

export function Warnings({ frame, warnings }: { readonly frame: Frame; readonly warnings: readonly string[] }) {
  const words = REVIEW_WORDS[frame.words.language];
  if (warnings.length === 0) return <p class="tt-muted">{words.noWarnings}</p>;
  return (
    <div class="tt-warnings">
      <strong>{words.warnings}</strong>
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </div>
  );
}

function Decision({ frame, card, comment }: { frame: Frame; card: QueuedReview['card']; comment: string }) {
  const { recordings } = frame.words;
  const id = `comment-${card.id}`;
  return (
    <form class="tt-form" method="post" action={`/duyet/${card.id}`}>
      <Csrf frame={frame} />
      <input type="hidden" name="revision" value={card.revision} />
      <div>
        <label class="form-label" for={id}>
          {recordings.comment} <span class="tt-thin tt-muted">({recordings.commentHint})</span>
        </label>
        <textarea id={id} name="comment" class="form-control" rows={2} maxLength={2000}>
          {comment}
        </textarea>
      </div>
      <div class="tt-buttons tt-decide">
        <button
          type="submit"
          name="decision"
          value="approve"
          class="btn btn-success"
          aria-label={`${recordings.approve}: ${card.title}`}
        >
          <Icon name="check" /> {recordings.approve}
        </button>
        <button
          type="submit"
          name="decision"
          value="return"
          class="btn btn-outline-danger"
          aria-label={`${recordings.sendBack}: ${card.title}`}
        >
          <Icon name="cross" /> {recordings.sendBack}
        </button>
      </div>
    </form>
  );
}
