import { CALENDAR_WORDS, type CalendarWords } from '../pages/calendar-words';
import type { CalendarCell, CalendarGroup, CalendarItem, CalendarSpan, CalendarView } from '../presenters/calendar';
import { dateText } from '../presenters/format';
import type { Words } from '../words';
import { AiringBadge, Badge, Empty, ReadinessBadge } from './parts';
import { Csrf, Shell, type Frame, type Notice } from './shell';

const SPANS: Readonly<Record<CalendarSpan, string>> = { week: 'tuan', month: 'thang' };

/** What the last move did, so that it can be taken back. */
export interface MoveBack {
  readonly id: string;
  readonly title: string;
  readonly date: string;
  readonly time: string;
  readonly revision: number;
}

interface CalendarProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly view: CalendarView;
  readonly back: MoveBack | null;
}

export function CalendarPage({ frame, notice, view, back }: CalendarProps) {
  const words = CALENDAR_WORDS[frame.words.language];
  const mayChange = frame.reader?.may('schedule.change') ?? false;
  const isEmpty = view.cells.every(({ groups }) => groups.every(({ items }) => items.length === 0));
  return (
    <Shell frame={frame} title={words.title} notice={notice} script={frame.urls.calendar}>
      {back && <UndoMove frame={frame} back={back} span={view.span} />}
      <p class="tt-muted tt-no-print">
        {words.intro} {mayChange ? words.howToMove : words.notYours}
      </p>
      <Actions frame={frame} words={words} mayChange={mayChange} />
      <Ways view={view} words={words} />
      <h3 class="tt-cal-heading" id="span">
        {view.heading}
      </h3>
      {isEmpty && <Empty icon="calendar">{words.emptySpan}</Empty>}
      <ol
        class={view.span === 'week' ? 'tt-cal tt-cal-week' : 'tt-cal tt-cal-month'}
        aria-labelledby="span"
        data-calendar={mayChange ? '' : undefined}
      >
        {view.cells.map((cell) => (
          <Cell key={cell.date} cell={cell} span={view.span} frame={frame} />
        ))}
      </ol>
      {mayChange && <MoveForm frame={frame} words={words} span={view.span} />}
    </Shell>
  );
}

function Actions({ frame, words, mayChange }: { frame: Frame; words: CalendarWords; mayChange: boolean }) {
  return (
    <div class="tt-buttons tt-no-print">
      {mayChange && (
        <a class="btn btn-primary" href="/lich-phat/them">
          {words.add}
        </a>
      )}
      {(frame.reader?.may('tokens.manage') ?? false) && (
        <a class="btn" href="/lich-phat/dia-chi">
          {words.feeds}
        </a>
      )}
      <button type="button" class="btn" data-print hidden>
        {words.print}
      </button>
    </div>
  );
}

/** Week or month, before and after, and any day. */
function Ways({ view, words }: { readonly view: CalendarView; readonly words: CalendarWords }) {
  const { span, date, previous, next, today } = view;
  const [before, after] =
    span === 'week' ? [words.previousWeek, words.nextWeek] : [words.previousMonth, words.nextMonth];
  return (
    <nav class="tt-cal-ways tt-no-print" aria-label={words.view}>
      <div class="tt-buttons">
        {(['week', 'month'] as const).map((one) => (
          <a key={one} class="btn" href={address(one, date)} aria-current={one === span ? 'true' : undefined}>
            {words[one]}
          </a>
        ))}
      </div>
      <div class="tt-buttons">
        <a class="btn" href={address(span, previous)} rel="prev">
          ‹ {before}
        </a>
        <a class="btn" href={address(span, today)}>
          {words.today}
        </a>
        <a class="btn" href={address(span, next)} rel="next">
          {after} ›
        </a>
      </div>
      <form class="tt-go" method="get" action="/lich-phat">
        <input type="hidden" name="xem" value={SPANS[span]} />
        <label class="form-label" for="ngay">
          {words.goTo}
        </label>
        <input id="ngay" name="ngay" class="form-control" value={dateText(date)} autocomplete="off" />
        <button type="submit" class="btn">
          {words.go}
        </button>
      </form>
    </nav>
  );
}

function address(span: CalendarSpan, date: string): string {
  return `/lich-phat?xem=${SPANS[span]}&ngay=${date}`;
}

