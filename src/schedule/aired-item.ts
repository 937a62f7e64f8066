import type { AiringReason, AiringRole, AiringState } from '../domain/airing';
import type { EpochMs } from '../domain/calendar';

/** One airing as it really went out, for the log page and the report's Bảng 2. */
export interface AiredItem {
  readonly airingId: string;
  readonly occurrenceKey: string;
  readonly contentId: string;
  /** Measured start of the earliest delivery. */
  readonly start: EpochMs;
  readonly plannedStart: EpochMs;
  /** Longest delivery on a transmission output: never the sum over outputs. */
  readonly airtimeSeconds: number;
  readonly state: Extract<AiringState, 'aired' | 'partial' | 'playing'>;
  readonly reason: AiringReason | null;
  readonly programmeKey: string | null;
  /** null for a special that belongs to no programme. */
  readonly programmeTitle: string | null;
  readonly periodKey: string | null;
  /** Edition number (số). */
  readonly number: number | null;
  readonly title: string;
  readonly topics: readonly string[];
  readonly role: AiringRole;
  /** For an extra: whether the content had already been aired before. */
  readonly airedBefore: boolean;
  readonly language: string;
  readonly clustersReached: number;
  readonly clustersTotal: number;
  readonly approver: string | null;
  /** tự sản xuất, tiếp âm, khẩn cấp. */
  readonly source: 'own' | 'relay' | 'emergency';
}
