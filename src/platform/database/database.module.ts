import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import sqlite from 'sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Environment } from '../config/environment';
import { EnvironmentModule } from '../environment.module';
import { InstanceLock } from '../instance-lock';
import { migrations } from './migrations';
import { UnitOfWork } from './unit-of-work';

/** The database's file inside DATA_DIR. */
export const DATABASE_FILE = 'truyen-thanh.sqlite';

const BUSY_TIMEOUT_MS = 10_000;

// TypeORM asks for a trace of every statement, which takes longer than many of them do; its errors name the query anyway.
Object.assign(sqlite, { verbose: () => sqlite });

/**
 * Opens the database and brings its schema up to date.
 *
 * synchronous=FULL: what was acknowledged to a clerk survives a power cut, which WAL's default NORMAL does not promise.
 * @param options from TypeORM's `sqlite` family, entities included
 */
export async function openDatabase(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  await dataSource.query('PRAGMA synchronous = FULL');
  await dataSource.runMigrations({ transaction: 'each' });
  return dataSource;
}

/**
 * The one SQLite connection, for every module. Features register their rows with TypeOrmModule.forFeature and
 * write through UnitOfWork only.
 */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      imports: [EnvironmentModule],
      // The lock is asked for so that no second process ever opens the file.
      inject: [Environment, InstanceLock],
      useFactory: ({ dataDir }: Environment, _lock: InstanceLock) => ({
        type: 'sqlite' as const,
        database: join(dataDir, DATABASE_FILE),
        enableWAL: true,
        busyTimeout: BUSY_TIMEOUT_MS,
        synchronize: false,
        migrations,
        autoLoadEntities: true,
        // A database that does not open now will not open in three seconds either.
        retryAttempts: 0,
      }),
      dataSourceFactory: async (options) => {
        if (options === undefined) throw new Error('TypeORM gave no options');
        return openDatabase(options);
      },
    }),
  ],
  providers: [UnitOfWork],
  exports: [UnitOfWork],
})
export class DatabaseModule {}
