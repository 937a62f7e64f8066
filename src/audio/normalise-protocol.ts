import type { DomainError } from '../domain/errors';
import type { JobRequest, JobResult } from './normalise-job';

/** Messages between the service and a process that normalises, one job after the other. */
export type ToWorker =
  /** `directory` is the job's own. Not before the last job's outcome. */
  | { readonly kind: 'start'; readonly request: JobRequest; readonly directory: string }
  /** Ends the job, without an outcome, and the process. */
  | { readonly kind: 'stop' };

export type FromWorker =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly result: JobResult }
  /** A DomainError. */
  | { readonly kind: 'refused'; readonly code: string; readonly facts: DomainError['facts'] }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };
