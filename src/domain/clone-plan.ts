import { DomainError } from './errors';
import type { Plan } from './plan';

/**
 * A draft of the plan for another year: code, titles and campaign periods move to the new year, the whole year is
 * effective, and what only that year's own document can give (number, date, signer) is left open. Bases and quotes
 * stay word for word: they are the old document's, and `status: 'draft'` says that they await confirmation.
 * @throws DomainError 'cloneYearInvalid' for a year outside 2000..2100 or the plan's own
 */
export function clonePlan(plan: Plan, year: number): Plan {
  if (!Number.isInteger(year) || year < 2000 || year > 2100 || year === plan.year) {
    throw new DomainError('cloneYearInvalid', { planCode: plan.code, planYear: plan.year, year });
  }
  const moved = (text: string): string => moveYear(text, plan.year, year);
  const code = moved(plan.code);
  return {
    ...plan,
    code: code === plan.code ? `${plan.code}-${String(year)}` : code,
    title: moved(plan.title),
    year,
    status: 'draft',
    document: { ...plan.document, number: null, date: null, signer: null },
    effective: { from: `${String(year)}-01-01`, to: `${String(year)}-12-31` },
    programmes: plan.programmes.map((programme) => ({ ...programme, title: moved(programme.title) })),
    campaigns: plan.campaigns.map((campaign) => ({
      ...campaign,
      title: moved(campaign.title),
      period: moved(campaign.period),
    })),
  };
}

/** Replaces the year where it stands alone ("năm 2025", "Quý III/2025"), never inside a date or a longer number. */
function moveYear(text: string, from: number, to: number): string {
  return text.replace(new RegExp(`(?<!\\d|\\d[/.-])${String(from)}(?!\\d)`, 'g'), String(to));
}
