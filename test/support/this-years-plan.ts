import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clonePlan } from '../../src/domain/clone-plan';
import { loadPlan, planSource } from '../../src/platform/config/plan-file';

const DAY_MS = 86_400_000;
const civilDate = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * Writes the plan "thu" into a station's settings: it owes this year what the shipped plan owes its own. At the year's
 * ends it reaches into its neighbour: there is always something behind that was owed, and something still to come.
 */
export function writeThisYearsPlan(configDir: string): void {
  const now = new Date();
  const year = now.getUTCFullYear();
  const shipped = loadPlan(join(configDir, 'plans', 'son-mai-2025.yaml'));
  const plan = shipped.year === year ? shipped : clonePlan(shipped, year);
  const monthBeforeLast = civilDate(new Date(Date.UTC(year, now.getUTCMonth() - 2, 1)));
  const nextMonth = civilDate(new Date(now.getTime() + 40 * DAY_MS));
  const { from, to } = plan.effective;
  const effective = { from: from < monthBeforeLast ? from : monthBeforeLast, to: to > nextMonth ? to : nextMonth };
  writeFileSync(join(configDir, 'plans', 'thu.yaml'), planSource({ ...plan, code: 'thu', effective }));
}
