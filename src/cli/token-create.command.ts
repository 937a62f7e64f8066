import { userInfo } from 'node:os';
import { z } from 'zod';
import { role as roleSchema, USUAL_DAYS } from '../auth/auth.dto';
import { TokensService } from '../auth/tokens.service';
import { ROLES } from '../domain/permissions';
import { caller, withApplication } from './application';
import { UsageError, type Command, type Invocation } from './command';
import { environment } from './context';
import { RunningService } from './running-service';

export const tokenCreate: Command = {
  name: 'token create',
  synopsis: '--role ROLE [--name NAME] [--days N] [--json]',
  help: {
    vi: `Cấp mã truy cập cho tập lệnh với một vai trò (${ROLES.join(', ')}), in ra một lần; hết hạn sau N ngày (mặc định ${USUAL_DAYS}).`,
    en: `A token for a script, with one role (${ROLES.join(', ')}), printed once; it ends after N days (default ${USUAL_DAYS}).`,
  },
  options: { role: 'string', name: 'string', days: 'string' },
  operandCount: { min: 0, max: 0 },
  run,
};

const created = z.object({ id: z.string(), secret: z.string(), role: z.string(), name: z.string() });

async function run(invocation: Invocation): Promise<0> {
  const role = roleSchema.safeParse(invocation.required('role'));
  if (!role.success)
    throw new UsageError({
      vi: `--role là một trong: ${ROLES.join(', ')}`,
      en: `--role is one of ${ROLES.join(', ')}`,
    });
  const days = Number(invocation.option('days') ?? USUAL_DAYS);
  if (!Number.isInteger(days) || days < 1 || days > 400)
    throw new UsageError({ vi: '--days là số ngày từ 1 đến 400', en: '--days is a number of days from 1 to 400' });
  const { secret, ...token } = await create({ name: invocation.option('name') ?? role.data, role: role.data, days });
  invocation.answer({ ...token, secret }, [secret]);
  return 0;
}

async function create(wanted: { name: string; role: z.output<typeof roleSchema>; days: number }) {
  const service = await RunningService.find(environment().dataDir);
  if (service !== null) return service.post('/api/v1/tokens', wanted, created, caller());
  return withApplication(async (application) => {
    const by = { id: null, name: `${caller() ?? String(userInfo().uid)} (dòng lệnh)` };
    const { token, secret } = await application.get(TokensService, { strict: false }).create(wanted, by);
    return { id: token.id, name: token.name, role: token.role, secret };
  });
}
