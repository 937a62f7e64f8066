/** Nudges towards sending a message. Nothing depends on it: the watchdog finds in the database what a lost queue forgot. */
export abstract class ReminderQueue {
  /**
   * @param attempt how many failed before; the same attempt is queued once
   * @throws Error when the queue does not answer
   */
  abstract add(messageId: string, attempt: number): Promise<void>;
}
