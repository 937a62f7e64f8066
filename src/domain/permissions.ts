/** Quản trị, biên tập, lãnh đạo duyệt, kỹ thuật, theo dõi. */
export const ROLES = ['admin', 'editor', 'approver', 'engineer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What a route asks for, and the roles that have it. What is not listed here nobody may do. */
const HOLDERS = {
  /** Pages, schedule, recordings, log, incidents, figures. */
  read: ['admin', 'editor', 'approver', 'engineer', 'viewer'],
  'reports.create': ['admin', 'editor', 'approver', 'engineer', 'viewer'],
  /** Write the words of a draft, and say that it was checked. */
  'reports.write': ['editor', 'approver'],
  'reports.lock': ['approver'],
  'metrics.read': ['admin', 'editor', 'approver', 'engineer', 'viewer'],
  'recordings.upload': ['editor'],
  /** Throw away what somebody else began to send; what is one's own everybody may. */
  'uploads.cancel': ['admin', 'approver'],
  'recordings.submit': ['editor'],
  'recordings.approve': ['approver'],
  'schedule.change': ['engineer'],
  /** Vouch for an airing that nothing measured: who played it by hand, or who answers for the station. */
  'attestations.make': ['approver', 'engineer'],
  'calendar.change': ['admin', 'engineer'],
  'plans.import': ['admin', 'engineer'],
  'reminders.acknowledge': ['admin', 'editor', 'approver', 'engineer'],
  /** Send the message of an emergency, and no other recording. */
  'emergencies.record': ['editor', 'approver'],
  'emergencies.authorise': ['approver'],
  /** Start and stop what was authorised: whoever may order it may also press the button. */
  'emergencies.run': ['approver', 'engineer'],
  'emergencies.review': ['approver'],
  /** Take back an authorisation that nobody has started; see `mayWithdraw`. */
  'emergencies.withdraw': ['admin', 'approver'],
  'people.manage': ['admin'],
  'tokens.manage': ['admin'],
  'audit.read': ['admin'],
  /** State of outputs, disk, back-ups and health. */
  'system.read': ['admin', 'engineer'],
  /** Try an output with a tone that villages hear. */
  'outputs.test': ['admin', 'engineer'],
  /** Make a back-up, restore one. */
  'system.manage': ['admin'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof HOLDERS;
export const PERMISSIONS = Object.keys(HOLDERS) as readonly Permission[];

export function may(roles: readonly Role[], permission: Permission): boolean {
  const holders: readonly Role[] = HOLDERS[permission];
  return roles.some((role) => holders.includes(role));
}

/**
 * Whether one person may hold these roles together. Kỹ thuật runs emergencies and never authorises one, so it does not
 * go with lãnh đạo duyệt; every other combination is left to the station, which may have three people for five roles.
 */
export function mayBeCombined(roles: readonly Role[]): boolean {
  return roles.length > 0 && !(roles.includes('engineer') && roles.includes('approver'));
}

/**
 * Only who authorised an emergency takes that back, or an administrator.
 * @param authoriserId null: it is not known whose account it was
 */
export function mayWithdraw(authoriserId: string | null, who: { id: string | null; roles: readonly Role[] }): boolean {
  return who.roles.includes('admin') || (authoriserId !== null && authoriserId === who.id);
}

/**
 * Four eyes: who uploaded a recording does not approve it.
 * @param uploaderId null: uploaded before there was sign-in, or by nobody known
 */
export function mayApproveUpload(uploaderId: string | null, approverId: string | null, ownAllowed: boolean): boolean {
  return ownAllowed || uploaderId === null || uploaderId !== approverId;
}
