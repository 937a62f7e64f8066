import { z } from 'zod';
import type { Weekday } from '../../domain/calendar';
import { DomainError } from '../../domain/errors';
import type { Placement, Plan, Programme } from '../../domain/plan';
import { ConfigError } from '../../platform/config/config-error';
import { InvalidInput } from '../../platform/http/problem';
import { required, typedText } from '../../platform/http/typed-text';
import { weekdaysOf } from '../presenters/plan';

/** Name that messages about a plan's text begin with. */
export const TEXT_NAME = 'Kế hoạch';

const code = z.string().max(100);
const count = (longest: number) => z.coerce.number().int().min(0).max(longest);
const optionalCount = z
  .string()
  .trim()
  .regex(/^\d{0,5}$/, '0, 1, 2 …')
  .transform((text) => (text === '' ? null : Number(text)));
const minutes = z
  .string()
  .trim()
  .regex(/^\d{1,4}([.,]\d{1,2})?$/, '12,5')
  .transform((text) => Math.round(Number(text.replace(',', '.')) * 60))
  .refine((seconds) => seconds > 0, '12,5');

export const programmeForm = z.object({
  ma: code,
  key: code,
  edited: z.coerce.number().int().min(0),
  title: required(typedText(300)),
  lead: required(typedText(300)),
  cadence: z.enum(['weekly', 'monthly', 'unscheduled']),
  repeats: count(30),
  issuesPerYear: optionalCount,
  repeatsPerYear: optionalCount,
  /** A session's code, or "" for a fixed time. */
  place: code,
  at: z
    .string()
    .trim()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$/, '10:00')
    .default(''),
  days: z
    .preprocess(
      (value) => (typeof value === 'string' ? [value] : (value ?? [])),
      z.array(z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])),
    )
    .default([]),
  plannedMinutes: minutes,
  maxMinutes: minutes,
  priority: z.enum(['NORMAL', 'PRIORITY']),
});
type ProgrammeForm = z.output<typeof programmeForm>;

export const textForm = z.object({
  // Browsers send CR LF.
  source: z
    .string()
    .max(2_000_000)
    .transform((text) => text.replace(/\r\n/g, '\n')),
  /** The plan and version that the text began with; "" and 0 for a text from elsewhere. */
  ma: code.default(''),
  edited: z.coerce.number().int().min(0).default(0),
  origin: z.enum(['console', 'clone']).default('console'),
});

export const textQuery = z.object({
  ma: code.default(''),
  n: z.coerce.number().int().min(1).optional(),
  nam: z.coerce.number().int().min(2000).max(2100).optional(),
});

/**
 * The plan with one programme as a form says.
 * @throws DomainError notFound; InvalidInput when the form contradicts itself
 */
export function withProgramme(plan: Plan, form: ProgrammeForm): Plan {
  const before = plan.programmes.find(({ key }) => key === form.key);
  if (!before) throw new DomainError('notFound', { kind: 'programme', id: form.key });
  const after: Programme = {
    ...before,
    title: form.title,
    units: { ...before.units, lead: form.lead },
    cadence: form.cadence === 'unscheduled' ? { kind: 'unscheduled' } : { kind: form.cadence, repeats: form.repeats },
    target: { issuesPerYear: form.issuesPerYear, repeatsPerYear: form.repeatsPerYear },
    placement: form.cadence === 'unscheduled' ? null : placementOf(before.placement, form),
    plannedDurationSeconds: form.plannedMinutes,
    maxDurationSeconds: form.maxMinutes,
    priority: form.priority,
  };
  if (after.plannedDurationSeconds > after.maxDurationSeconds)
    throw fault('plannedMinutes', { vi: 'không quá thời lượng nhiều nhất', en: 'at most the longest duration' });
  return { ...plan, programmes: plan.programmes.map((one) => (one === before ? after : one)) };
}

function placementOf(before: Placement | null, { place, at, days }: ProgrammeForm): Placement {
  const rrule = days.length > 0 ? weekly(days) : ownRule(before);
  if (rrule === null) throw fault('days', { vi: 'ít nhất một ngày', en: 'at least one day' });
  if (place !== '') return { kind: 'session', rrule, sessionCode: place };
  if (at === '') throw fault('at', { vi: 'giờ phát, ví dụ 10:00', en: 'a time, such as 10:00' });
  return { kind: 'fixedTime', rrule, at };
}

function weekly(days: readonly Weekday[]): string {
  return `FREQ=WEEKLY;BYDAY=${days.join(',')}`;
}

/** A rule that the boxes of a form cannot say stays when none of them is ticked. */
function ownRule(placement: Placement | null): string | null {
  return placement !== null && weekdaysOf(placement.rrule) === null ? placement.rrule : null;
}

function fault(path: string, allowed: { readonly vi: string; readonly en: string }): InvalidInput {
  return new InvalidInput([{ path, found: null, allowed }]);
}

/**
 * A refusal of the plan's text as one of the form that made it: fields instead of lines.
 * @param spokenOf what the words of a plan's text are called
 */
export function asFormFault(error: unknown, spokenOf: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof ConfigError)) return error;
  const said = (text: string) => text.replace(/[A-Za-z][\w-]*/g, (word) => spokenOf[word] ?? word);
  return new InvalidInput(
    error.problems.map(({ path, found, allowed }) => {
      return { path: path.split('.').at(-1) ?? '', found, allowed: { vi: said(allowed.vi), en: allowed.en } };
    }),
  );
}
