/** Of the name of an air-check's file: it holds what came back from the far end, not the mix. */
export const RETURNED_SUFFIX = '-tra-ve';

/** A run of the output, from opening to closing, named after the block that opened it. */
export interface OutputBlock {
  /** Safe for a file name. */
  readonly name: string;
  /** Local civil date, "2026-11-22". */
  readonly date: string;
  readonly title: string;
}
