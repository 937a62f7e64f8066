import { at } from '../../../test/support/builders';
import type { AuditedDeed } from '../../audit/audit.log';
import { AUDIT_VERBS } from '../../audit/audit-actions';
import { STATION_TIME_ZONE } from '../../domain/station';
import { AUDIT_WORDS } from '../people/audit-words';
import { WORDS } from '../words';
import { deedsSaid, presentDeed } from './audit';

const deed: AuditedDeed = {
  ...{ id: 'd', at: at('2026-11-22 05:30'), actor: 'Đinh Thị Lan', actorId: 'a', address: '192.0.2.1' },
  ...{ action: 'airing.move', subjectKind: 'airing', subjectId: 'l', before: null },
  after: {
    at: at('2026-11-23 17:00'),
    clusterCodes: ['dong', 'tay'],
    note: null,
    isActive: false,
    trim: { from: 1 },
    state: 'missed',
    files: [{ name: 'a.pdf', bytes: 1 }],
  },
};
const look = { words: WORDS.vi, own: AUDIT_WORDS.vi, timeZone: STATION_TIME_ZONE };

it('says a deed in words', () => {
  expect(presentDeed(deed, look)).toEqual({
    ...{ id: 'd', at: '22/11/2026 05:30', who: 'Đinh Thị Lan', what: 'Chuyển giờ lượt phát', subject: 'lượt phát l' },
    after:
      'giờ phát: 23/11/2026 17:00; cụm loa: dong, tay; lý do: không có; được đăng nhập: không; đoạn giữ lại: {"from":1}; trạng thái: bỏ lỡ; tệp: a.pdf',
    ...{ before: null, address: '192.0.2.1' },
  });
});

it('keeps the name of what has no word here', () => {
  const other = { ...deed, action: 'siren.test', subjectKind: 'siren', after: { pitch: 3 }, address: null };
  expect(presentDeed(other, look)).toMatchObject({
    what: 'siren.test',
    subject: 'siren l',
    after: 'pitch: 3',
    address: '–',
  });
});

it('is found by its words in either language', () => {
  expect(deedsSaid('KHÔI PHỤC', AUDIT_WORDS.vi)).toEqual([
    'backup.requestRestore',
    'backup.restore',
    'backup.cancelRestore',
  ]);
  expect(deedsSaid('handed in', AUDIT_WORDS.en)).toEqual(['recording.submit']);
  expect(deedsSaid('', AUDIT_WORDS.vi)).toEqual([]);
});

it('has a word of its own for every deed', () => {
  const codes = Object.entries(AUDIT_VERBS).flatMap(([subject, verbs]) => verbs.map((verb) => `${subject}.${verb}`));
  for (const { actions } of Object.values(AUDIT_WORDS)) {
    expect(Object.keys(actions).sort()).toEqual(codes.sort());
    expect(new Set(Object.values(actions)).size).toBe(codes.length);
  }
});
