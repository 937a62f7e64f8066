import type { NormaliseStage } from '../audio/normalise-stages';
import type { Language } from '../platform/config/config-error';
import type { AiringWords } from '../platform/words/airing-words';

/** Every word of the pages, in one language. */
export interface Words extends AiringWords {
  readonly language: Language;
  readonly decimalSign: ',' | '.';
  readonly units: { readonly hours: string; readonly minutes: string; readonly seconds: string };
  /** Monday first. */
  readonly weekdays: readonly [string, string, string, string, string, string, string];
  readonly monthOf: (month: string, year: string) => string;
  /** What stands behind a name that no sign-in vouches for, and in place of a name not given. */
  readonly unverified: string;
  readonly noName: string;
  readonly page: {
    readonly title: string;
    readonly skip: string;
    readonly sections: string;
    readonly otherLanguage: string;
    readonly noScript: string;
    /** Beside a form that did not reach the service. */
    readonly unsent: string;
    readonly offline: string;
    readonly blockFailed: string;
    /** Before what is read to support. */
    readonly reference: string;
    readonly reload: string;
    readonly close: string;
    readonly recordingReady: (title: string) => string;
    readonly recordingRejected: (title: string) => string;
    readonly reportMade: (span: string, version: number) => string;
    readonly footer: string;
    readonly signedOut: string;
    readonly signInAgain: string;
  };
  readonly tasks: {
    readonly heading: string;
    readonly none: string;
    readonly missing: (count: number) => string;
    readonly missingNext: (next: { readonly when: string; readonly title: string }) => string;
    readonly makeUps: (count: number) => string;
    readonly failedWork: (count: number) => string;
    readonly noneMine: string;
    readonly others: (count: number) => string;
    readonly submitted: (count: number) => string;
    readonly drafts: (count: number) => string;
    readonly returned: (count: number) => string;
    readonly rejected: (count: number) => string;
    readonly outputsDown: (count: number) => string;
    readonly draftPlan: (title: string) => string;
    readonly reminders: (count: number) => string;
    readonly knownReminders: (count: number) => string;
    readonly acknowledge: string;
    readonly lowDisk: (percent: number) => string;
    readonly backupOverdue: string;
  };
  readonly onAir: {
    readonly heading: string;
    readonly state: Readonly<Record<'starting' | 'idle' | 'onAir' | 'reconnecting' | 'down', string>>;
    readonly idle: string;
    readonly starting: string;
    readonly reconnecting: string;
    readonly down: string;
    readonly monitor: string;
    readonly progress: string;
    readonly level: string;
    readonly of: (position: string, duration: string) => string;
    readonly next: string;
    readonly noNext: string;
    readonly none: string;
    readonly clock: string;
    readonly testTone: string;
  };
  readonly today: {
    readonly heading: string;
    readonly time: string;
    readonly programme: string;
    readonly role: string;
    readonly state: string;
    readonly measured: string;
    readonly clusters: string;
    readonly note: string;
    readonly empty: string;
    readonly nextIs: (when: string) => string;
    readonly makeUp: (when: string) => string;
    readonly makeUpLate: (when: string) => string;
    /** Named clusters, when an airing is not for all. */
    readonly onlyFor: (clusters: string) => string;
    readonly document: string;
    readonly approvedBy: string;
    readonly nothingYet: string;
  };
  readonly readiness: Readonly<Record<'none' | 'processing' | 'notApproved' | 'approved', string>>;
  readonly coming: {
    readonly heading: string;
    readonly empty: string;
    readonly missing: (count: number) => string;
    readonly complete: string;
  };
  readonly upload: {
    readonly heading: string;
    readonly file: string;
    readonly choose: string;
    readonly drop: string;
    readonly formats: string;
    readonly target: string;
    readonly groupMissing: string;
    readonly groupLost: string;
    readonly groupReady: string;
    readonly groupSpecial: string;
    readonly special: string;
    readonly specialOf: (programme: string) => string;
    readonly title: string;
    readonly titleHint: string;
    readonly spoken: string;
    readonly topics: string;
    readonly topicsHint: string;
    readonly noTopics: string;
    readonly hasMusic: string;
    readonly urgent: string;
    readonly more: string;
    readonly submit: string;
    readonly cancel: string;
    readonly done: string;
  };
  readonly recordings: {
    readonly heading: string;
    readonly status: Readonly<
      Record<'processing' | 'rejected' | 'draft' | 'submitted' | 'returned' | 'approved', string>
    >;
    readonly groups: Readonly<Record<'waiting' | 'processing' | 'rejected' | 'approved', string>>;
    readonly emptyWaiting: string;
    readonly special: string;
    readonly version: (n: number) => string;
    readonly uploadedBy: string;
    readonly duration: string;
    readonly loudness: string;
    readonly before: string;
    readonly after: string;
    readonly peak: string;
    readonly reached: string;
    readonly notReached: string;
    readonly topics: string;
    readonly music: string;
    readonly listen: (title: string) => string;
    readonly original: string;
    readonly progress: Readonly<
      Record<'queued' | 'waitingForQueue' | NormaliseStage | 'retry' | 'doneRetry', string> &
        Record<'failed' | 'left', (text: string) => string>
    >;
    readonly rejectedHint: string;
    readonly duplicate: string;
    readonly decided: Readonly<Record<'submit' | 'approve' | 'return', string>>;
    readonly comment: string;
    readonly commentHint: string;
    readonly submit: string;
    readonly approve: string;
    readonly sendBack: string;
    readonly takeBack: string;
    readonly trim: (duration: string) => string;
    readonly doneTrim: string;
    readonly doneSubmit: string;
    readonly doneApprove: string;
    readonly doneReturn: string;
  };
  readonly reports: {
    readonly heading: string;
    readonly intro: string;
    readonly running: string;
    readonly create: string;
    readonly creating: string;
    readonly data: string;
    readonly kept: string;
    readonly version: string;
    readonly none: string;
  };
  /** For console.js, which knows no words of its own. */
  readonly script: Readonly<Record<ScriptWord, string>>;
}

export type ScriptWord =
  | 'network'
  | 'noFile'
  | 'noComment'
  | 'noneChosen'
  | 'sending'
  | 'checking'
  | 'broken'
  | 'gone'
  | 'storing'
  | 'working'
  | 'cancelled'
  | 'kept'
  | 'unreadable';
