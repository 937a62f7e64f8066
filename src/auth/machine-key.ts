import { Injectable } from '@nestjs/common';
import type { Principal } from '../platform/http/request-context';
import { newSecret, sameSecret } from './secrets';

/**
 * What this machine's command line speaks to the running service with: it lies in DATA_DIR, readable by the service's
 * user alone, who could open the database as well. New at every start.
 */
@Injectable()
export class MachineKey {
  readonly value = newSecret();

  /** @param caller the operating system's name of who runs the command */
  principalOf(key: string, caller: string | undefined): Principal | null {
    if (!sameSecret(key, this.value)) return null;
    const name = `${caller ?? 'root'} (dòng lệnh)`;
    return { kind: 'machine', id: null, name, roles: ['admin'], sessionId: null };
  }
}
