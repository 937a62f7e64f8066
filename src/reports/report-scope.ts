import type { Plan, Topic } from '../domain/plan';
import type { ReportScope } from '../domain/report-period';
import { fieldOfTopic } from '../domain/topic-order';
import type { AiredItem } from '../schedule/aired-item';
import type { BookedAiring } from '../schedule/report-books.service';

/** What of the plans and the air a report on one field is about; `all` is everything. */
export interface Scope {
  readonly plans: readonly Plan[];
  readonly topics: readonly Topic[];
  readonly hasProgramme: (programmeKey: string) => boolean;
  /** A special that belongs to no programme goes by its topics. */
  readonly hasItem: (item: Pick<AiredItem, 'programmeKey' | 'topics'>) => boolean;
  /** What never went out has no topics yet: without a programme it is in the report on everything alone. */
  readonly hasBooked: (airing: Pick<BookedAiring, 'programmeKey'>) => boolean;
  readonly hasAiring: (airingId: string, own: readonly BookedAiring[]) => boolean;
}

/** @param plans those in effect in the report's period */
export function scopeOf(scope: ReportScope, plans: readonly Plan[]): Scope {
  const inField = plans.map((plan) => ({
    ...plan,
    programmes: plan.programmes.filter(({ field }) => scope === 'all' || field === scope),
    topics: plan.topics.filter(({ code }) => scope === 'all' || fieldOfTopic(code) === scope),
  }));
  const keys = new Set(inField.flatMap(({ programmes }) => programmes.map(({ key }) => key)));
  const hasProgramme = (key: string) => (scope === 'all' ? true : keys.has(key));
  return {
    plans: inField,
    topics: inField.flatMap(({ topics }) => topics),
    hasProgramme,
    hasItem: ({ programmeKey, topics }) =>
      programmeKey === null
        ? scope === 'all' || topics.some((code) => fieldOfTopic(code) === scope)
        : hasProgramme(programmeKey),
    hasBooked: ({ programmeKey }) => scope === 'all' || (programmeKey !== null && keys.has(programmeKey)),
    hasAiring: (id, own) => scope === 'all' || own.some(({ airingId }) => airingId === id),
  };
}
