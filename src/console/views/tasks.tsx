import type { TaskLine } from '../presenters/tasks';
import type { ReminderLine } from '../reminders.board';
import { PostButton } from './forms';
import { Icon, type IconName } from './parts';
import { type Frame } from './shell';

const LOOK: Readonly<Record<TaskLine['urgency'], readonly [string, IconName]>> = {
  bad: ['tt-task tt-bad', 'warning'],
  warn: ['tt-task tt-warn', 'clock'],
  info: ['tt-task tt-info', 'report'],
};

interface TasksProps {
  readonly frame: Frame;
  readonly tasks: readonly TaskLine[];
  readonly reminders: readonly ReminderLine[];
}

export function TasksBlock({ frame, tasks, reminders }: TasksProps) {
  const { words } = frame;
  const mine = tasks.filter(({ isMine }) => isMine);
  const others = tasks.filter(({ isMine }) => !isMine);
  return (
    <>
      {mine.length === 0 ? (
        <p class="tt-task tt-ok">
          <Icon name="check" /> {others.length === 0 ? words.tasks.none : words.tasks.noneMine}
        </p>
      ) : (
        <Lines tasks={mine} />
      )}
      {others.length > 0 && (
        <details id="others-tasks" class="tt-more">
          <summary>{words.tasks.others(others.length)}</summary>
          <Lines tasks={others} />
        </details>
      )}
      <Reminders frame={frame} reminders={reminders} />
    </>
  );
}

/** What nobody has said to know of is open; the rest, and what is beyond a glance, opens on a click. */
function Reminders({ frame, reminders }: Pick<TasksProps, 'frame' | 'reminders'>) {
  const { tasks: words } = frame.words;
  const fresh = reminders.filter(({ knownBy }) => knownBy === null);
  const known = reminders.filter(({ knownBy }) => knownBy !== null);
  return (
    <>
      {fresh.length > 0 && (
        <details id="reminders" class="tt-more" open={fresh.length <= 5}>
          <summary>{words.reminders(fresh.length)}</summary>
          <ul class="tt-plain">
            {fresh.map(({ id, text }) => (
              <li key={id} class="tt-reminder">
                <span>{text}</span>
                {frame.reader?.may('reminders.acknowledge') === true && <Acknowledge {...{ frame, id, text }} />}
              </li>
            ))}
          </ul>
        </details>
      )}
      {known.length > 0 && (
        <details id="known-reminders" class="tt-more">
          <summary>{words.knownReminders(known.length)}</summary>
          <ul class="tt-plain">
            {known.map(({ id, text, knownBy }) => (
              <li key={id}>
                {text} <span class="tt-muted">({knownBy})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Acknowledge({ frame, id, text }: { readonly frame: Frame; readonly id: string; readonly text: string }) {
  const { acknowledge } = frame.words.tasks;
  return <PostButton frame={frame} action={`/nhac-viec/${id}/da-biet`} label={acknowledge} about={text} />;
}

function Lines({ tasks }: { readonly tasks: readonly TaskLine[] }) {
  return (
    <ul class="tt-tasks">
      {tasks.map(({ text, href, urgency }) => (
        <li key={text}>
          <a class={LOOK[urgency][0]} href={href}>
            <Icon name={LOOK[urgency][1]} /> {text}
          </a>
        </li>
      ))}
    </ul>
  );
}
