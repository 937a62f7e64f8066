import type { Permission } from '../../domain/permissions';
import type { EngineStatus } from '../../playout/playout-engine';
import type { Words } from '../words';
import type { RecordingsView } from './recordings';

/** One thing that needs somebody today, with where it is done. */
export interface TaskLine {
  readonly text: string;
  readonly href: string;
  readonly urgency: 'bad' | 'warn' | 'info';
  /** Whether the reader is one of those who can do it. */
  readonly isMine: boolean;
}

export interface TaskFacts {
  /** Issues of today and the next 7 days without an approved recording. */
  readonly missing: number;
  /** The soonest of them, "05:30, Thứ hai, 23/11/2026". */
  readonly missingNext: { readonly when: string; readonly title: string } | null;
  readonly recordings: RecordingsView;
  /** Losses that nobody has decided about. */
  readonly makeUps: number;
  /** Recordings that could not be made ready for the machine's sake. */
  readonly failedWork: number;
  readonly statuses: readonly Pick<EngineStatus, 'state'>[];
  /** Free share of the disk, 0 to 100, when it is low; null otherwise. */
  readonly lowDiskPercent: number | null;
  /** Whether back-ups are set up and the last two days have no sound one. */
  readonly isBackupOverdue: boolean;
  /** Titles of plans in effect that nobody has confirmed. */
  readonly draftPlans: readonly string[];
  readonly may: (permission: Permission) => boolean;
}

interface Counted extends Pick<TaskLine, 'href' | 'urgency'> {
  readonly count: number;
  readonly text: (count: number) => string;
  /** Who can do it. */
  readonly by: Permission;
}

/** What the reader can do first, each part most urgent first; nothing that does not need anybody. */
export function presentTasks(facts: TaskFacts, words: Words): TaskLine[] {
  const { draftPlans, may } = facts;
  const lines = [
    ...countedTasks(facts, words)
      .filter(({ count }) => count > 0)
      .map(({ count, text, href, urgency, by }) => ({ text: text(count), href, urgency, isMine: may(by) })),
    ...draftPlans.map((title) => {
      const text = words.tasks.draftPlan(title);
      return { text, href: '#coming', urgency: 'info' as const, isMine: may('plans.import') };
    }),
  ];
  return [...lines.filter(({ isMine }) => isMine), ...lines.filter(({ isMine }) => !isMine)];
}

function countedTasks(facts: TaskFacts, { tasks }: Words): readonly Counted[] {
  const { missing, missingNext, makeUps, failedWork, statuses } = facts;
  const { waiting, rejected } = facts.recordings;
  const staged = (stage: string) => waiting.filter((card) => card.stage === stage).length;
  const isDown = ({ state }: TaskFacts['statuses'][number]) => state === 'down' || state === 'reconnecting';
  const missingText = (count: number) =>
    missingNext === null ? tasks.missing(count) : `${tasks.missing(count)}. ${tasks.missingNext(missingNext)}`;
  const { submitted, returned, drafts } = tasks;
  return [
    {
      count: statuses.filter(isDown).length,
      text: tasks.outputsDown,
      href: '#on-air',
      urgency: 'bad',
      by: 'schedule.change',
    },
    ...machineTasks(facts, tasks),
    { count: missing, text: missingText, href: '#upload', urgency: 'bad', by: 'recordings.upload' },
    { count: failedWork, text: tasks.failedWork, href: '#recordings', urgency: 'bad', by: 'recordings.upload' },
    { count: staged('submitted'), text: submitted, href: '/duyet', urgency: 'warn', by: 'recordings.approve' },
    { count: makeUps, text: tasks.makeUps, href: '/phat-bu', urgency: 'warn', by: 'schedule.change' },
    { count: staged('returned'), text: returned, href: '#recordings', urgency: 'warn', by: 'recordings.submit' },
    { count: rejected.length, text: tasks.rejected, href: '#recordings', urgency: 'warn', by: 'recordings.upload' },
    { count: staged('draft'), text: drafts, href: '#recordings', urgency: 'info', by: 'recordings.submit' },
  ];
}

function machineTasks({ lowDiskPercent, isBackupOverdue }: TaskFacts, words: Words['tasks']): readonly Counted[] {
  const shared = { urgency: 'bad', by: 'system.read' } as const;
  return [
    {
      ...{ ...shared, href: '/he-thong#disk', count: lowDiskPercent === null ? 0 : 1 },
      text: () => words.lowDisk(lowDiskPercent ?? 0),
    },
    { ...shared, href: '/he-thong#backups', count: isBackupOverdue ? 1 : 0, text: () => words.backupOverdue },
  ];
}
