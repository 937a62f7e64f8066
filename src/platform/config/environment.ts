import { resolve } from 'node:path';
import { z } from 'zod';

const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** The process's environment variables. Everything else that can be set lives in `config/`. */
export class Environment {
  constructor(
    /** TCP port of the console and the API; 0 takes a free one. */
    readonly port: number,
    /** Address to listen on. */
    readonly host: string,
    /** Absolute. Holds the database, recordings, the private Redis and what was aired. */
    readonly dataDir: string,
    /** Absolute. Holds station.yaml and plans/*.yaml. */
    readonly configDir: string,
    /** undefined: the service runs a private redis-server of its own. */
    readonly redisUrl: string | undefined,
    /** Whose X-Forwarded headers are believed: "loopback", or addresses and networks; undefined: nobody's. */
    readonly trustProxy?: string,
  ) {}

  /** Whether only this machine's own browsers and programs can reach the service. */
  get isLocal(): boolean {
    return LOOPBACK_HOSTS.includes(this.host) && this.trustProxy === undefined;
  }
}

/** One or more variables cannot be used. The message is for whoever starts the service: Vietnamese, then English. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const HIGHEST_PORT = 65_535;

const rules = {
  PORT: z.coerce.number().int().min(0).max(HIGHEST_PORT).default(8080),
  HOST: z
    .string()
    .regex(/^[a-zA-Z0-9.:-]+$/)
    .default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  CONFIG_DIR: z.string().default('./config'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  TRUST_PROXY: z
    .string()
    .regex(/^(loopback|[\da-fA-F.:]+(\/\d{1,3})?)(,\s*(loopback|[\da-fA-F.:]+(\/\d{1,3})?))*$/)
    .optional(),
};

const advice: Readonly<Record<keyof typeof rules, readonly [vi: string, en: string]>> = {
  PORT: [`phải là số nguyên từ 0 đến ${HIGHEST_PORT}`, `must be a whole number from 0 to ${HIGHEST_PORT}`],
  HOST: [
    'phải là một địa chỉ của máy này, ví dụ 127.0.0.1 hoặc 0.0.0.0',
    'must be an address of this machine, such as 127.0.0.1 or 0.0.0.0',
  ],
  DATA_DIR: ['phải là đường dẫn thư mục', 'must be the path of a folder'],
  CONFIG_DIR: ['phải là đường dẫn thư mục', 'must be the path of a folder'],
  REDIS_URL: [
    'phải có dạng redis://máy:cổng/số, hoặc bỏ trống để dùng redis riêng',
    'must look like redis://host:port/number, or be unset to use a private redis',
  ],
  TRUST_PROXY: [
    'phải là "loopback" hoặc các địa chỉ IP của máy chủ trung gian, cách nhau bằng dấu phẩy',
    'must be "loopback", or the proxies\' IP addresses or networks, separated by commas',
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
  const { PORT, HOST, DATA_DIR, CONFIG_DIR, REDIS_URL, TRUST_PROXY } = parsed.data;
  const [dataDir, configDir] = [resolve(baseDir, DATA_DIR), resolve(baseDir, CONFIG_DIR)];
  return new Environment(PORT, HOST, dataDir, configDir, REDIS_URL, TRUST_PROXY);
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
