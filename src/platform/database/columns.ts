import { Column, PrimaryColumn, type ColumnOptions } from 'typeorm';

/** PostgreSQL returns bigint as text; instants stay plain numbers on both databases. */
const asNumber = {
  to: (value: number | null) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

/** Epoch milliseconds UTC, or a frame count: integers beyond 32 bits. */
export function BigInteger(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'bigint', transformer: asNumber, ...options });
}

/** Text of any length (ids, codes, civil dates, words). */
export function Text(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'text', ...options });
}

/** Values read and written as a whole, never queried into. */
export function Json(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'simple-json', ...options });
}

/** Every row's identity (UUID) and its station: nothing assumes that there is only one station. */
export abstract class StationRow {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Text()
  stationId!: string;
}
