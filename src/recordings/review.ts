import { DomainError } from '../domain/errors';
import type { RecordingStatus, ReviewStatus } from './recording.entity';

export type ReviewDecision = 'submit' | 'approve' | 'return';

const RESULT = {
  submit: 'submitted',
  approve: 'approved',
  return: 'returned',
} as const satisfies Record<ReviewDecision, ReviewStatus>;

/** Who may follow what. An approval can be taken back by returning the recording. */
const NEXT: Readonly<Record<ReviewStatus, readonly ReviewDecision[]>> = {
  draft: ['submit'],
  submitted: ['approve', 'return'],
  returned: ['submit'],
  approved: ['return'],
};

/**
 * What a decision makes of a recording.
 * @throws DomainError recordingNotReady {status} | illegalTransition {from, to} | commentRequired
 */
export function nextReviewStatus(
  recording: { readonly status: RecordingStatus; readonly reviewStatus: ReviewStatus },
  decision: ReviewDecision,
  comment: string | null,
): ReviewStatus {
  if (recording.status !== 'ready') throw new DomainError('recordingNotReady', { status: recording.status });
  const [from, to] = [recording.reviewStatus, RESULT[decision]];
  if (!NEXT[from].includes(decision)) throw new DomainError('illegalTransition', { from, to });
  if (decision === 'return' && comment === null) throw new DomainError('commentRequired');
  return to;
}