function Cell({ cell, span, frame }: { cell: CalendarCell; span: CalendarSpan; frame: Frame }) {
  const words = CALENDAR_WORDS[frame.words.language];
  const isEmpty = cell.groups.every(({ items }) => items.length === 0);
  const looks = [
    'tt-cal-day',
    cell.isToday && 'tt-cal-today',
    cell.isOutside && 'tt-cal-outside',
    isEmpty && cell.day === null && 'tt-cal-empty',
  ];
  return (
    <li class={looks.filter((look) => look !== false).join(' ')} data-date={cell.date}>
      <h4 class="tt-cal-date">
        <a
          href={`/lich-phat/ngay/${cell.date}`}
          aria-label={`${cell.title}: ${words.setDay}`}
          aria-current={cell.isToday ? 'date' : undefined}
        >
          <span>{cell.weekday}</span> <span class="tt-num">{cell.short}</span>
        </a>
        {cell.isToday && <span class="tt-cal-now">{words.today}</span>}
      </h4>
      {cell.day && (
        <p class={cell.day.policy === 'air' ? 'tt-cal-mark tt-info' : 'tt-cal-mark tt-warn'}>
          {cell.day.title}
          {cell.day.policy !== 'air' && <span class="tt-block tt-thin">{words.shortPolicies[cell.day.policy]}</span>}
        </p>
      )}
      {cell.groups.map((group) => (
        <Group key={group.session?.code ?? ''} group={group} span={span} words={words} all={frame.words} />
      ))}
      {isEmpty && cell.groups.length === 0 && span === 'week' && <p class="tt-muted tt-thin">{words.emptyDay}</p>}
    </li>
  );
}

interface GroupProps {
  readonly group: CalendarGroup;
  readonly span: CalendarSpan;
  readonly words: CalendarWords;
  readonly all: Words;
}

function Group({ group: { session, items }, span, words, all }: GroupProps) {
  if (span === 'month' && items.length === 0) return null;
  return (
    <div class="tt-cal-group" data-session={session?.code}>
      {span === 'week' && (
        <p class="tt-cal-session">
          {session === null ? words.others : `${session.title} `}
          {session !== null && <span class="tt-num">{session.hours}</span>}
        </p>
      )}
      {items.length > 0 && (
        <ul class="tt-cal-items">
          {items.map((item) => (
            <Item key={item.line.id} item={item} span={span} words={all} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Item({ item, span, words }: { item: CalendarItem; span: CalendarSpan; words: Words }) {
  const { id, time, title, state, readiness, role } = item.line;
  const move = item.isMovable ? { 'data-move': id, 'data-start': item.start, 'data-revision': item.revision } : {};
  return (
    <li id={`luot-${id}`} class={`tt-cal-item tt-cal-${state}`} {...move}>
      <a href={`/lich-phat/luot/${id}`}>
        <strong class="tt-num">{time}</strong> <span class="tt-cal-title">{title}</span>
      </a>
      {span === 'week' || state !== 'planned' ? (
        <span class="tt-cal-signs">
          <AiringBadge state={state} words={words} />
          {span === 'week' && readiness !== null && readiness !== 'approved' && (
            <ReadinessBadge readiness={readiness} words={words} />
          )}
          {span === 'week' && role !== 'first' && (
            <Badge tone="mute" icon="list">
              {words.role[role]}
            </Badge>
          )}
        </span>
      ) : null}
    </li>
  );
}

/** What the script sends once an airing is dropped where it may lie; its words are the script's. */
function MoveForm({ frame, words, span }: { frame: Frame; words: CalendarWords; span: CalendarSpan }) {
  const said = { 'data-drop': words.dropHere, 'data-checking': words.checking, 'data-stays': words.letGo };
  return (
    <>
      <form id="move" method="post" hidden data-unreachable={words.unreachable} {...said}>
        <Csrf frame={frame} />
        <input type="hidden" name="date" />
        <input type="hidden" name="time" />
        <input type="hidden" name="revision" />
        <input type="hidden" name="xem" value={SPANS[span]} />
      </form>
      <p id="verdict" class="tt-verdict" role="status" />
    </>
  );
}

function UndoMove({ frame, back, span }: { frame: Frame; back: MoveBack; span: CalendarSpan }) {
  const words = CALENDAR_WORDS[frame.words.language];
  return (
    <form class="tt-no-print" method="post" action={`/lich-phat/luot/${back.id}/chuyen`}>
      <Csrf frame={frame} />
      <input type="hidden" name="date" value={back.date} />
      <input type="hidden" name="time" value={back.time} />
      <input type="hidden" name="revision" value={back.revision} />
      <input type="hidden" name="xem" value={SPANS[span]} />
      <button type="submit" class="btn" aria-label={`${words.undoMove}: ${back.title}`}>
        {words.undoMove}
      </button>
    </form>
  );
}
