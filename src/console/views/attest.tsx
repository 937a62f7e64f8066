import type { MakeUpsView } from '../make-ups.board';
import { MAKE_UP_WORDS, type MakeUpWords } from '../pages/make-up-words';
import type { AttestedLine, AttestGroup } from '../presenters/make-ups';
import { PostButton } from './forms';
import { Badge, Empty } from './parts';
import { Csrf, Field, Panel, type Frame } from './shell';

/** What somebody typed when they were refused, with the address that it was sent to as `for`. */
export type MakeUpTyped = Readonly<Record<string, string | undefined>>;

interface AttestProps {
  readonly frame: Frame;
  readonly view: Pick<MakeUpsView, 'groups' | 'attested'>;
  readonly typed: MakeUpTyped;
}

const ACTION = '/phat-bu/xac-nhan';

export function AttestPanel({ frame, view: { groups, attested }, typed }: AttestProps) {
  const words = MAKE_UP_WORDS[frame.words.language];
  const mayAttest = frame.reader?.may('attestations.make') ?? false;
  return (
    <>
      <Panel id="attest" title={words.attest}>
        <p class="tt-muted">{words.attestIntro}</p>
        {!mayAttest && <p class="tt-notice tt-info">{words.attestNotYours}</p>}
        {mayAttest && groups.length === 0 && <Empty icon="check">{words.nothingToAttest}</Empty>}
        {mayAttest && groups.length > 0 && (
          <AttestForm frame={frame} groups={groups} typed={typed.for === ACTION ? typed : {}} />
        )}
      </Panel>
      {attested.length > 0 && (
        <Panel id="attested" title={words.attested}>
          <ul class="tt-cards">
            {attested.map((line) => (
              <Attested key={line.id} frame={frame} line={line} typed={typed} mayAttest={mayAttest} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function AttestForm({ frame, groups, typed }: { frame: Frame; groups: readonly AttestGroup[]; typed: MakeUpTyped }) {
  const words = MAKE_UP_WORDS[frame.words.language];
  return (
    <form class="tt-form tt-narrow-form" method="post" action={ACTION} enctype="multipart/form-data">
      <Csrf frame={frame} />
      <div>
        <label class="form-label" for="airing">
          {words.airing}
        </label>
        <select id="airing" name="airing" class="form-select" required>
          {groups.map(({ title, choices }) => (
            <optgroup key={title} label={title}>
              {choices.map(({ value, text }) => (
                <option key={value} value={value} selected={value === typed.airing}>
                  {text}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <Field id="date" name="date" label={words.date} value={typed.date} hint="22/11/2026" />
      <Field id="time" name="time" label={words.time} value={typed.time} hint="05:30" />
      <Field id="minutes" name="minutes" label={words.minutes} value={typed.minutes} hint="12,5" />
      <Field id="document" name="document" label={words.document} value={typed.document} hint={words.documentHint} />
      <div>
        <label class="form-label" for="note">
          {words.note} <span class="tt-thin tt-muted">({words.noteHint})</span>
        </label>
        <textarea id="note" name="note" class="form-control" rows={2} maxLength={2000} required>
          {typed.note ?? ''}
        </textarea>
      </div>
      <Scan words={words} isAgain={typed.airing !== undefined} />
      <button type="submit" class="btn btn-primary">
        {words.doAttest}
      </button>
    </form>
  );
}

/** The last of its form, so that what was typed has come when the file is found too large. */
function Scan({ words, isAgain }: { readonly words: MakeUpWords; readonly isAgain: boolean }) {
  return (
    <div>
      <label class="form-label" for="attachment">
        {words.scan}
      </label>
      <input
        id="attachment"
        name="attachment"
        type="file"
        class="form-control"
        accept=".pdf,image/jpeg,image/png"
        aria-describedby="attachment-hint"
      />
      <div id="attachment-hint" class="tt-hint">
        {words.scanHint} {isAgain && <strong>{words.scanAgain}</strong>}
      </div>
    </div>
  );
}

interface AttestedProps {
  readonly frame: Frame;
  readonly line: AttestedLine;
  readonly typed: MakeUpTyped;
  readonly mayAttest: boolean;
}

function Attested({ frame, line, typed, mayAttest }: AttestedProps) {
  const words = MAKE_UP_WORDS[frame.words.language];
  return (
    <li class="tt-card">
      <div class="tt-card-head">
        <h4 class="tt-card-title">{line.what}</h4>
        {line.withdrawn !== null && (
          <Badge tone="mute" icon="minus">
            {words.withdrawn}
          </Badge>
        )}
      </div>
      <p class="tt-num">
        {line.when}, {line.minutes} {frame.words.units.minutes}; {line.document}
      </p>
      <p>
        <q>{line.note}</q> <span class="tt-muted">{line.by}</span>
      </p>
      {line.withdrawn !== null && <p class="tt-muted">{line.withdrawn}</p>}
      {line.attachment !== null && (
        <p>
          <a href={line.attachment}>{words.attachment}</a>
        </p>
      )}
      {mayAttest && line.withdrawn === null && <Withdrawal frame={frame} line={line} typed={typed} />}
    </li>
  );
}

function Withdrawal({ frame, line, typed }: Omit<AttestedProps, 'mayAttest'>) {
  const words = MAKE_UP_WORDS[frame.words.language];
  const action = `${ACTION}/${line.id}/rut`;
  const isTyped = typed.for === action;
  return (
    <details class="tt-more" open={isTyped}>
      <summary>{words.withdraw}</summary>
      <PostButton
        {...{ frame, action, label: words.withdraw, tone: 'danger', about: line.what }}
        formClass="tt-form tt-narrow-form"
      >
        <Field id={`withdraw-${line.id}`} name="reason" label={words.why} value={isTyped ? typed.reason : ''} />
      </PostButton>
    </details>
  );
}
