/** Durations that shape an engine, in milliseconds. */
export interface EngineTiming {
  /** Media are verified and decoders opened this long before the planned start. */
  readonly prepareLeadMs: number;
  /** A live source is opened this long before it is heard: time to connect, and to gather against a network that halts. */
  readonly liveLeadMs: number;
  /** The output opens this long before its first item. A sound server that idles may take two seconds to begin. */
  readonly openLeadMs: number;
  /** The output stays open when another item is due within this time. */
  readonly lingerMs: number;
  /** How far ahead of the due time the engine mixes: what a stall of the engine may last unheard. */
  readonly mixAheadMs: number;
  /**
   * The journal's `starting` is written this long before the item is mixed, so that a slow disk delays no start. An
   * engine killed in this time gives the item up without having aired it.
   */
  readonly journalLeadMs: number;
  /** PCM decoded before an item counts as ready, and at most kept decoded. */
  readonly prebufferMs: number;
  readonly bufferMs: number;
  /** A decoder that has not decoded `prebufferMs` after so long hangs: another one takes its place. */
  readonly decoderPatienceMs: number;
  /** An output that delivers nothing for so long has failed. */
  readonly outputStallMs: number;
  /** Waits between attempts to open a failed output double from the first to the second. */
  readonly reopenMs: { readonly first: number; readonly longest: number };
  /** An engine that says nothing for so long hangs: its service kills it and starts another. */
  readonly hungAfterMs: number;
  /** Draining takes at most this long; then the process ends as it is. */
  readonly drainMs: number;
}

export const DEFAULT_TIMING: EngineTiming = {
  prepareLeadMs: 25_000,
  liveLeadMs: 8_000,
  openLeadMs: 4_000,
  lingerMs: 5_000,
  mixAheadMs: 200,
  journalLeadMs: 1_000,
  prebufferMs: 2_000,
  bufferMs: 10_000,
  decoderPatienceMs: 5_000,
  outputStallMs: 6_000,
  reopenMs: { first: 250, longest: 10_000 },
  hungAfterMs: 5_000,
  drainMs: 2_500,
};
