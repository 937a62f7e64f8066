import type { TaskLine } from '../presenters/tasks';
import type { Words } from '../words';
import { Icon, type IconName } from './parts';

const LOOK: Readonly<Record<TaskLine['urgency'], readonly [string, IconName]>> = {
  bad: ['tt-task tt-bad', 'warning'],
  warn: ['tt-task tt-warn', 'clock'],
  info: ['tt-task tt-info', 'report'],
};

export function TasksBlock({ tasks, words }: { readonly tasks: readonly TaskLine[]; readonly words: Words }) {
  if (tasks.length === 0) {
    return (
      <p class="tt-task tt-ok">
        <Icon name="check" /> {words.tasks.none}
      </p>
    );
  }
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
