import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager, type EntitySubscriberInterface, type QueryRunner } from 'typeorm';
import { DomainError } from '../../domain/errors';

/** Whether the caller is inside a run, whether that run is still open, and whether it has written. */
interface RunState {
  open: boolean;
  wrote: boolean;
}

const TRANSACTION = /^\s*(begin|savepoint)\b/i;
const WRITE = /^\s*(insert|update|delete|replace|create|drop|alter)\b/i;

/**
 * The only way to write to the database.
 *
 * TypeORM has one SQLite connection: transactions that overlap on it join each other, so that one's rollback loses
 * rows another has acknowledged. Here they queue up, one at a time, each BEGIN IMMEDIATE … COMMIT or ROLLBACK.
 * Keep slow work (ffmpeg, network, files) outside. A decision that a write rests on is read inside the same run:
 * reads outside share the connection and may see what a run in progress has written and not yet committed.
 */
@Injectable()
export class UnitOfWork implements BeforeApplicationShutdown {
  private last: Promise<unknown> = Promise.resolve();
  private readonly runs = new AsyncLocalStorage<RunState>();
  private written = 0;

  constructor(private readonly dataSource: DataSource) {
    dataSource.subscribers.push(this.refusalOfOtherWrites());
  }

  /**
   * @param work gets the manager to read and write with; what it throws rolls everything back and is rethrown
   * @throws Error when called inside another run: pass the outer run's manager on instead
   * @throws DomainError databaseLocked | diskFull
   */
  async run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.runs.getStore()?.open === true) {
      throw new Error("UnitOfWork.run inside another run would wait for itself: pass the outer run's manager on");
    }
    const state: RunState = { open: true, wrote: false };
    const result = this.last.then(() => this.runs.run(state, () => this.transact(work, state)));
    this.last = result.then(
      () => (state.open = false),
      () => (state.open = false),
    );
    return result;
  }

  /** How many runs that wrote have ended: what was read at the same count has not changed since. */
  get writtenRuns(): number {
    return this.written;
  }

  /** Lets the queued runs finish before the connection is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.last;
  }

  private async transact<T>(work: (manager: EntityManager) => Promise<T>, state: RunState): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query('BEGIN IMMEDIATE');
      // Tells TypeORM's save() and remove() to join this transaction rather than begin their own.
      markTransaction(runner, true);
      const value = await work(runner.manager);
      await runner.query('COMMIT');
      return value;
    } catch (error) {
      await rollBack(runner);
      throw explained(error);
    } finally {
      // Rolled back too: who read meanwhile may have seen it.
      if (state.wrote) this.written += 1;
      markTransaction(runner, false);
    }
  }

  /** A write past the mutex would join, and be lost with, somebody else's transaction: refuse it loudly. */
  private refusalOfOtherWrites(): EntitySubscriberInterface {
    return {
      beforeQuery: ({ query }) => {
        const state = this.runs.getStore();
        const isWrite = WRITE.test(query);
        if (state?.open === true) state.wrote ||= isWrite;
        else if (isWrite || TRANSACTION.test(query))
          throw new Error(`Write outside UnitOfWork.run: ${query.slice(0, 80)}`);
      },
    };
  }
}

function markTransaction(runner: QueryRunner, active: boolean): void {
  (runner as { isTransactionActive: boolean }).isTransactionActive = active;
}

/** BEGIN itself may have failed, or SQLite may have rolled back already (disk full): neither hides the first error. */
async function rollBack(runner: QueryRunner): Promise<void> {
  await runner.query('ROLLBACK').catch(() => undefined);
}

function explained(error: unknown): unknown {
  const { code } = (error as { driverError?: { code?: unknown } } | null | undefined)?.driverError ?? {};
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED')
    return new DomainError('databaseLocked', {}, { cause: error });
  if (code === 'SQLITE_FULL') return new DomainError('diskFull', {}, { cause: error });
  return error;
}
