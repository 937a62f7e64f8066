import { CALENDAR_WORDS, type CalendarWords } from '../pages/calendar-words';
import type { AiringDetail } from '../presenters/calendar';
import { PostButton } from './forms';
import { AiringBadge, ReadinessBadge } from './parts';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

/** What somebody typed when they were refused, with the address that it was sent to as `for`. */
export type CalendarTyped = Readonly<Record<string, string | undefined>>;

interface AiringProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly airing: AiringDetail;
  readonly typed: CalendarTyped;
}

export function AiringPage({ frame, notice, airing, typed }: AiringProps) {
  const words = CALENDAR_WORDS[frame.words.language];
  const mayChange = frame.reader?.may('schedule.change') ?? false;
  const base = `/lich-phat/luot/${airing.line.id}`;
  const isStale = typed.revision !== undefined && typed.revision !== String(airing.revision);
  const state = frame.words.state[airing.line.state].toLocaleLowerCase('vi');
  return (
    <Shell frame={frame} title={airing.line.title} notice={notice}>
      {isStale && <p class="tt-notice tt-info">{words.meanwhile(airing.when, state)}</p>}
      <p class="tt-contents">
        <a href={`/lich-phat?xem=tuan&ngay=${airing.date}#luot-${airing.line.id}`}>{words.back}</a>
        {airing.isLost && <a href="/phat-bu">{words.makeUp}</a>}
        {airing.isOver && <a href={`/nhat-ky-phat?from=${airing.date}&to=${airing.date}`}>{words.inLog}</a>}
      </p>
      <Facts frame={frame} airing={airing} words={words} />
      {!mayChange && <p class="tt-notice tt-info">{words.notYours}</p>}
      {mayChange && airing.isMovable && (
        <MoveForm frame={frame} airing={airing} action={`${base}/chuyen`} typed={typed} />
      )}
      {mayChange && airing.isCancellable && (
        <CancelForm frame={frame} airing={airing} action={`${base}/huy`} typed={typed} />
      )}
      {mayChange && airing.isRestorable && <RestoreForm frame={frame} airing={airing} action={`${base}/phuc-hoi`} />}
      {mayChange && !airing.isMovable && !airing.isCancellable && !airing.isRestorable && (
        <p class="tt-muted">{words.notMovable}</p>
      )}
    </Shell>
  );
}

function Facts({ frame, airing, words }: { frame: Frame; airing: AiringDetail; words: CalendarWords }) {
  const { line } = airing;
  const rows: readonly (readonly [string, string | null])[] = [
    [words.role, frame.words.role[line.role]],
    [words.duration, airing.duration],
    [words.language, airing.language],
    [words.heardBy, line.addressed ?? words.allClusters],
    [words.period, airing.period],
    [words.measured, line.measured && `${line.measured.start} ${line.measured.airtime}`],
    [words.approver, line.approver],
    [words.notes, [...line.notes, ...(airing.isPlacedByStaff ? [words.placedByStaff] : [])].join('. ') || null],
  ];
  return (
    <Panel id="facts" title={words.airing}>
      <dl class="tt-facts">
        <dt>{words.when}</dt>
        <dd class="tt-num">
          <strong>{airing.when}</strong> <AiringBadge state={line.state} words={frame.words} />
        </dd>
        {line.readiness !== null && (
          <>
            <dt>{words.recording}</dt>
            <dd>
              <ReadinessBadge readiness={line.readiness} words={frame.words} />
            </dd>
          </>
        )}
        {rows.map(([name, text]) => text !== null && [<dt key={name}>{name}</dt>, <dd key={`${name}.`}>{text}</dd>])}
      </dl>
    </Panel>
  );
}

interface FormProps {
  readonly frame: Frame;
  readonly airing: AiringDetail;
  readonly action: string;
  readonly typed: CalendarTyped;
}

function MoveForm({ frame, airing, action, typed }: FormProps) {
  const words = CALENDAR_WORDS[frame.words.language];
  const { date, time } = typed.for === action ? { ...airing.typed, ...typed } : airing.typed;
  return (
    <Panel id="move" title={words.move}>
      <p class="tt-muted">{words.moveIntro}</p>
      <form class="tt-form tt-narrow-form" method="post" action={action}>
        <Csrf frame={frame} />
        <input type="hidden" name="revision" value={airing.revision} />
        <Field id="date" name="date" label={words.date} value={date} hint="22/11/2026" />
        <Field id="time" name="time" label={words.time} value={time} hint="05:30" />
        <div class="tt-buttons">
          <button type="submit" class="btn btn-primary">
            {words.doMove}
          </button>
          <button type="submit" class="btn" name="check" value="1">
            {words.check}
          </button>
        </div>
      </form>
    </Panel>
  );
}

function CancelForm({ frame, airing, action, typed }: FormProps) {
  const words = CALENDAR_WORDS[frame.words.language];
  const own = typed.for === action ? typed : {};
  return (
    <Panel id="cancel" title={words.cancel}>
      <p class="tt-muted">{airing.line.role === 'extra' ? words.cancelExtra : words.cancelIntro}</p>
      <form class="tt-form tt-narrow-form" method="post" action={action}>
        <Csrf frame={frame} />
        <input type="hidden" name="revision" value={airing.revision} />
        <Field id="reason" name="reason" label={words.reason} value={own.reason} />
        <Field
          id="document"
          name="document"
          label={words.document}
          value={own.document}
          hint={words.documentHint}
          isOptional
        />
        <div class="tt-buttons">
          <button type="submit" class="btn btn-outline-danger">
            {words.doCancel}
          </button>
        </div>
      </form>
    </Panel>
  );
}

function RestoreForm({ frame, airing, action }: Omit<FormProps, 'typed'>) {
  const words = CALENDAR_WORDS[frame.words.language];
  return (
    <Panel id="restore" title={words.restore}>
      <p class="tt-muted">{words.restoreIntro}</p>
      <PostButton frame={frame} action={action} label={words.restore} tone="primary" formClass="tt-buttons">
        <input type="hidden" name="revision" value={airing.revision} />
      </PostButton>
    </Panel>
  );
}
