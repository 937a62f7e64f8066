/** The present, as a port: every decision takes time as an argument, every service asks its Clock. */
export abstract class Clock {
  /** Wall time, epoch milliseconds UTC. */
  abstract now(): number;
}
