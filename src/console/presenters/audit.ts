import type { AuditedDeed } from '../../audit/audit.log';
import type { AuditWords } from '../people/audit-words';
import type { AuditLine } from '../views/audit';
import type { Words } from '../words';
import { momentText, nameText } from './format';

const LONGEST_CHANGE = 600;
/** Fields that hold instants (epoch milliseconds). */
const INSTANT = /^(?:at|start|[a-z]+At)$/;

interface Look {
  readonly words: Words;
  readonly own: AuditWords;
  readonly timeZone: string;
}

/** A deed as the page shows it; what has no word, from another version say, keeps its own name. */
export function presentDeed(deed: AuditedDeed, look: Look): AuditLine {
  const { own, words, timeZone } = look;
  const { actions, subjects }: Readonly<Record<'actions' | 'subjects', Readonly<Record<string, string>>>> = own;
  return {
    ...{ id: deed.id, at: momentText(deed.at, timeZone), who: nameText(deed.actor, words) },
    ...{ what: actions[deed.action] ?? deed.action, address: deed.address ?? '–' },
    subject: `${subjects[deed.subjectKind] ?? deed.subjectKind} ${deed.subjectId}`,
    ...{ before: changeText(deed.before, look), after: changeText(deed.after, look) },
  };
}

/** Codes of the deeds whose words contain what is looked for; none for an empty text. */
export function deedsSaid(text: string, { actions }: AuditWords): readonly string[] {
  const wanted = text.toLocaleLowerCase('vi');
  if (wanted === '') return [];
  return Object.entries(actions)
    .filter(([, said]) => said.toLocaleLowerCase('vi').includes(wanted))
    .map(([action]) => action);
}

function changeText(value: unknown, look: Look): string | null {
  if (value === null || typeof value !== 'object') return null;
  const parts = Object.entries(value).map(
    ([name, one]) => `${look.own.fields[name] ?? name}: ${valueText(name, one, look)}`,
  );
  const text = parts.join('; ');
  return text.length > LONGEST_CHANGE ? `${text.slice(0, LONGEST_CHANGE)}…` : text;
}

function valueText(name: string, value: unknown, look: Look): string {
  const { own, timeZone } = look;
  if (value === null || value === '') return own.nothing;
  if (typeof value === 'boolean') return value ? own.yes : own.no;
  if (typeof value === 'number') return INSTANT.test(name) ? momentText(value, timeZone) : String(value);
  if (typeof value === 'string') return own.values[value] ?? value;
  if (Array.isArray(value)) return value.map((one) => valueText(name, nameOf(one), look)).join(', ');
  return JSON.stringify(value);
}

/** Files are told by their names; what they contain stands beside those in the database. */
function nameOf(one: unknown): unknown {
  return typeof one === 'object' && one !== null && 'name' in one ? one.name : one;
}
