import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clonePlan } from '../../src/domain/clone-plan';
import { loadPlan, planSource } from '../../src/platform/config/plan-file';

/** Writes the plan "thu" into a station's settings: it owes this year what the shipped plan owes its own. */
export function writeThisYearsPlan(configDir: string): void {
  const year = new Date().getFullYear();
  const shipped = loadPlan(join(configDir, 'plans', 'son-mai-2025.yaml'));
  const plan = { ...(shipped.year === year ? shipped : clonePlan(shipped, year)), code: 'thu' };
  writeFileSync(join(configDir, 'plans', 'thu.yaml'), planSource(plan));
}
