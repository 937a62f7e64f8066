import type { DomainError } from '../domain/errors';
import type { JobRequest } from './normalise-job';
import type { NormaliseResult } from './normaliser';

/** Messages between the service and the process that does one normalisation. Its working directory is the job's own. */
export type ToWorker = { readonly kind: 'start'; readonly request: JobRequest } | { readonly kind: 'stop' };

export type FromWorker =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly result: NormaliseResult }
  /** A DomainError. */
  | { readonly kind: 'refused'; readonly code: string; readonly facts: DomainError['facts'] }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };
