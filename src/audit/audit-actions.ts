/** What is written down, by the kind of thing that it is done to. */
export const AUDIT_VERBS = {
  account: ['create', 'change', 'resetPassword', 'changePassword', 'signIn', 'signInRefused', 'endSessions'],
  token: ['create', 'revoke'],
  plan: ['import'],
  recording: ['upload', 'retry', 'trim', 'submit', 'approve', 'return'],
  upload: ['cancel'],
  airing: ['create', 'move', 'cancel', 'restore', 'moveLost'],
  makeUp: ['place', 'decline'],
  calendarDay: ['put'],
  calendarFeed: ['create', 'revoke'],
  attestation: ['attest', 'withdraw'],
  emergency: ['authorise', 'start', 'stop', 'review', 'withdraw'],
  output: ['testTone', 'stopTestTone'],
  report: ['create', 'remake', 'write', 'check', 'lock'],
  reminder: ['acknowledge'],
  backup: ['make', 'requestRestore', 'restore', 'cancelRestore'],
} as const;

type Subjects = typeof AUDIT_VERBS;
export type AuditSubject = keyof Subjects;
export type AuditVerb<Subject extends AuditSubject> = Subjects[Subject][number];
/** Subject and verb: "recording.approve". */
export type AuditAction<Subject extends AuditSubject = AuditSubject> = {
  [One in Subject]: `${One}.${AuditVerb<One>}`;
}[Subject];
