import { DomainError } from '../domain/errors';
import type { ReviewStatus } from './recording.entity';
import { nextReviewStatus, type ReviewDecision } from './review';

const decide = (reviewStatus: ReviewStatus, decision: ReviewDecision) =>
  nextReviewStatus({ status: 'ready', reviewStatus }, decision, 'Thu lại');

function refusal(attempt: () => unknown): DomainError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('It was not refused');
}

it.each([
  ['draft', 'submit', 'submitted'],
  ['submitted', 'approve', 'approved'],
  ['submitted', 'return', 'returned'],
  ['returned', 'submit', 'submitted'],
  ['approved', 'return', 'returned'],
] as const)('%s → %s → %s', (from, decision, to) => {
  expect(decide(from, decision)).toBe(to);
});

it.each([
  ['draft', 'approve'],
  ['draft', 'return'],
  ['returned', 'approve'],
  ['approved', 'approve'],
  ['approved', 'submit'],
  ['submitted', 'submit'],
] as const)('%s: no %s', (from, decision) => {
  expect(refusal(() => decide(from, decision)).code).toBe('illegalTransition');
});

it.each(['processing', 'rejected'] as const)('nothing is decided about a recording that is %s', (status) => {
  const error = refusal(() => nextReviewStatus({ status, reviewStatus: 'draft' }, 'submit', null));
  expect([error.code, error.facts]).toEqual(['recordingNotReady', { status }]);
});

it('a return says why', () => {
  const error = refusal(() => nextReviewStatus({ status: 'ready', reviewStatus: 'submitted' }, 'return', null));
  expect(error.code).toBe('commentRequired');
});
