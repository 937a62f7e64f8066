import type { CivilDate } from '../domain/calendar';
import type { Tally } from '../domain/tally';
import type { Plan } from '../domain/plan';
import type { AiredItem } from '../schedule/aired-item';
import type { ReportKind, ReportScope, Span } from '../domain/report-period';

/** What stands above and below a report (Decree 30/2020/NĐ-CP); number, date and signature stay blank for staff. */
export interface ReportLetterhead {
  readonly issuingBodyParent: string;
  readonly issuingBody: string;
  /** Printed after "Số: …/". */
  readonly documentSymbol: string;
  readonly place: string;
  /** "Kính gửi". */
  readonly recipients: readonly string[];
  /** "Nơi nhận". */
  readonly distribution: readonly string[];
  /** One line or more: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH". */
  readonly signerTitle: string;
  /** null leaves the line empty. */
  readonly signerName: string | null;
  /** What the text calls the loudspeakers: "hệ thống truyền thanh xã". */
  readonly systemName: string;
}

/**
 * A report over one period: the only model, from which every format is written. JSON as it stands; all text in
 * Unicode NFC.
 */
export interface Report extends Span {
  readonly kind: ReportKind;
  /** As `reportPeriodOf` takes it: "2026-10", "2026-Q4". */
  readonly period: string;
  readonly scope: ReportScope;
  /** When the books were read, ISO 8601; what aired or was made up later is not in it. */
  readonly asOf: string;
  /** false while the period is still running. */
  readonly ended: boolean;
  readonly letterhead: ReportLetterhead;
  /** Plans in effect on any day of the period. */
  readonly plans: readonly PlanBasis[];
  /** Bảng 1: obligations, by the anchor of their period. */
  readonly targets: readonly ProgrammeTargets[];
  /** Bảng 2: what went out, by measured start. */
  readonly airings: readonly AiringLine[];
  readonly totals: AiringTotals;
  /** Bảng 3. */
  readonly sources: readonly SourceLine[];
  /** Bảng 4, in Vietnamese letter order; codes that nothing aired on too. */
  readonly topics: readonly TopicLine[];
  /** Bảng 5. */
  readonly clusters: readonly ClusterLine[];
  /** Bảng 6. */
  readonly lost: readonly LostLine[];
  /** Chart: issues by the week that holds the anchor of their period. */
  readonly weeks: readonly WeekLine[];
  /** Airings that somebody vouches for and nothing measured: in no measured number. */
  readonly attested: readonly AttestedLine[];
  /** Appendix: the as-played log. */
  readonly log: readonly LogLine[];
  readonly texts: ReportTexts;
  /** null until it is locked. */
  readonly seal: ReportSeal | null;
}

/** What staff write: kept with the report, and printed where the form leaves room. "" prints dotted lines. */
export interface ReportTexts {
  readonly number: string;
  /** Date of the report, null until it has one. */
  readonly date: CivilDate | null;
  readonly signerName: string;
  /** VI. Tồn tại, nguyên nhân; paragraphs by line. */
  readonly shortcomings: string;
  /** VII. Phương hướng. */
  readonly directions: string;
  /** VIII. Kiến nghị. */
  readonly proposals: string;
}

/** What a locked report states of itself. */
export interface ReportSeal {
  readonly version: number;
  /** SHA-256 of the data: the report as canonical JSON without `asOf` and `seal`. */
  readonly dataSha256: string;
  /** Newest entry of the as-played log when it was locked; null when nothing was ever logged. */
  readonly logHead: { readonly id: number; readonly hash: string } | null;
  /** ISO 8601. */
  readonly lockedAt: string;
  readonly lockedBy: string;
  /** Against the version before; empty for the first. */
  readonly differences: readonly Difference[];
}

/** One value that differs from the version before. */
export interface Difference {
  /** Vietnamese name of the place: "Bảng 1, Chuyên mục …, số: Thực hiện". */
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

/** One row of Bảng 3. */
export interface SourceLine {
  readonly source: AiredItem['source'];
  /** Contents of which something aired. */
  readonly items: number;
  readonly airings: number;
  readonly airtimeSeconds: number;
}

/** One row of Bảng 4; an airing on several topics counts under each. */
export interface TopicLine {
  readonly code: string;
  /** null for a code that no plan in effect knows. */
  readonly title: string | null;
  readonly items: number;
  readonly airings: number;
  readonly airtimeSeconds: number;
  /** Last day on which it aired since the plans in effect began; null: never. */
  readonly lastAired: CivilDate | null;
}

/** One row of Bảng 5; an airing counts for a cluster when its output was given at least 95 % of it. */
export interface ClusterLine {
  readonly code: string;
  readonly name: string;
  readonly village: string;
  /** Settled airings that addressed it, but for cancelled and excused ones. */
  readonly scheduled: number;
  readonly succeeded: number;
  /** null when nothing was scheduled. */
  readonly ratePercent: number | null;
  /** null: no data until receivers report for themselves. */
  readonly disconnections: number | null;
  /** Of those that failed, for a technical reason. */
  readonly incidents: number;
}

/** One row of Bảng 6. */
export interface LostLine {
  /** null where nothing was ever on the schedule. */
  readonly airingId: string | null;
  readonly date: CivilDate | null;
  readonly time: string | null;
  readonly label: string;
  readonly state: 'missed' | 'partial' | 'cancelled' | 'excused';
  /** Vietnamese, lower case. */
  readonly reason: string;
  readonly document: string | null;
  readonly makeUp: LostMakeUp;
}

/** `by`: an airing that aired on `date`, one still to air then, an attestation; none. */
export type LostMakeUp =
  { readonly kind: 'aired' | 'planned' | 'attested'; readonly date: CivilDate } | { readonly kind: 'none' };

export interface WeekLine {
  /** ISO 8601, "2026-W40". */
  readonly week: string;
  readonly owed: number;
  readonly done: number;
  /** Of `done`, on somebody's word and never measured. */
  readonly attested: number;
}

export interface AttestedLine {
  readonly date: CivilDate;
  readonly time: string;
  readonly label: string;
  readonly airtimeSeconds: number;
  readonly document: string;
  readonly attestedBy: string;
}

/** One stretch of the as-played log, by planned start. */
export interface LogLine {
  readonly id: number;
  readonly date: CivilDate;
  /** "HH:MM:SS". */
  readonly plannedTime: string;
  /** null when nothing went out. */
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly outputCode: string;
  readonly title: string;
  readonly segment: number;
  readonly seconds: number;
  readonly endReason: string;
  /** What its air-check showed; null: not examined. */
  readonly proof: 'proved' | 'silent' | 'mismatch' | 'noData' | null;
  readonly hash: string;
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
