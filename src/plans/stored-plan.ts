import type { Plan } from '../domain/plan';

/** A stored version with its plan put together again. */
export interface StoredPlan {
  readonly versionId: string;
  readonly n: number;
  readonly sha256: string;
  readonly activatedAt: number;
  readonly plan: Plan;
}
