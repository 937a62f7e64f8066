import type { CivilDate, LocalTime } from './calendar';

/** How often the plan owes a new issue. `repeats` are rebroadcasts of that issue inside its period. */
export type Cadence =
  | { readonly kind: 'weekly'; readonly repeats: number }
  | { readonly kind: 'monthly'; readonly repeats: number }
  | { readonly kind: 'unscheduled' };

/** Where a programme's airings go: RFC 5545 RRULE days, in a session of the station or at a fixed local time. */
export type Placement =
  | { readonly kind: 'session'; readonly rrule: string; readonly sessionCode: string }
  | { readonly kind: 'fixedTime'; readonly rrule: string; readonly at: LocalTime };

/** What happens to an item that a higher priority interrupts. */
export type InterruptionPolicy = 'resume' | 'restart' | 'abandon';
/** Whether a make-up proposal is placed by the service or waits for staff. */
export type MakeUpPolicy = 'automatic' | 'confirm';
export type Priority = 'EMERGENCY' | 'PRIORITY' | 'NORMAL';

export interface ProgrammePolicies {
  readonly interruption: InterruptionPolicy;
  readonly makeUp: MakeUpPolicy;
  /** How late an airing may still start from its first second; later it is missed. */
  readonly startGraceSeconds: number;
  /** Share of the addressed clusters, 0..1, that must get the airing for it to count as aired. */
  readonly requiredClusterShare: number;
}

/** One radio obligation of the plan (chuyên mục). */
export interface Programme {
  readonly key: string;
  readonly title: string;
  readonly field: 'cds' | 'cchc';
  readonly channel: string;
  /** Section of the plan ("C.I.1.a") and its words, quoted verbatim. */
  readonly basis: { readonly section: string; readonly quote: string };
  readonly units: {
    readonly lead: string;
    readonly coordinating: readonly string[];
    readonly directing: string | null;
  };
  readonly cadence: Cadence;
  /** The plan's own yearly numbers; null where the plan sets none. */
  readonly target: { readonly issuesPerYear: number | null; readonly repeatsPerYear: number | null };
  /** null only for an unscheduled cadence. */
  readonly placement: Placement | null;
  /** ISO 639-3; the first one discharges the duty. */
  readonly languages: readonly [string, ...string[]];
  readonly plannedDurationSeconds: number;
  readonly maxDurationSeconds: number;
  readonly priority: Exclude<Priority, 'EMERGENCY'>;
  readonly policies: ProgrammePolicies;
}

export interface Topic {
  /** Code inside its plan, e.g. "B.I.4.đ"; ordered by the plan (`position` = index), never by ASCII. */
  readonly code: string;
  readonly title: string;
  readonly quote: string;
}

export interface ReportingDuty {
  readonly code: string;
  readonly basis: string;
  readonly cadence: 'monthly' | 'quarterly' | 'halfYearly' | 'yearly' | 'adHoc';
  /** Month-day "MM-DD" of the yearly deadline, where the plan names one. */
  readonly dueOn: string | null;
  readonly subject: string;
  readonly recipients: readonly string[];
  readonly quote: string;
}

export interface Campaign {
  readonly code: string;
  readonly title: string;
  readonly basis: string;
  readonly period: string;
  readonly leadUnit: string;
}

/** A plan as written by its authority; versions of it are immutable. */
export interface Plan {
  readonly code: string;
  readonly title: string;
  readonly organisation: string;
  readonly year: number;
  /** draft: the year's own decision is not yet confirmed; printed as "cần xác nhận". */
  readonly status: 'inForce' | 'draft';
  readonly document: {
    /** null = placeholder that staff fill in. */
    readonly number: string | null;
    readonly date: CivilDate | null;
    readonly signer: string | null;
    readonly basis: readonly string[];
  };
  /** Inclusive span in which periods are owed (by their anchor day). */
  readonly effective: { readonly from: CivilDate; readonly to: CivilDate };
  readonly programmes: readonly Programme[];
  readonly topics: readonly Topic[];
  readonly reportingDuties: readonly ReportingDuty[];
  readonly campaigns: readonly Campaign[];
}

/** Whether the plan is in effect on any day of the span (inclusive). */
export function isInEffect({ effective }: Plan, span: { readonly from: CivilDate; readonly to: CivilDate }): boolean {
  return effective.from <= span.to && effective.to >= span.from;
}
