import { periodsAnchoredIn, weekOf } from '../domain/calendar';
import type { Obligation } from '../domain/compliance';
import { groupBy } from '../domain/group-by';
import type { Plan, Topic } from '../domain/plan';
import type { Span } from '../domain/report-period';
import { compareTopicCodes } from '../domain/topic-order';
import type { DatedItem } from './airing-table';
import type { SourceLine, TopicLine, WeekLine } from './report';

const SOURCES: readonly SourceLine['source'][] = ['own', 'relay', 'emergency'];

/** Bảng 3: whose sound it was. Whole seconds row by row, as Bảng 2 prints them. */
export function countSources(items: readonly DatedItem[]): SourceLine[] {
  return SOURCES.map((source) => ({ source, ...countsOf(items.filter((item) => item.source === source)) }));
}

/**
 * Bảng 4: every code of the plans, and after them those that no plan knows.
 * @param aired since the plans in effect began; what lies outside of the span only tells when a topic was last on
 */
export function countTopics(topics: readonly Topic[], aired: readonly DatedItem[], span: Span): TopicLine[] {
  const titles = new Map(topics.map(({ code, title }) => [code, title]));
  const unknown = aired
    .filter(({ date }) => date >= span.from && date <= span.to)
    .flatMap((item) => item.topics.filter((code) => !titles.has(code)));
  const codes = [...titles.keys()].sort(compareTopicCodes);
  return [...codes, ...[...new Set(unknown)].sort(compareTopicCodes)].map((code) => {
    const own = aired.filter((item) => item.topics.includes(code) && item.date <= span.to);
    return {
      code,
      title: titles.get(code) ?? null,
      ...countsOf(own.filter(({ date }) => date >= span.from)),
      lastAired: own.at(-1)?.date ?? null,
    };
  });
}

/** Topics of the plan that were not on the air in the period, with the last day before it on which they were. */
export function topicGaps(topics: readonly TopicLine[]): Pick<TopicLine, 'code' | 'lastAired'>[] {
  return topics.filter(({ title, airings }) => title !== null && airings === 0);
}

function countsOf(items: readonly DatedItem[]): Pick<SourceLine, 'items' | 'airings' | 'airtimeSeconds'> {
  return {
    items: new Set(items.map(({ contentId }) => contentId)).size,
    airings: items.length,
    airtimeSeconds: items.reduce((sum, { airtimeSeconds }) => sum + Math.round(airtimeSeconds), 0),
  };
}

/** Required issues by the week of their period's anchor; weeks that owe nothing too, so that the axis is even. */
export function countWeeks(obligations: readonly Obligation[], plans: readonly Plan[], { from, to }: Span): WeekLine[] {
  const owed = obligations.filter(
    ({ unit, required, period: { anchor } }) =>
      unit === 'issue' &&
      required &&
      anchor >= from &&
      anchor <= to &&
      plans.some(({ effective }) => anchor >= effective.from && anchor <= effective.to),
  );
  const byWeek = groupBy(owed, ({ period }) => weekOf(period.anchor).key);
  // The week of a month's 15th may have its own Thursday outside of a window from 15 to 14.
  const weeks = [...new Set([...periodsAnchoredIn('week', from, to).map(({ key }) => key), ...byWeek.keys()])].sort();
  return weeks.map((week) => {
    const issues = byWeek.get(week) ?? [];
    const done = issues.filter(({ state }) => state === 'aired' || state === 'madeUp').length;
    const attested = issues.filter(({ attestationId }) => attestationId !== null).length;
    return { week, owed: issues.length, done, attested };
  });
}
