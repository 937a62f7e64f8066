import type { CivilDate } from '../domain/calendar';
import type { Tally } from '../domain/tally';
import type { Plan } from '../domain/plan';

/** What stands above and below a report (Decree 30/2020/NĐ-CP); number, date and signature stay blank for staff. */
export interface ReportLetterhead {
  readonly issuingBodyParent: string;
  readonly issuingBody: string;
  /** Printed after "Số: …/". */
  readonly documentSymbol: string;
  readonly place: string;
  readonly recipients: readonly string[];
  readonly signerTitle: string;
  /** null leaves the line empty. */
  readonly signerName: string | null;
}

/** A report over one calendar month. JSON as it stands; all text in Unicode NFC. */
export interface MonthlyReport {
  readonly kind: 'monthly';
  /** "YYYY-MM". */
  readonly month: string;
  /** First and last day, both included, in the station's zone. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** When the books were read, ISO 8601; what aired or was made up later is not in it. */
  readonly asOf: string;
  /** false while the month is still running. */
  readonly monthEnded: boolean;
  readonly letterhead: ReportLetterhead;
  /** Plans in effect on any day of the month. */
  readonly plans: readonly PlanBasis[];
  /** Bảng 1: obligations, by the anchor of their period. */
  readonly targets: readonly ProgrammeTargets[];
  /** Bảng 2: what went out, by measured start. */
  readonly airings: readonly AiringLine[];
  readonly totals: AiringTotals;
}

export interface PlanBasis {
  readonly code: string;
  readonly title: string;
  readonly organisation: string;
  /** draft: to be confirmed by staff. */
  readonly status: Plan['status'];
  readonly number: string | null;
  readonly date: CivilDate | null;
  /** Decisions the plan rests on, verbatim. */
  readonly basis: readonly string[];
}

/** One programme of Bảng 1. */
export interface ProgrammeTargets {
  readonly position: number;
  readonly planCode: string;
  readonly programmeKey: string;
  readonly title: string;
  /** Section of the plan, "C.I.1.a". */
  readonly basis: string;
  readonly lines: readonly TargetLine[];
}

/** met: all done; notMet: some missed; running: some still open; excused: all done but what was excused. */
export type Verdict = 'met' | 'notMet' | 'running' | 'excused';

export interface TargetLine {
  /** Issues of a weekly or a monthly programme, repeats; contents and airings where the plan sets no cadence. */
  readonly unit: 'weeklyIssue' | 'monthlyIssue' | 'repeat' | 'content' | 'airing';
  /** Owed in the month; null where the plan sets no target. */
  readonly target: number | null;
  readonly done: number;
  /** done / target × 100, one decimal; null without a target or with target 0. */
  readonly ratePercent: number | null;
  /** From the plan's effective start to the end of the month. */
  readonly cumulativeTarget: number | null;
  readonly cumulativeDone: number;
  /** The plan's own yearly number, and what its effective span leaves of it. */
  readonly yearTarget: { readonly nominal: number; readonly proRata: number | null } | null;
  /** null without a target. */
  readonly verdict: Verdict | null;
  /** The month's obligations by state; null without a target. */
  readonly tally: Tally | null;
  /** Vietnamese sentences for the last column. */
  readonly notes: readonly string[];
}

/** How an airing is named in Bảng 2. */
export type Role = 'first' | 'repeat' | 'makeUp';

/** One row of Bảng 2. */
export interface AiringLine {
  readonly position: number;
  readonly airingId: string;
  /** Measured start, ISO 8601 with the station's offset. */
  readonly start: string;
  readonly date: CivilDate;
  /** "HH:MM:SS", station time. */
  readonly time: string;
  /** Programme and number, or the title of a special. */
  readonly label: string;
  readonly topics: readonly { readonly code: string; readonly title: string | null }[];
  readonly role: Role;
  /** ISO 639-3. */
  readonly language: string;
  /** Whole seconds that went out. */
  readonly airtimeSeconds: number;
  /** true: it began and did not end as it should. */
  readonly partial: boolean;
  readonly clustersReached: number;
  readonly clustersTotal: number;
  /** As stored: a typed name carries its "(chưa xác thực)". */
  readonly approver: string | null;
}

export interface AiringTotals {
  /** Aired in full. */
  readonly aired: number;
  readonly partial: number;
  /** Sum of the rows' whole seconds, the partial ones included. */
  readonly airtimeSeconds: number;
}

/** Inclusive civil dates. */
export interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate;
}
