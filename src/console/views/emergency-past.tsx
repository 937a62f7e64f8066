import { EMERGENCY_WORDS } from '../pages/emergency-words';
import type { EmergencyCard } from '../presenters/emergency';
import { AiringBadge, Badge, Empty } from './parts';
import { Csrf, type Frame } from './shell';

export function Past({ frame, cards }: { readonly frame: Frame; readonly cards: readonly EmergencyCard[] }) {
  const words = EMERGENCY_WORDS[frame.words.language].past;
  if (cards.length === 0) return <Empty icon="list">{words.none}</Empty>;
  return (
    <ul class="tt-cards">
      {cards.map((card) => (
        <li key={card.id} class="tt-card">
          <div class="tt-card-head">
            <h3 class="tt-card-title">
              <a id={`past-${card.id}`} href={`/khan-cap/${card.id}`}>
                {card.title}
              </a>
            </h3>
            <StateBadge frame={frame} card={card} />
          </div>
          <EmergencyFacts frame={frame} card={card} />
          <ReviewOf frame={frame} card={card} note="" />
        </li>
      ))}
    </ul>
  );
}

export function StateBadge({ frame, card }: { readonly frame: Frame; readonly card: EmergencyCard }) {
  const { state } = EMERGENCY_WORDS[frame.words.language].past;
  const tone = {
    authorised: 'mute',
    withdrawn: 'mute',
    started: 'live',
    stopping: 'info',
    ended: 'warn',
    reviewed: 'ok',
  } as const;
  const icon = {
    authorised: 'minus',
    withdrawn: 'cross',
    started: 'play',
    stopping: 'clock',
    ended: 'clock',
    reviewed: 'check',
  } as const;
  return (
    <Badge tone={tone[card.state]} icon={icon[card.state]}>
      {state[card.state]}
    </Badge>
  );
}

export function EmergencyFacts({ frame, card }: { readonly frame: Frame; readonly card: EmergencyCard }) {
  const { past, fields } = EMERGENCY_WORDS[frame.words.language];
  const facts = [
    [fields.reason, `${card.reason} (${card.documentNumber})`],
    [fields.clusters, card.clusters],
    [past.authorised, card.authorised],
    [past.started, card.started],
    [past.stopped, card.stopped],
  ] as const;
  return (
    <dl class="tt-facts">
      {facts.map(
        ([term, text]) =>
          text !== null && (
            <>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </>
          ),
      )}
      <Result frame={frame} card={card} />
      <Noted term={past.withdrawal} noted={card.withdrawal} />
      <Noted term={past.review} noted={card.review} />
    </dl>
  );
}

function Noted({ term, noted }: { readonly term: string; readonly noted: EmergencyCard['review'] }) {
  if (noted === null) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>
        <q>{noted.note}</q> <span class="tt-block tt-muted">{noted.by}</span>
      </dd>
    </>
  );
}

function Result({ frame, card }: { readonly frame: Frame; readonly card: EmergencyCard }) {
  const { past } = EMERGENCY_WORDS[frame.words.language];
  if (card.airing === null || card.reached === null) return null;
  return (
    <>
      <dt>{past.result}</dt>
      <dd>
        <AiringBadge state={card.airing} words={frame.words} /> {card.heard}{' '}
        {past.reached(card.reached.reached, card.reached.total)}
        {card.why !== null && <span class="tt-block tt-muted">{card.why}</span>}
      </dd>
    </>
  );
}

interface ReviewOfProps {
  readonly frame: Frame;
  readonly card: EmergencyCard;
  /** What was typed when it was refused. */
  readonly note: string;
}

/** For what is over and was not reviewed, where the reader may. */
export function ReviewOf({ frame, card, note }: ReviewOfProps) {
  const { past, fields } = EMERGENCY_WORDS[frame.words.language];
  if (card.state !== 'ended' || frame.reader?.may('emergencies.review') !== true) return null;
  const id = `note-${card.id}`;
  return (
    <details id={`review-${card.id}`} class="tt-more" open={note !== ''}>
      <summary>{past.reviewMore}</summary>
      <form class="tt-form" method="post" action={`/khan-cap/${card.id}/xem-xet`}>
        <Csrf frame={frame} />
        <div>
          <label class="form-label" for={id}>
            {fields.note}
          </label>
          <textarea
            id={id}
            name="note"
            class="form-control"
            rows={3}
            maxLength={500}
            required
            aria-describedby={`${id}-hint`}
          >
            {note}
          </textarea>
          <div id={`${id}-hint`} class="tt-hint">
            {past.reviewHint}
          </div>
        </div>
        <div class="tt-buttons">
          <button type="submit" class="btn btn-primary" aria-label={`${past.saveReview}: ${card.title}`}>
            {past.saveReview}
          </button>
        </div>
      </form>
    </details>
  );
}
