import { z } from 'zod';
import { DomainError } from '../domain/errors';
import { caller } from './application';
import type { Command, Invocation } from './command';
import { environment } from './context';
import { RunningService } from './running-service';

export const passwordReset: Command = {
  name: 'password reset',
  synopsis: 'USERNAME [--json]',
  help: {
    vi: 'Cấp mật khẩu mới cho một người, in ra một lần; dành cho khi không còn quản trị nào đăng nhập được. Dịch vụ phải đang chạy.',
    en: 'Another password for a person, printed once; for when no administrator can sign in. The service must be running.',
  },
  options: {},
  operandCount: { min: 1, max: 1 },
  run,
};

const given = z.object({ username: z.string(), password: z.string() });

async function run(invocation: Invocation): Promise<0> {
  const service = await RunningService.find(environment().dataDir);
  if (service === null) throw new DomainError('unavailable');
  const path = `/api/v1/accounts/${encodeURIComponent(invocation.operand(0))}/password`;
  const { username, password } = await service.post(path, {}, given, caller());
  invocation.answer({ username, password }, [password]);
  return 0;
}
