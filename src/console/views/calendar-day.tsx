import type { CalendarDayView } from '../../schedule/calendar.service';
import { CALENDAR_WORDS } from '../pages/calendar-words';
import { dayText } from '../presenters/format';
import type { CalendarTyped } from './airing';
import { Select } from './one-off';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

interface CalendarDayProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly day: CalendarDayView;
  /** Airings that are planned for it. */
  readonly waiting: number;
  readonly typed: CalendarTyped;
}

export function CalendarDayPage({ frame, notice, day, waiting, typed }: CalendarDayProps) {
  const words = CALENDAR_WORDS[frame.words.language];
  const mayChange = frame.reader?.may('calendar.change') ?? false;
  const isStale = typed.revision !== undefined && typed.revision !== String(day.revision);
  const isSet = day.source !== 'none';
  return (
    <Shell frame={frame} title={dayText(day.date, frame.words)} notice={notice}>
      {isStale && <p class="tt-notice tt-info">{words.changedMeanwhile}</p>}
      <p class="tt-contents">
        <a href={`/lich-phat?xem=tuan&ngay=${day.date}`}>{words.back}</a>
      </p>
      <Panel id="day" title={words.day}>
        {isSet && (
          <dl class="tt-facts">
            <dt>{words.kinds[day.kind]}</dt>
            <dd>{day.title}</dd>
            <dt>{words.policy}</dt>
            <dd>{words.policies[day.policy]}</dd>
            {day.document !== null && [<dt key="d">{words.document}</dt>, <dd key="t">{day.document}</dd>]}
          </dl>
        )}
        {day.source === 'library' && <p class="tt-muted">{words.fromLibrary}</p>}
        <p class="tt-after">
          {words.waiting(waiting)} <span class="tt-muted">{words.dayIntro}</span>
        </p>
        {mayChange ? (
          <DayForm frame={frame} day={day} typed={typed} />
        ) : (
          <p class="tt-notice tt-info">{words.dayNotYours}</p>
        )}
      </Panel>
    </Shell>
  );
}

function DayForm({ frame, day, typed }: Pick<CalendarDayProps, 'frame' | 'day' | 'typed'>) {
  const words = CALENDAR_WORDS[frame.words.language];
  const { kind, policy, title, document } = { ...day, ...typed };
  return (
    <form class="tt-form tt-narrow-form tt-after" method="post" action={`/lich-phat/ngay/${day.date}`}>
      <Csrf frame={frame} />
      <input type="hidden" name="revision" value={day.revision} />
      <Field id="title" name="title" label={words.dayTitle} value={title} hint={words.dayTitleHint} />
      <Select name="kind" label={words.kind} choices={Object.entries(words.kinds)} chosen={kind} />
      <Select name="policy" label={words.policy} choices={Object.entries(words.policies)} chosen={policy} />
      <Field
        id="document"
        name="document"
        label={words.document}
        value={document ?? ''}
        hint={words.documentHint}
        isOptional
      />
      <div class="tt-buttons">
        <button type="submit" class="btn btn-primary">
          {words.doDay}
        </button>
      </div>
    </form>
  );
}
