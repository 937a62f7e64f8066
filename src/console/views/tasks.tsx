import type { TaskLine } from '../presenters/tasks';
import type { Words } from '../words';
import { Icon, type IconName } from './parts';

const LOOK: Readonly<Record<TaskLine['urgency'], readonly [string, IconName]>> = {
  bad: ['tt-task tt-bad', 'warning'],
  warn: ['tt-task tt-warn', 'clock'],
  info: ['tt-task tt-info', 'report'],
};

export function TasksBlock({ tasks, words }: { readonly tasks: readonly TaskLine[]; readonly words: Words }) {
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
    </>
  );
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
