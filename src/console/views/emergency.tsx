import type { VNode } from 'preact';
import type { OpenEmergencies } from '../emergency.board';
import type { SoundChoices } from '../emergency-sounds.board';
import { EMERGENCY_WORDS } from '../pages/emergency-words';
import type { EmergencyCard } from '../presenters/emergency';
import { OrderForm, type OrderTyped } from './emergency-order';
import { Past } from './emergency-past';
import { Block, LivePage, refreshing } from './live-page';
import { Badge, Icon } from './parts';
import { Csrf, NoticeBox, type Frame, type Notice } from './shell';
import { LanguageField, TitleField, UploadForm } from './upload';

interface EmergencyProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly open: OpenEmergencies;
  readonly past: readonly EmergencyCard[];
  readonly onAir: VNode;
  readonly sounds: SoundChoices;
  readonly clusters: readonly { readonly code: string; readonly name: string; readonly village: string }[];
  readonly typed: OrderTyped;
}

export function EmergencyPage(props: EmergencyProps) {
  const { frame, notice, open, past, onAir } = props;
  const words = EMERGENCY_WORDS[frame.words.language];
  return (
    <LivePage frame={frame} title={words.title} hasRecorder={mayUploadIn(frame)}>
      <h2 class="tt-page-title">{words.title}</h2>
      <p class="tt-muted">{words.intro}</p>
      {notice && <NoticeBox notice={notice} />}
      <div class="tt-top">
        <section class="card tt-section" aria-labelledby="now-heading">
          <h2 id="now-heading" class="tt-heading">
            <Icon name="warning" /> {words.now.heading}
          </h2>
          <div id="now" class="tt-body" aria-live="polite" {...refreshing('/khan-cap/luc-nay', '2s')}>
            <Now frame={frame} open={open} />
          </div>
        </section>
        <Block
          id="on-air"
          title={frame.words.onAir.heading}
          icon="radio"
          fragment="/console/fragments/onAir"
          every="2s"
        >
          {onAir}
        </Block>
      </div>
      <Forms {...props} />
      <Block id="past" title={words.past.heading} icon="list" fragment="/khan-cap/da-phat" every="10s">
        <Past frame={frame} cards={past} />
      </Block>
    </LivePage>
  );
}

function Forms(props: EmergencyProps) {
  const { frame } = props;
  const words = EMERGENCY_WORDS[frame.words.language];
  return (
    <div class="tt-columns">
      <Block id="order" title={words.order.heading} icon="check">
        <OrderForm {...props} />
      </Block>
      {mayUploadIn(frame) && (
        <Block id="upload" title={words.record.heading} icon="microphone">
          <UrgentUpload frame={frame} />
        </Block>
      )}
    </div>
  );
}

function mayUploadIn({ reader }: Frame): boolean {
  return reader?.may('emergencies.record') ?? false;
}

/** Drawn anew only when something has changed, so that the button stands still under a finger. */
export function Now({ frame, open }: { readonly frame: Frame; readonly open: OpenEmergencies }) {
  const words = EMERGENCY_WORDS[frame.words.language].now;
  const { running, waiting } = open;
  return (
    <>
      {running.length === 0 ? <p>{words.none}</p> : <StopBar frame={frame} cards={running} />}
      {running.map((card) => (
        <OnAirFacts key={card.id} frame={frame} card={card} />
      ))}
      {waiting.length > 0 && (
        <>
          <h3 class="tt-group-title">{words.waiting}</h3>
          <ul class="tt-cards">
            {waiting.map((card) => (
              <li key={card.id} class="tt-card">
                <strong class="tt-card-title">{card.title}</strong>
                <p>
                  {card.reason} ({card.documentNumber}); {card.authorised}
                </p>
                <a
                  id={`open-${card.id}`}
                  class="btn btn-primary"
                  href={`/khan-cap/${card.id}`}
                  aria-label={`${words.open}: ${card.title}`}
                >
                  {words.open}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Never scrolls out of sight. */
export function StopBar({ frame, cards }: { readonly frame: Frame; readonly cards: readonly EmergencyCard[] }) {
  const words = EMERGENCY_WORDS[frame.words.language].now;
  const mayStop = frame.reader?.may('emergencies.run') ?? false;
  return (
    <div class="tt-stop-bar" role="group" aria-label={words.heading}>
      {cards.map((card) => (
        <form key={card.id} method="post" action={`/khan-cap/${card.id}/dung`} data-at-once>
          <Csrf frame={frame} />
          <span>
            <strong>{card.isSounding ? words.onAir : words.starting}</strong>: {card.title}
          </span>
          {mayStop && (
            <button
              id={`stop-${card.id}`}
              type="submit"
              class="btn tt-stop"
              aria-label={`${words.stop}: ${card.title}`}
            >
              <Icon name="cross" /> {words.stop}
            </button>
          )}
        </form>
      ))}
    </div>
  );
}

function OnAirFacts({ frame, card }: { readonly frame: Frame; readonly card: EmergencyCard }) {
  const { now, past, fields } = EMERGENCY_WORDS[frame.words.language];
  return (
    <div class="tt-card">
      <p>
        <Badge tone={card.isSounding ? 'live' : 'info'} icon={card.isSounding ? 'play' : 'clock'}>
          {card.isSounding ? now.onAir : now.starting}
        </Badge>
      </p>
      <p class="tt-on-air-title">{card.title}</p>
      <dl class="tt-facts">
        <dt>{fields.clusters}</dt>
        <dd>{card.clusters}</dd>
        <dt>{past.authorised}</dt>
        <dd>
          {card.authorised}; {card.documentNumber}
        </dd>
        <dt>{past.started}</dt>
        <dd>{card.started}</dd>
      </dl>
    </div>
  );
}

/** The upload form without what an emergency has no time for. */
function UrgentUpload({ frame }: { readonly frame: Frame }) {
  const { words, reader } = frame;
  const languages = Object.entries(words.spoken).map(([code, name]) => ({ code, name }));
  const { record } = EMERGENCY_WORDS[words.language];
  return (
    <>
      <p class="tt-hint">{record.hint}</p>
      <UploadForm words={words} owner={reader?.name ?? ''} done={record.done}>
        <input type="hidden" name="target" value="special:" />
        <input type="hidden" name="urgent" value="true" />
        <TitleField words={words} hint={record.titleHint} />
        <LanguageField languages={languages} words={words} />
      </UploadForm>
    </>
  );
}
