import { join } from 'node:path';
import { clonePlan } from '../domain/clone-plan';
import { loadPlan, planSource } from '../platform/config/plan-file';
import { UsageError, type Command, type Invocation } from './command';
import { environment } from './context';
import { refuseExisting, writeWhole } from '../platform/files';

export const planClone: Command = {
  name: 'plan clone',
  synopsis: 'CODE --year YYYY [--out FILE] [--force] [--json]',
  help: {
    vi: 'Lập bản nháp cho năm khác từ CONFIG_DIR/plans/CODE.yaml. --force: ghi đè tệp đã có.',
    en: "Drafts another year's plan from CONFIG_DIR/plans/CODE.yaml. --force: replace an existing file.",
  },
  options: { year: 'string', out: 'string', force: 'boolean' },
  operandCount: { min: 1, max: 1 },
  run: clone,
};

async function clone(invocation: Invocation): Promise<0> {
  const year = yearOption(invocation);
  const plansDir = join(environment().configDir, 'plans');
  const original = loadPlan(join(plansDir, `${invocation.operand(0)}.yaml`));
  const draft = clonePlan(original, year);
  const out = invocation.option('out');
  const file = out === undefined ? join(plansDir, `${draft.code}.yaml`) : invocation.path(out);
  refuseExisting(file, invocation.has('force'));
  const note = `# Bản nháp năm ${year}, sao từ ${original.code}; căn cứ cần xác nhận.\n`;
  await writeWhole(file, `${note}${planSource(draft)}`);
  invocation.answer({ code: draft.code, year, status: draft.status, from: original.code, file }, [
    `Đã viết ${file} (bản nháp ${draft.code}, căn cứ cần xác nhận).`,
    `Written: ${file} (draft ${draft.code}, its bases await confirmation).`,
    '',
    'Việc tiếp theo / Next:',
    `  1. Mở tệp, điền số, ngày, người ký và căn cứ của năm ${year}; khi đã ban hành, đổi status thành inForce.`,
    `  2. npm run -s cli -- plan check ${file}`,
    `  3. Thêm "- ${draft.code}" vào mục plans của station.yaml, hoặc: npm run -s cli -- plan import ${file}`,
  ]);
  return 0;
}

function yearOption(invocation: Invocation): number {
  const typed = invocation.required('year');
  if (/^\d{4}$/.test(typed)) return Number(typed);
  throw new UsageError({
    vi: `--year "${typed}": phải là năm, dạng YYYY.`,
    en: `--year "${typed}": must be a year, YYYY.`,
  });
}
