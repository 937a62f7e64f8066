import type { CivilDate, EpochMs } from '../domain/calendar';
import type { StoredReminder } from './reminders.repository';

/** What is to be told, as it stands when it goes out. */
export interface Telling {
  /** The same at every attempt: by it a receiver knows what it has had already. */
  readonly id: string;
  readonly digestOf: CivilDate | null;
  /** At least one. */
  readonly reminders: readonly StoredReminder[];
  readonly at: EpochMs;
}

/** The environment variable that settings name; secrets are never written in them. @throws Error when it is not set */
export function secretFrom(variable: string): string {
  const secret = process.env[variable];
  if (secret === undefined || secret === '') throw new Error(`the environment variable ${variable} is not set`);
  return secret;
}
