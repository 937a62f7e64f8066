import type { CalendarKind, CalendarPolicy } from '../../domain/calendar';

type Word =
  | 'title'
  | 'intro'
  | 'week'
  | 'month'
  | 'view'
  | 'previousWeek'
  | 'nextWeek'
  | 'previousMonth'
  | 'nextMonth'
  | 'today'
  | 'goTo'
  | 'go'
  | 'print'
  | 'add'
  | 'feeds'
  | 'emptyDay'
  | 'emptySpan'
  | 'howToMove'
  | 'notYours'
  | 'setDay'
  | 'undoMove'
  | 'dropHere'
  | 'checking'
  | 'unreachable'
  | 'letGo'
  // One airing
  | 'airing'
  | 'when'
  | 'duration'
  | 'role'
  | 'language'
  | 'recording'
  | 'heardBy'
  | 'allClusters'
  | 'measured'
  | 'notes'
  | 'approver'
  | 'period'
  | 'placedByStaff'
  | 'back'
  | 'move'
  | 'moveIntro'
  | 'date'
  | 'time'
  | 'doMove'
  | 'check'
  | 'notMovable'
  | 'cancel'
  | 'cancelIntro'
  | 'cancelExtra'
  | 'reason'
  | 'document'
  | 'documentHint'
  | 'doCancel'
  | 'restore'
  | 'restoreIntro'
  | 'makeUp'
  | 'inLog'
  // One-off airing
  | 'oneOff'
  | 'oneOffIntro'
  | 'noApproved'
  | 'chooseRecording'
  | 'priority'
  | 'normal'
  | 'urgent'
  | 'urgentHint'
  | 'clusters'
  | 'clustersHint'
  | 'doAdd'
  // Days
  | 'day'
  | 'dayIntro'
  | 'dayTitle'
  | 'dayTitleHint'
  | 'kind'
  | 'policy'
  | 'doDay'
  | 'dayNotYours'
  | 'fromLibrary'
  | 'changedMeanwhile'
  // Feeds
  | 'feedsTitle'
  | 'feedsIntro'
  | 'feedName'
  | 'feedNameHint'
  | 'doFeed'
  | 'newFeed'
  | 'noFeeds'
  | 'revoke'
  | 'revokeMore'
  | 'revokeHint';

/** Words of the schedule's pages: the calendar, one airing, one-off airings, days, addresses for calendar programs. */
export interface CalendarWords extends Readonly<Record<Word, string>> {
  readonly kinds: Readonly<Record<CalendarKind, string>>;
  readonly policies: Readonly<Record<CalendarPolicy, string>>;
  /** On the calendar itself; a day on which all airs as usual needs no word. */
  readonly shortPolicies: Readonly<Record<Exclude<CalendarPolicy, 'air'>, string>>;
  readonly weekOf: (number: string, year: string, from: string, to: string) => string;
  readonly others: string;
  readonly doneMove: (title: string, from: string, to: string) => string;
  readonly canMove: (when: string) => string;
  readonly meanwhile: (when: string, state: string) => string;
  readonly waiting: (count: number) => string;
  readonly by: (name: string, at: string) => string;
  /** After a form, by what it did. */
  readonly done: Readonly<Record<'cancel' | 'restore' | 'add' | 'day' | 'revoke', string>>;
  /** Beside a fault in what was typed, by field. */
  readonly fields: Readonly<Record<string, string>>;
}
