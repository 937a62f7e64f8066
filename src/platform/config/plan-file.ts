import { stringify } from 'yaml';
import { z } from 'zod';
import type { Plan, Programme } from '../../domain/plan';
import type { StationGrid } from '../../domain/station';
import { oneOf, showFound, type Finding } from './config-error';
import { civilDate, languageCode, listWithUnique, localTime, monthDay, seconds, slug, taking, text } from './fields';
import { isPlacementRule, weekdaysNamed } from './placement-rule';
import { parseYaml, readText } from './yaml-file';

const rrule = taking(z.string(), isPlacementRule, {
  vi: 'RRULE (RFC 5545) có ngày phát, FREQ=DAILY, WEEKLY hoặc MONTHLY với INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, ví dụ "FREQ=WEEKLY;BYDAY=MO"',
  en: 'an RRULE (RFC 5545) that ever falls on a day: FREQ=DAILY, WEEKLY or MONTHLY with INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, such as "FREQ=WEEKLY;BYDAY=MO"',
});

const cadence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('weekly'), repeats: z.int().min(0).max(6) }),
  z.strictObject({ kind: z.literal('monthly'), repeats: z.int().min(0).max(30) }),
  z.strictObject({ kind: z.literal('unscheduled') }),
]);

const placement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('session'), rrule, sessionCode: slug }),
  z.strictObject({ kind: z.literal('fixedTime'), rrule, at: localTime }),
]);

const policies = z.strictObject({
  interruption: z.enum(['resume', 'restart', 'abandon']).default('resume'),
  makeUp: z.enum(['automatic', 'confirm']).default('automatic'),
  startGraceSeconds: z.int().min(0).max(3600).default(120),
  requiredClusterShare: z.number().gt(0).max(1).default(0.5),
});

const yearlyCount = z.int().min(0).max(10_000).nullable().default(null);

const programme = z
  .strictObject({
    key: slug,
    title: text,
    field: z.enum(['cds', 'cchc']),
    channel: text,
    basis: z.strictObject({ section: text, quote: text }),
    units: z.strictObject({
      lead: text,
      coordinating: z.array(text).default([]),
      directing: text.nullable().default(null),
    }),
    cadence,
    target: z.strictObject({ issuesPerYear: yearlyCount, repeatsPerYear: yearlyCount }).prefault({}),
    placement: placement.nullable().default(null),
    languages: z.tuple([languageCode], languageCode).default(['vie']),
    plannedDurationSeconds: seconds,
    maxDurationSeconds: seconds,
    priority: z.enum(['PRIORITY', 'NORMAL']).default('NORMAL'),
    policies: policies.prefault({}),
  })
  .superRefine((value, context) => {
    for (const { path, allowed } of programmeFaults(value)) {
      context.addIssue({ code: 'custom', path: [...path], params: { allowed } });
    }
  });

const topic = z.strictObject({ code: text, title: text, quote: text });

const reportingDuty = z.strictObject({
  code: slug,
  basis: text,
  cadence: z.enum(['monthly', 'quarterly', 'halfYearly', 'yearly', 'adHoc']),
  dueOn: monthDay.nullable().default(null),
  subject: text,
  recipients: z.array(text).min(1),
  // Empty for a duty that the plan itself does not word.
  quote: z.string(),
});

const campaign = z.strictObject({ code: slug, title: text, basis: text, period: text, leadUnit: text });

const effective = z.strictObject({ from: civilDate, to: civilDate }).superRefine(({ from, to }, context) => {
  if (from <= to) return;
  const allowed = { vi: `ngày từ ${from} trở đi`, en: `a date on or after ${from}` };
  context.addIssue({ code: 'custom', path: ['to'], params: { allowed } });
});

const planSchema: z.ZodType<Plan> = z.strictObject({
  code: slug,
  title: text,
  organisation: text,
  year: z.int().min(2000).max(2100),
  status: z.enum(['inForce', 'draft']),
  document: z.strictObject({
    number: text.nullable(),
    date: civilDate.nullable(),
    signer: text.nullable(),
    basis: z.array(text),
  }),
  effective,
  programmes: listWithUnique(programme, 'key'),
  topics: listWithUnique(topic, 'code'),
  reportingDuties: listWithUnique(reportingDuty, 'code').default([]),
  campaigns: listWithUnique(campaign, 'code').default([]),
});

type Fault = Pick<Finding, 'path' | 'allowed'>;

