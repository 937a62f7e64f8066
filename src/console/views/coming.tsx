import type { AiringDay } from '../presenters/airings';
import type { Words } from '../words';
import { AiringBadge, Badge, Empty, ReadinessBadge } from './parts';

export function ComingBlock({ days, words }: { readonly days: readonly AiringDay[]; readonly words: Words }) {
  if (days.length === 0) return <Empty icon="calendar">{words.coming.empty}</Empty>;
  return (
    <ol class="tt-days">
      {days.map((day) => (
        <Day key={day.day} day={day} words={words} />
      ))}
    </ol>
  );
}

function Day({ day, words }: { readonly day: AiringDay; readonly words: Words }) {
  return (
    <li class="tt-day">
      <h3 class="tt-day-head">
        <span>{day.day}</span>
        {day.missing > 0 ? (
          <Badge tone="bad" icon="warning">
            {words.coming.missing(day.missing)}
          </Badge>
        ) : (
          <Badge tone="ok" icon="check">
            {words.coming.complete}
          </Badge>
        )}
      </h3>
      <ul class="tt-lines">
        {day.lines.map((line) => (
          <li key={line.id} class="tt-line">
            <span class="tt-time">{line.time}</span>
            <span class="tt-line-body">
              <span class="tt-title">{line.title}</span>
              {line.addressed !== null && <span class="tt-muted tt-block">{line.addressed}</span>}
              <span class="tt-line-foot">
                <span class="tt-muted">{words.role[line.role]}</span>
                {line.readiness === null ? (
                  <AiringBadge state={line.state} words={words} />
                ) : (
                  <ReadinessBadge readiness={line.readiness} words={words} />
                )}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
