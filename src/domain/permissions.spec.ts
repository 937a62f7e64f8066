import fc from 'fast-check';
import {
  may,
  mayApproveUpload,
  mayBeCombined,
  mayWithdraw,
  PERMISSIONS,
  ROLES,
  type Permission,
  type Role,
} from './permissions';

const held = (role: Role) => PERMISSIONS.filter((permission) => may([role], permission));
const READING: readonly Permission[] = ['read', 'reports.create', 'metrics.read'];

/** As the issue of the station's work gives them; a permission added elsewhere must be added here. */
it.each<[Role, readonly Permission[]]>([
  [
    'admin',
    [
      ...(['reminders.acknowledge', 'calendar.change', 'plans.import', 'people.manage'] as const),
      ...(['tokens.manage', 'audit.read', 'system.read', 'system.manage', 'outputs.test'] as const),
      ...(['emergencies.withdraw', 'uploads.cancel'] as const),
    ],
  ],
  [
    'editor',
    ['reminders.acknowledge', 'recordings.upload', 'recordings.submit', 'reports.write', 'emergencies.record'],
  ],
  [
    'approver',
    [
      'reminders.acknowledge',
      'reports.write',
      'reports.lock',
      'recordings.approve',
      'attestations.make',
      'emergencies.record',
      'emergencies.authorise',
      'emergencies.run',
      'emergencies.review',
      'emergencies.withdraw',
      'uploads.cancel',
    ],
  ],
  [
    'engineer',
    [
      'reminders.acknowledge',
      'schedule.change',
      'attestations.make',
      'calendar.change',
      'plans.import',
      'emergencies.run',
      'system.read',
      'outputs.test',
    ],
  ],
  ['viewer', []],
])('%s', (role, more) => {
  expect([...held(role)].sort()).toEqual([...READING, ...more].sort());
});

const someRoles = fc.uniqueArray(fc.constantFrom(...ROLES));

it('gives several roles what each of them gives, and nobody anything without a role', () => {
  fc.assert(
    fc.property(someRoles, fc.constantFrom(...PERMISSIONS), (roles, permission) => {
      expect(may(roles, permission)).toBe(roles.some((role) => held(role).includes(permission)));
    }),
  );
});

it('lets nobody who runs things as an engineer authorise an emergency', () => {
  fc.assert(
    fc.property(someRoles, (roles) => {
      const isBoth = roles.includes('engineer') && may(roles, 'emergencies.authorise');
      expect(mayBeCombined(roles)).toBe(roles.length > 0 && !isBoth);
    }),
  );
});

it('asks for two pairs of eyes, unless the station does not', () => {
  expect(mayApproveUpload('lan', 'lan', false)).toBe(false);
  expect(mayApproveUpload('lan', 'lan', true)).toBe(true);
  expect(mayApproveUpload('lan', 'hung', false)).toBe(true);
  expect(mayApproveUpload(null, null, false)).toBe(true);
});

it('lets who authorised an emergency take it back, or an administrator, and no other approver', () => {
  expect(mayWithdraw('hung', { id: 'hung', roles: ['approver'] })).toBe(true);
  expect(mayWithdraw('hung', { id: 'lan', roles: ['approver'] })).toBe(false);
  expect(mayWithdraw('hung', { id: null, roles: ['admin'] })).toBe(true);
  expect(mayWithdraw(null, { id: null, roles: ['approver'] })).toBe(false);
});