/** What one programme contradicts in itself. */
function programmeFaults(value: Programme): readonly Fault[] {
  const faults: Fault[] = [];
  if (value.plannedDurationSeconds > value.maxDurationSeconds) {
    const bound = String(value.maxDurationSeconds);
    const allowed = { vi: `số không quá maxDurationSeconds (${bound})`, en: `at most maxDurationSeconds (${bound})` };
    faults.push({ path: ['plannedDurationSeconds'], allowed });
  }
  if (value.cadence.kind === 'unscheduled') return faults;
  if (value.placement === null) {
    const allowed = {
      vi: 'nơi phát (placement), vì chỉ tần suất "unscheduled" được bỏ trống',
      en: 'a placement: only the cadence "unscheduled" goes without one',
    };
    faults.push({ path: ['placement'], allowed });
  }
  return [...faults, ...targetFaults(value.cadence, value.target)];
}

/** The yearly numbers must be ones the cadence can reach: at most 53 ISO weeks or 12 months, and that many times the repeats. */
function targetFaults(
  { kind, repeats }: Exclude<Programme['cadence'], { kind: 'unscheduled' }>,
  { issuesPerYear, repeatsPerYear }: Programme['target'],
): readonly Fault[] {
  const faults: Fault[] = [];
  const periods = kind === 'weekly' ? 53 : 12;
  if (issuesPerYear !== null && issuesPerYear > periods) {
    const bound = String(periods);
    faults.push({
      path: ['target', 'issuesPerYear'],
      allowed: { vi: `số không quá ${bound} với tần suất ${kind}`, en: `at most ${bound} for a ${kind} cadence` },
    });
  }
  const repeatsWanted = (issuesPerYear ?? periods) * repeats;
  if (repeatsPerYear !== null && issuesPerYear !== null && repeatsPerYear !== repeatsWanted) {
    const wanted = String(repeatsWanted);
    faults.push({
      path: ['target', 'repeatsPerYear'],
      allowed: { vi: `${wanted} (issuesPerYear × repeats)`, en: `${wanted} (issuesPerYear × repeats)` },
    });
  }
  return faults;
}

/** What a plan asks of a station that the station does not offer; paths are the plan's. */
export function checkPlanAgainstStation(plan: Plan, station: StationGrid): readonly Finding[] {
  return plan.programmes.flatMap(({ placement: wanted, maxDurationSeconds }, index) => {
    if (wanted?.kind !== 'session') return [];
    const at = ['programmes', index] as const;
    const session = station.sessions.find(({ code }) => code === wanted.sessionCode);
    if (session === undefined) {
      const allowed = oneOf(station.sessions.map(({ code }) => code));
      return [
        {
          path: [...at, 'placement', 'sessionCode'],
          found: showFound(wanted.sessionCode),
          allowed,
          at: 'value' as const,
        },
      ];
    }
    const findings: Finding[] = [];
    const weekdays: readonly string[] = session.weekdays;
    if (weekdaysNamed(wanted.rrule).some((day) => !weekdays.includes(day))) {
      const days = weekdays.join(', ');
      const allowed = { vi: `ngày của ${session.code}: ${days}`, en: `days of ${session.code}: ${days}` };
      findings.push({ path: [...at, 'placement', 'rrule'], found: showFound(wanted.rrule), allowed, at: 'value' });
    }
    const longest = session.maxDurationSeconds - session.leadInSeconds - session.leadOutSeconds;
    if (maxDurationSeconds > longest) {
      const bound = String(longest);
      const allowed = {
        vi: `số không quá ${bound} (độ dài ${session.code})`,
        en: `at most ${bound} (length of ${session.code})`,
      };
      findings.push({
        path: [...at, 'maxDurationSeconds'],
        found: showFound(maxDurationSeconds),
        allowed,
        at: 'value',
      });
    }
    return findings;
  });
}

/** Reads and checks a plan file; see `parsePlan`. */
export function loadPlan(path: string, station?: StationGrid): Plan {
  return parsePlan(readText(path, 'planInvalid'), path, station);
}

/**
 * A plan from YAML text whose fields are named as in `Plan`; absent policies, languages, priority, target and
 * lists take their defaults. With a station, the plan is also checked against its sessions.
 * @param file the name that problems carry
 * @throws ConfigError 'planInvalid'
 */
export function parsePlan(source: string, file: string, station?: StationGrid): Plan {
  return parseYaml(source, file, planSchema, 'planInvalid', (plan) =>
    station === undefined ? [] : checkPlanAgainstStation(plan, station),
  );
}

/** Canonical YAML of a valid plan: equal plans give equal text, and `parsePlan` gives the plan back. */
export function planSource(plan: Plan): string {
  return draftSource(planSchema.parse(plan));
}

/** YAML of a plan that may contradict itself: `parsePlan` says in what. */
export function draftSource(plan: Plan): string {
  return stringify(plan, { lineWidth: 0 });
}
