import type { MakeUpsView } from '../make-ups.board';
import { MAKE_UP_WORDS, type MakeUpWords } from '../pages/make-up-words';
import type { MakeUpLine } from '../presenters/make-ups';
import { AttestPanel, type MakeUpTyped } from './attest';
import { PostButton } from './forms';
import { Badge, Empty } from './parts';
import { Shell, type Frame, type Notice } from './shell';

interface MakeUpsProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly view: MakeUpsView;
  readonly typed: MakeUpTyped;
}

export function MakeUpsPage({ frame, notice, view, typed }: MakeUpsProps) {
  const words = MAKE_UP_WORDS[frame.words.language];
  const open = view.lines.filter(({ declined }) => declined === null);
  const declined = view.lines.filter((line) => line.declined !== null);
  const mayDecide = frame.reader?.may('schedule.change') ?? false;
  return (
    <Shell frame={frame} title={words.title} notice={notice}>
      <p class="tt-muted">{words.intro}</p>
      {!mayDecide && <p class="tt-notice tt-info">{words.notYours}</p>}
      {open.length === 0 ? (
        <Empty icon="check">{words.none}</Empty>
      ) : (
        <section aria-label={words.open(open.length)}>
          <h3 class="tt-group-title">{words.open(open.length)}</h3>
          <Losses lines={open} frame={frame} typed={typed} mayDecide={mayDecide} />
        </section>
      )}
      {declined.length > 0 && (
        <details class="tt-more" id="declined">
          <summary>{words.declinedOnes(declined.length)}</summary>
          <Losses lines={declined} frame={frame} typed={typed} mayDecide={mayDecide} />
        </details>
      )}
      <AttestPanel frame={frame} view={view} typed={typed} />
    </Shell>
  );
}

interface LossesProps {
  readonly lines: readonly MakeUpLine[];
  readonly frame: Frame;
  readonly typed: MakeUpTyped;
  readonly mayDecide: boolean;
}

function Losses({ lines, frame, typed, mayDecide }: LossesProps) {
  const words = MAKE_UP_WORDS[frame.words.language];
  return (
    <ul class="tt-cards">
      {lines.map((line) => (
        <li key={line.id} class="tt-card tt-section">
          <h4 class="tt-card-title">{line.title}</h4>
          <Facts line={line} words={words} />
          {mayDecide && <Decision line={line} frame={frame} typed={typed} />}
        </li>
      ))}
    </ul>
  );
}

function Facts({ line, words }: { readonly line: MakeUpLine; readonly words: MakeUpWords }) {
  return (
    <dl class="tt-facts">
      <dt>{words.lostAt}</dt>
      <dd class="tt-num">{line.lostAt}</dd>
      {line.why !== null && (
        <>
          <dt>{words.why}</dt>
          <dd>{line.why}</dd>
        </>
      )}
      {line.declined === null ? (
        <>
          <dt>{words.slot}</dt>
          <dd class="tt-num">
            {line.slot?.when ?? words.noSlot}{' '}
            {line.slot?.late === true && (
              <Badge tone="warn" icon="warning">
                {words.late}
              </Badge>
            )}
            {!line.recorded && <span class="tt-block tt-muted">{words.noRecording}</span>}
            {line.isAutomatic && <span class="tt-block tt-muted">{words.automatic}</span>}
          </dd>
        </>
      ) : (
        <>
          <dt>{words.declined}</dt>
          <dd>
            {line.declined.by}
            <q class="tt-block">{line.declined.reason}</q>
          </dd>
        </>
      )}
    </dl>
  );
}

function Decision({ line, frame, typed }: { line: MakeUpLine; frame: Frame; typed: MakeUpTyped }) {
  const words = MAKE_UP_WORDS[frame.words.language];
  const action = `/phat-bu/${line.id}/khong-bu`;
  const isTyped = typed.for === action;
  const id = `reason-${line.id}`;
  return (
    <>
      {line.recorded && line.slot !== null && (
        <PostButton
          {...{ frame, action: `/phat-bu/${line.id}/xep`, label: words.confirm, tone: 'primary', about: line.title }}
          formClass="tt-buttons"
        />
      )}
      {line.declined === null && (
        <details class="tt-more" open={isTyped}>
          <summary>{words.declineMore}</summary>
          <PostButton
            {...{ frame, action, label: words.decline, tone: 'danger', about: line.title }}
            formClass="tt-form tt-narrow-form"
          >
            <div>
              <label class="form-label" for={id}>
                {words.reason}
              </label>
              <textarea id={id} name="reason" class="form-control" rows={2} maxLength={500} required>
                {isTyped ? typed.reason : ''}
              </textarea>
            </div>
          </PostButton>
        </details>
      )}
    </>
  );
}
