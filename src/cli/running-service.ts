import { z } from 'zod';
import { DomainError } from '../domain/errors';
import { InstanceLock } from '../platform/instance-lock';
import { publishedAddress, type ServiceAddress } from '../platform/service-address';

const HEALTH_TIMEOUT_MS = 5_000;

const health = z.object({ status: z.enum(['ok', 'degraded', 'down']) });
const problem = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
});

/** The service that holds this DATA_DIR, spoken to over its own API: only one process may open the database. */
export class RunningService {
  private constructor(private readonly address: ServiceAddress) {}

  /**
   * null when nobody holds DATA_DIR. The lock is asked first: an address may be stale, and another station's service
   * may answer there by now.
   * @throws DomainError dataDirInUse when somebody holds it and no service answers
   */
  static async find(dataDir: string): Promise<RunningService | null> {
    try {
      InstanceLock.acquire(dataDir).release();
      return null;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'dataDirInUse') throw error;
      const address = publishedAddress(dataDir);
      if (address !== null && (await isHealthy(address.url))) return new RunningService(address);
      throw error;
    }
  }

  /** @throws DomainError as the service gave it */
  async post<T>(path: string, body: unknown, answer: z.ZodType<T>, actor: string | undefined): Promise<T> {
    const headers = {
      'Content-Type': 'application/json',
      ...(actor === undefined ? {} : { 'X-Actor': encodeURIComponent(actor) }),
    };
    const response = await this.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.parse(await response.json());
  }

  /** @throws DomainError as the service gave it */
  async download(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.ask(path)).arrayBuffer());
  }

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const { url, key } = this.address;
    const headers = { ...(init.headers as Record<string, string> | undefined), Authorization: `Bearer ${key}` };
    const response = await fetch(new URL(path, url), { ...init, headers });
    if (response.ok) return response;
    const told = problem.safeParse(await response.json().catch(() => null));
    if (!told.success) throw new DomainError('unavailable');
    throw new DomainError(told.data.code, told.data.facts);
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/api/v1/health', url), { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    return health.safeParse(await response.json()).success;
  } catch {
    return false;
  }
}
