import { RECORDINGS_WORDS } from '../pages/recordings-words';
import type { RecordingCard } from '../presenters/recordings';
import type { WaveView } from '../presenters/waveform';
import { Block, LivePage } from './live-page';
import { StageBadge } from './parts';
import { Facts, Reviews, Work } from './recordings';
import { Player, Warnings } from './review';
import { ReviewForm } from './review-form';
import type { Frame } from './shell';

interface RecordingProps {
  readonly frame: Frame;
  readonly card: RecordingCard;
  /** All of its content's, this one among them. */
  readonly versions: readonly RecordingCard[];
  readonly wave: WaveView | null;
  /** Titles of the plan's topics by code. */
  readonly topics: ReadonlyMap<string, string>;
}

export function RecordingPage(props: RecordingProps) {
  const { frame, card } = props;
  const words = RECORDINGS_WORDS[frame.words.language];
  return (
    <LivePage frame={frame} title={card.title} hasRecorder={false} script={frame.urls.player}>
      <p>
        <a href="/ban-ghi">{words.back}</a>
      </p>
      <Block id="recordings" title={card.title} icon="microphone" fragment={`/ban-ghi/${card.id}/noi-dung`} every="5s">
        <RecordingContent {...props} />
      </Block>
    </LivePage>
  );
}

export function RecordingContent({ frame, card, versions, wave, topics }: RecordingProps) {
  const { words } = frame;
  const own = RECORDINGS_WORDS[words.language];
  const isPlayable = card.stage !== 'processing' && card.stage !== 'rejected';
  const isForDecision = card.decisions.length > 0 || (isPlayable && card.trim !== null);
  return (
    <div class="tt-stack" {...(isPlayable && { 'data-player': true })}>
      <p>
        <StageBadge stage={card.stage} words={words} />{' '}
        {card.issue !== card.title && <span class="tt-muted">{card.issue ?? words.recordings.special}</span>}
      </p>
      <Work card={card} words={words} />
      {card.error !== null && (
        <p class="tt-error">
          {card.error} {words.recordings.rejectedHint}
        </p>
      )}
      {card.stage === 'processing' && <p class="tt-muted">{own.notReady}</p>}
      {isPlayable && <Player frame={frame} one={{ card, wave }} />}
      {isPlayable && <Warnings frame={frame} warnings={card.warnings} />}
      <Facts card={{ ...card, topics: card.topics.map((code) => `${code} ${topics.get(code) ?? ''}`) }} words={words} />
      <Reviews card={card} words={words} />
      {isForDecision && <ReviewForm card={card} words={words} />}
      {versions.length > 1 && <Versions frame={frame} card={card} versions={versions} />}
    </div>
  );
}

function Versions({ frame, card, versions }: Pick<RecordingProps, 'frame' | 'card' | 'versions'>) {
  const { words } = frame;
  const own = RECORDINGS_WORDS[words.language];
  return (
    <>
      <h3 class="tt-group-title">{own.versions}</h3>
      <ul class="tt-effects">
        {versions.map((one) => {
          const name = `${one.language}, ${words.recordings.version(one.version)}`;
          return (
            <li key={one.id}>
              {one.id === card.id ? `${name} (${own.thisOne})` : <a href={`/ban-ghi/${one.id}`}>{name}</a>}{' '}
              <StageBadge stage={one.stage} words={words} /> <span class="tt-muted">{one.uploaded.at}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
