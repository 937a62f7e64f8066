import type { EngineStatus } from '../../playout/playout-engine';
import type { Words } from '../words';
import type { RecordingsView } from './recordings';

/** One thing that needs somebody today, with where on the page it is done. */
export interface TaskLine {
  readonly text: string;
  readonly href: string;
  readonly urgency: 'bad' | 'warn' | 'info';
}

export interface TaskFacts {
  /** Issues of today and the next 7 days without an approved recording. */
  readonly missing: number;
  readonly recordings: RecordingsView;
  readonly statuses: readonly Pick<EngineStatus, 'state'>[];
  /** Titles of plans in effect that nobody has confirmed. */
  readonly draftPlans: readonly string[];
}

/** Most urgent first; nothing that does not need anybody. */
export function presentTasks({ missing, recordings, statuses, draftPlans }: TaskFacts, words: Words): TaskLine[] {
  const { waiting, rejected } = recordings;
  const staged = (stage: string) => waiting.filter((card) => card.stage === stage).length;
  const counted: readonly (Omit<TaskLine, 'text'> & { count: number; text: (count: number) => string })[] = [
    {
      count: statuses.filter(({ state }) => state === 'down' || state === 'reconnecting').length,
      text: words.tasks.outputsDown,
      href: '#on-air',
      urgency: 'bad',
    },
    { count: missing, text: words.tasks.missing, href: '#upload', urgency: 'bad' },
    { count: staged('submitted'), text: words.tasks.submitted, href: '#recordings', urgency: 'warn' },
    { count: staged('returned'), text: words.tasks.returned, href: '#recordings', urgency: 'warn' },
    { count: rejected.length, text: words.tasks.rejected, href: '#recordings', urgency: 'warn' },
    { count: staged('draft'), text: words.tasks.drafts, href: '#recordings', urgency: 'info' },
  ];
  return [
    ...counted
      .filter(({ count }) => count > 0)
      .map(({ count, text, href, urgency }) => ({ text: text(count), href, urgency })),
    ...draftPlans.map((title) => ({ text: words.tasks.draftPlan(title), href: '#coming', urgency: 'info' as const })),
  ];
}
