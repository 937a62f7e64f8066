import type { PlanVersion } from '../../plans/stored-plan';

type Word =
  | 'title'
  | 'intro'
  | 'none'
  | 'plans'
  | 'notYours'
  | 'draft'
  | 'inForce'
  | 'organisation'
  | 'document'
  | 'noDocument'
  | 'signer'
  | 'effective'
  | 'status'
  | 'planTitle'
  | 'programmes'
  | 'edit'
  | 'editText'
  | 'export'
  | 'import'
  | 'section'
  | 'quote'
  | 'field'
  | 'lead'
  | 'coordinating'
  | 'cadence'
  | 'target'
  | 'noTarget'
  | 'place'
  | 'noPlace'
  | 'fixedTime'
  | 'planned'
  | 'longest'
  | 'priority'
  | 'normal'
  | 'urgent'
  | 'spoken'
  | 'makeUp'
  | 'automatic'
  | 'confirm'
  | 'carriedOut'
  | 'topics'
  | 'topicsIntro'
  | 'code'
  | 'content'
  | 'airings'
  | 'airtime'
  | 'lastAired'
  | 'never'
  | 'noTopics'
  | 'versions'
  | 'version'
  | 'useAgain'
  // The form of a programme
  | 'programmeTitle'
  | 'weekly'
  | 'monthly'
  | 'unscheduled'
  | 'repeats'
  | 'repeatsHint'
  | 'issuesPerYear'
  | 'repeatsPerYear'
  | 'emptyIsNone'
  | 'where'
  | 'at'
  | 'atHint'
  | 'days'
  | 'ownRule'
  | 'plannedMinutes'
  | 'minutesHint'
  | 'maxMinutes'
  | 'moreInText'
  | 'look'
  | 'back'
  // The text
  | 'textTitle'
  | 'textIntro'
  | 'text'
  | 'file'
  | 'fileHint'
  | 'cloneTitle'
  | 'againTitle'
  | 'importTitle'
  | 'openText'
  // What changes
  | 'preview'
  | 'nothingChanges'
  | 'newPlan'
  | 'added'
  | 'removed'
  | 'was'
  | 'becomes'
  | 'otherwise'
  | 'created'
  | 'moved'
  | 'withdrawn'
  | 'save'
  | 'saveHint'
  | 'changedMeanwhile';

/** Words of the plans' pages. */
export interface PlanWords extends Readonly<Record<Word, string>> {
  readonly origins: Readonly<Record<PlanVersion['origin'], string>>;
  readonly fieldNames: Readonly<Record<'cds' | 'cchc', string>>;
  readonly clone: (year: number) => string;
  readonly every: (cadence: string, repeats: number) => string;
  readonly targetOf: (issues: number, repeats: number | null) => string;
  readonly doneOf: (done: number, owedByNow: number, owed: number) => string;
  readonly horizon: (days: number, counts: { create: number; move: number; withdraw: number }) => string;
  readonly whole: (issues: number, airings: number) => string;
  readonly held: (count: number) => string;
  readonly unplaced: (count: number) => string;
  readonly covered: (on: number, all: number) => string;
  readonly more: (count: number) => string;
  /** What stands in messages about a plan's text, for people who fill in a form. */
  readonly spokenOf: Readonly<Record<string, string>>;
  /** After a form, by what it did. */
  readonly done: Readonly<Record<'saved' | 'unchanged', string>>;
  /** Beside a fault in what was typed, by field. */
  readonly fields: Readonly<Record<string, string>>;
}
