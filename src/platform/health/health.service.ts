/** What a check found. `detail` is short, English and free of secrets. */
export interface CheckResult {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly detail?: string;
}

/** One thing the service depends on. */
export abstract class HealthCheck {
  abstract readonly name: string;
  /** Whether the service is of no use without it. */
  abstract readonly isVital: boolean;
  /** A throw counts as down. */
  abstract check(): Promise<CheckResult>;
}

export interface HealthReport {
  /** down: a vital check is down; degraded: any check is not ok. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

export class HealthService {
  constructor(private readonly checks: readonly HealthCheck[]) {}

  async report(): Promise<HealthReport> {
    const results = await Promise.all(this.checks.map(async (check) => ({ check, result: await resultOf(check) })));
    const isDown = results.some(({ check, result }) => check.isVital && result.status === 'down');
    const isOk = results.every(({ result }) => result.status === 'ok');
    return {
      status: isDown ? 'down' : isOk ? 'ok' : 'degraded',
      checks: Object.fromEntries(results.map(({ check, result }) => [check.name, result])),
    };
  }
}

async function resultOf(check: HealthCheck): Promise<CheckResult> {
  try {
    return await check.check();
  } catch (error) {
    return { status: 'down', detail: error instanceof Error ? error.message : String(error) };
  }
}
