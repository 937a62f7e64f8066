import { EMERGENCY_WORDS, type EmergencyWords } from '../pages/emergency-words';
import type { EmergencyCard, EmergencyEffects } from '../presenters/emergency';
import { StopBar } from './emergency';
import { EmergencyFacts, ReviewOf, StateBadge } from './emergency-past';
import { SureForm } from './forms';
import { Icon } from './parts';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

interface OneProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly card: EmergencyCard;
  /** null once it was started or withdrawn. */
  readonly effects: EmergencyEffects | null;
  readonly mayWithdraw: boolean;
  /** What somebody had filled in when they were refused. */
  readonly typed: { readonly note?: string; readonly onSecond?: string; readonly withdrawal?: string };
}

/** One emergency: before its start what the button would do, afterwards what became of it. */
export function EmergencyOnePage({ frame, notice, card, effects, mayWithdraw, typed }: OneProps) {
  const words = EMERGENCY_WORDS[frame.words.language];
  return (
    <Shell frame={frame} title={card.title} notice={notice}>
      <p>
        <StateBadge frame={frame} card={card} /> <a href="/khan-cap">{words.past.back}</a>
      </p>
      {card.state === 'started' && <StopBar frame={frame} cards={[card]} />}
      {effects !== null && <Start frame={frame} card={card} effects={effects} chosen={typed.onSecond ?? ''} />}
      <section class="card tt-section" aria-label={card.title}>
        <div class="tt-body">
          <EmergencyFacts frame={frame} card={card} />
          {mayWithdraw && <Withdrawal frame={frame} card={card} typed={typed.withdrawal ?? ''} />}
          <ReviewOf frame={frame} card={card} note={typed.note ?? ''} />
        </div>
      </section>
    </Shell>
  );
}

interface StartProps {
  readonly frame: Frame;
  readonly card: EmergencyCard;
  readonly effects: EmergencyEffects;
  readonly chosen: string;
}

/** The second step. */
function Start({ frame, card, effects, chosen }: StartProps) {
  const words = EMERGENCY_WORDS[frame.words.language].effects;
  const mayStart = frame.reader?.may('emergencies.run') ?? false;
  return (
    <Panel id="effects" title={words.heading}>
      <ul class="tt-effects">
        {sentencesOf(card, effects, words).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {mayStart ? (
        <form class="tt-form" method="post" action={`/khan-cap/${card.id}/phat`}>
          <Csrf frame={frame} />
          {effects.second !== null && <Second title={effects.second} words={words} chosen={chosen} />}
          <div class="tt-buttons">
            <button type="submit" class="btn tt-stop">
              <Icon name="radio" /> {words.start}
            </button>
            <a class="btn" href="/khan-cap">
              {words.later}
            </a>
          </div>
        </form>
      ) : (
        <p class="tt-notice tt-info">{words.notYours}</p>
      )}
    </Panel>
  );
}

function Withdrawal({ frame, card, typed }: { frame: Frame; card: EmergencyCard; typed: string }) {
  const { withdrawal, fields } = EMERGENCY_WORDS[frame.words.language];
  return (
    <SureForm frame={frame} action={`/khan-cap/${card.id}/rut`} words={withdrawal} isOpen={typed !== ''}>
      <Field id="withdrawal" name="withdrawal" label={fields.withdrawal} value={typed} />
    </SureForm>
  );
}

function sentencesOf(card: EmergencyCard, effects: EmergencyEffects, words: EmergencyWords['effects']): string[] {
  const { isLive, duration, isUnapproved, clusterCount, villages, others, interrupts, down } = effects;
  return [
    (isLive ? words.live : words.sound)(card.title, duration),
    words.clusters(clusterCount, villages),
    ...(others === '' ? [] : [words.others(others)]),
    ...(isUnapproved ? [words.unapproved] : []),
    ...interrupts.map(({ title, output }) => words.interrupts(title, output)),
    ...(interrupts.length === 0 ? [words.interruptsNothing] : []),
    ...down.map(({ output, clusters }) => words.down(output, clusters)),
    words.anyHour,
    words.stoppable,
  ];
}

/** Nothing is chosen beforehand: to replace a warning is as grave as to delay one. */
function Second({ title, words, chosen }: { title: string; words: EmergencyWords['effects']; chosen: string }) {
  return (
    <fieldset class="tt-notice tt-bad">
      <legend class="form-label">{words.second(title)}</legend>
      {(['queue', 'replace'] as const).map((value) => (
        <label key={value} class="form-check">
          <input
            id={`second-${value}`}
            name="onSecond"
            value={value}
            type="radio"
            class="form-check-input"
            required
            checked={chosen === value}
          />
          <span class="form-check-label">{words[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}
