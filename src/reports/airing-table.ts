import { isoAt, localTimeAt, type CivilDate } from '../domain/calendar';
import { assertNever } from '../domain/errors';
import type { Plan } from '../domain/plan';
import type { AiredItem } from '../schedule/aired-item';
import type { AiringLine, Role } from './report';

/** An aired item with the station's date of its measured start. */
export type DatedItem = AiredItem & { readonly date: CivilDate };

/** Bảng 2: the station's own items in order of their measured start. */
export function listAirings(items: readonly DatedItem[], plans: readonly Plan[], timeZone: string): AiringLine[] {
  const own = items.filter(({ source }) => source !== 'relay');
  return own.map((item, index) => ({
    position: index + 1,
    airingId: item.airingId,
    start: isoAt(item.start, timeZone),
    date: item.date,
    time: localTimeAt(item.start, timeZone),
    label: labelOf(item),
    topics: topicsOf(item, plans),
    role: roleOf(item),
    language: item.language,
    // Rounded row by row, so that the total is the sum of what is printed.
    airtimeSeconds: Math.round(item.airtimeSeconds),
    partial: item.state === 'partial',
    clustersReached: item.clustersReached,
    clustersTotal: item.clustersTotal,
    approver: item.approver,
  }));
}

/** Programme and number, or the title of a special. */
export function labelOf({
  programmeTitle,
  number,
  title,
}: Pick<AiredItem, 'programmeTitle' | 'number' | 'title'>): string {
  if (programmeTitle === null) return title;
  return number === null ? `${programmeTitle}: ${title}` : `${programmeTitle}, số ${number}`;
}

function roleOf({ role, airedBefore }: AiredItem): Role {
  switch (role) {
    case 'first':
    case 'repeat':
    case 'makeUp':
      return role;
    case 'extra':
      return airedBefore ? 'repeat' : 'first';
    default:
      return assertNever(role);
  }
}

/** In the plan's own order: Vietnamese letters are never sorted as ASCII. Codes no plan knows come last. */
function topicsOf(item: AiredItem, plans: readonly Plan[]): AiringLine['topics'] {
  const own = plans.find(({ programmes }) => programmes.some(({ key }) => key === item.programmeKey));
  const known = (own ? [own] : plans).flatMap(({ topics }) => topics);
  const placed = item.topics.map((code) => {
    const position = known.findIndex((topic) => topic.code === code);
    return { code, title: known[position]?.title ?? null, position: position < 0 ? known.length : position };
  });
  return placed.sort((a, b) => a.position - b.position).map(({ code, title }) => ({ code, title }));
}
