import { resolve } from 'node:path';
import { z } from 'zod';

/** The process's environment variables. Everything else that can be set lives in `config/`. */
export class Environment {
  constructor(
    /** TCP port of the console and the API; 0 takes a free one. */
    readonly port: number,
    /** Loopback only until there is sign-in. */
    readonly host: string,
    /** Absolute. Holds the database, recordings, the private Redis and what was aired. */
    readonly dataDir: string,
    /** Absolute. Holds station.yaml and plans/*.yaml. */
    readonly configDir: string,
    /** undefined: the service runs a private redis-server of its own. */
    readonly redisUrl: string | undefined,
  ) {}
}

/** One or more variables cannot be used. The message is for whoever starts the service: Vietnamese, then English. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'] as const;
const HIGHEST_PORT = 65_535;

const rules = {
  PORT: z.coerce.number().int().min(0).max(HIGHEST_PORT).default(8080),
  HOST: z.enum(LOOPBACK_HOSTS).default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  CONFIG_DIR: z.string().default('./config'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
};

const advice: Readonly<Record<keyof typeof rules, readonly [vi: string, en: string]>> = {
  PORT: [`phải là số nguyên từ 0 đến ${HIGHEST_PORT}`, `must be a whole number from 0 to ${HIGHEST_PORT}`],
  HOST: [
    `chỉ được là ${LOOPBACK_HOSTS.join(', ')} vì chưa có đăng nhập`,
    `must be one of ${LOOPBACK_HOSTS.join(', ')}, because there is no sign-in yet`,
  ],
  DATA_DIR: ['phải là đường dẫn thư mục', 'must be the path of a folder'],
  CONFIG_DIR: ['phải là đường dẫn thư mục', 'must be the path of a folder'],
  REDIS_URL: [
    'phải có dạng redis://máy:cổng/số, hoặc bỏ trống để dùng redis riêng',
    'must look like redis://host:port/number, or be unset to use a private redis',
  ],
};

/**
 * @param variables as in process.env; an empty variable counts as unset
 * @param baseDir relative folders start here
 * @throws EnvironmentError naming every variable that cannot be used (never REDIS_URL's value: it may hold a password)
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  baseDir: string = process.cwd(),
): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = z.object(rules).safeParse(given);
  if (!parsed.success) throw new EnvironmentError(explain(parsed.error.issues, given));
  const { PORT, HOST, DATA_DIR, CONFIG_DIR, REDIS_URL } = parsed.data;
  return new Environment(PORT, HOST, resolve(baseDir, DATA_DIR), resolve(baseDir, CONFIG_DIR), REDIS_URL);
}

function explain(issues: readonly z.core.$ZodIssue[], given: Readonly<Record<string, unknown>>): string {
  const names = [...new Set(issues.map((issue) => issue.path[0]))] as (keyof typeof rules)[];
  return names
    .map((name) => {
      const found = name === 'REDIS_URL' ? '' : `="${String(given[name])}"`;
      const [vi, en] = advice[name];
      return `${name}${found}: ${vi}.\n${name}${found}: ${en}.`;
    })
    .join('\n');
}
