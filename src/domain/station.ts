import type { LocalTime, Weekday } from './calendar';

/** A session (buổi phát) of the station's week. */
export interface SessionTemplate {
  readonly code: string;
  readonly title: string;
  readonly start: LocalTime;
  readonly maxDurationSeconds: number;
  readonly weekdays: readonly Weekday[];
  /** Kept at its beginning for signature tune and relay, and at its end for the closing tune; items lie between. */
  readonly leadInSeconds: number;
  readonly leadOutSeconds: number;
}

/** What scheduling needs to know of a station. */
export interface StationGrid {
  /** IANA zone; civil dates and times of the station are read in it whatever the process zone is. */
  readonly timeZone: string;
  readonly sessions: readonly SessionTemplate[];
  /** Items must start and end inside it; outside are quiet hours. `end` may be "24:00". */
  readonly routineWindow: { readonly start: LocalTime; readonly end: LocalTime };
}

/** Default zone of the product. */
export const STATION_TIME_ZONE = 'Asia/Ho_Chi_Minh';
