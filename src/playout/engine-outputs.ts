import { EnvironmentError } from '../platform/config/environment';
import type { StationConfig } from '../platform/config/station-config';
import type { OutputConfig } from './engine/protocol';

/**
 * The station's outputs as engines take them. A password stays in the environment, which engines inherit.
 * @throws EnvironmentError naming every variable that an output asks for and that is not set
 */
export function engineOutputs(
  { outputs, station }: Pick<StationConfig, 'outputs' | 'station'>,
  environment: Readonly<Record<string, string | undefined>>,
): readonly OutputConfig[] {
  const lacking = outputs.flatMap((output) =>
    output.kind === 'icecast' && !environment[output.passwordEnv] ? [output] : [],
  );
  if (lacking.length > 0) throw new EnvironmentError(lacking.map(explainLack).join('\n'));
  return outputs.map(({ role: _role, label: _label, ...output }) =>
    output.kind === 'icecast' ? { ...output, idleTitle: station.name } : output,
  );
}

function explainLack({ code, passwordEnv }: { readonly code: string; readonly passwordEnv: string }): string {
  return (
    `${passwordEnv}: đầu ra "${code}" lấy mật khẩu từ biến môi trường này, nhưng biến chưa được đặt.\n` +
    `${passwordEnv}: output "${code}" takes its password from this environment variable, which is not set.`
  );
}
