import type { Plan } from '../domain/plan';

/** A stored version with its plan put together again. */
export interface StoredPlan {
  readonly versionId: string;
  readonly n: number;
  readonly sha256: string;
  readonly activatedAt: number;
  readonly plan: Plan;
}

/** A version as it is listed. */
export interface PlanVersion {
  readonly n: number;
  readonly sha256: string;
  readonly origin: 'file' | 'clone' | 'console';
  readonly activatedAt: number;
}
