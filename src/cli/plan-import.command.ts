import { z } from 'zod';
import { unverifiedActor } from '../audit/actor';
import { PlansService, type PlanImport } from '../plans/plans.service';
import { parsePlan } from '../platform/config/plan-file';
import { readText } from '../platform/config/yaml-file';
import { caller, withApplication } from './application';
import type { Command, Invocation } from './command';
import { environment, station } from './context';
import { RunningService } from './running-service';

export const planImport: Command = {
  name: 'plan import',
  synopsis: 'FILE [--replace] [--json]',
  help: {
    vi: 'Đưa tệp kế hoạch vào cơ sở dữ liệu thành phiên bản mới (qua dịch vụ nếu đang chạy); tệp không đổi thì thôi. --replace: thay cả bản đã sửa trên bảng điều khiển.',
    en: "Makes a plan file the plan's next version (through the service when it runs); an unchanged file changes nothing. --replace: even over what was edited in the console.",
  },
  options: { replace: 'boolean' },
  operandCount: { min: 1, max: 1 },
  run,
};

const imported: z.ZodType<PlanImport> = z.object({ code: z.string(), n: z.int(), changed: z.boolean() });

async function run(invocation: Invocation): Promise<0> {
  const file = invocation.path(invocation.operand(0));
  const source = readText(file, 'planInvalid');
  // Faults are named here, with the caller's own name for the file, whoever does the import.
  parsePlan(source, file, station().grid);
  const { code, n, changed } = await importPlan(source, file, invocation.has('replace'));
  invocation.answer({ code, version: n, changed }, [
    changed ? `Kế hoạch ${code}: đã nhập phiên bản ${n}.` : `Kế hoạch ${code}: không đổi, vẫn là phiên bản ${n}.`,
    changed ? `Plan ${code}: version ${n} imported.` : `Plan ${code}: unchanged, still version ${n}.`,
  ]);
  return 0;
}

async function importPlan(source: string, file: string, replace: boolean): Promise<PlanImport> {
  const service = await RunningService.find(environment().dataDir);
  if (service !== null) return service.post('/api/v1/plans', { source, file, replace }, imported, caller());
  return withApplication((application) =>
    application
      .get(PlansService, { strict: false })
      .import(source, file, 'file', unverifiedActor(caller()), { replace }),
  );
}
