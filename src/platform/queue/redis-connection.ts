import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Environment } from '../config/environment';
import { inTime } from '../in-time';
import { PrivateRedis } from './private-redis';

const LONGEST_RECONNECT_DELAY_MS = 2_000;

/** What BullMQ and ioredis take. */
interface RedisTarget {
  /** redis://…, or the absolute path of a Unix socket. */
  readonly url: string;
  /** BullMQ's demand: its commands wait for the server however long that takes. */
  readonly maxRetriesPerRequest: null;
  readonly retryStrategy: (attempt: number) => number | null;
}

/** Where Redis is: a private server, or the one at REDIS_URL. It may be down at any moment; the database is the truth. */
export class RedisConnection {
  readonly target: RedisTarget;
  private readonly logger = new Logger(RedisConnection.name);
  private readonly client: Redis;
  private isReconnecting = true;

  private constructor(
    url: string,
    /** Keeps two stations that share one REDIS_URL apart; from DATA_DIR, so it survives restarts. */
    readonly prefix: string,
    private readonly server: PrivateRedis | undefined,
  ) {
    const options = {
      maxRetriesPerRequest: null,
      retryStrategy: (attempt: number) => (this.isReconnecting ? reconnectDelayMs(attempt) : null),
    };
    this.target = { url, ...options };
    // For questions about health, which want an answer now.
    this.client = new Redis(url, { ...options, enableOfflineQueue: false });
    // Without a listener an unreachable Redis would end the process; ping() tells of it.
    this.client.on('error', (error: Error) => {
      this.logger.debug(error.message);
    });
  }

  /** Starts the private server when REDIS_URL is unset. Comes back even when Redis cannot be reached. */
  static async open({ dataDir, redisUrl }: Environment): Promise<RedisConnection> {
    const digest = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12);
    const prefix = `truyen-thanh-${digest}`;
    if (redisUrl !== undefined) return new RedisConnection(redisUrl, prefix, undefined);
    const server = await PrivateRedis.start(dataDir);
    return new RedisConnection(server.socketPath, prefix, server);
  }

  /**
   * From here on a lost connection stays lost and what waits for it fails. Closing a queue would otherwise wait for
   * ever on a Redis that is down.
   */
  stopReconnecting(): void {
    this.isReconnecting = false;
  }

  /** @throws when Redis has not answered in time */
  async ping(timeoutMs: number): Promise<void> {
    await inTime(this.client.ping(), timeoutMs, 'Redis');
  }

  /** Disconnects, and ends the private server when there is one. */
  async close(): Promise<void> {
    this.client.disconnect();
    await this.server?.stop();
  }
}

function reconnectDelayMs(attempt: number): number {
  return Math.min(LONGEST_RECONNECT_DELAY_MS, 50 * 2 ** Math.min(attempt, 10));
}
