import { instantOf, monthOf, weekOf } from '../../domain/calendar';
import type { LedgerView } from '../../schedule/compliance/ledger.service';
import type { MakeUpProposal } from '../../schedule/make-ups/make-ups.service';
import { MAKE_UP_WORDS } from '../pages/make-up-words';
import { WORDS } from '../words';
import { attestable, presentAttested, presentMakeUps } from './make-ups';
import { typedDate } from './typed-time';

const timeZone = 'Asia/Ho_Chi_Minh';
const at = (date: string, time: string) => instantOf(date, time, timeZone);

it('says what was lost, why, where it could be made up and who left it', () => {
  const lost = { id: 'a', title: 'Số 47', provisionalStart: at('2026-11-22', '05:30'), plannedStart: null };
  const common = { lost: { ...lost, reason: 'serviceDown' }, content: null, policy: 'confirm' };
  const slot = { kind: 'fixedTime', date: '2026-11-23', start: 0 };
  const proposals = [
    { ...common, recorded: true, candidate: { slot, start: at('2026-11-23', '17:00'), late: true }, declined: null },
    {
      ...{ ...common, recorded: false, candidate: null },
      declined: { airingId: 'a', reason: 'Mưa bão', declinedBy: 'Trí', declinedAt: at('2026-11-22', '08:00') },
    },
  ] as unknown as MakeUpProposal[];
  expect(presentMakeUps(proposals, timeZone, WORDS.vi, MAKE_UP_WORDS.vi)).toMatchObject([
    {
      ...{ lostAt: '05:30, Chủ nhật, 22/11/2026', why: 'hệ thống không hoạt động', recorded: true, declined: null },
      slot: { when: '17:00, Thứ hai, 23/11/2026', late: true },
    },
    { slot: null, declined: { reason: 'Mưa bão', by: 'Trí, 22/11/2026 08:00' } },
  ]);
});

it('offers to attest what has begun, is owed, and neither aired nor was attested: the latest first', () => {
  const owed = { programmeKey: 'cds', unit: 'airing', ordinal: 0, required: true, attestationId: null, state: 'open' };
  const view = {
    programmes: [
      {
        plan: { effective: { from: '2026-01-01', to: '2026-12-31' } },
        programme: { key: 'cds', title: 'Chuyển đổi số' },
      },
      { plan: { effective: { from: '2026-01-01', to: '2026-12-31' } }, programme: { key: 'khac', title: 'Khác' } },
    ],
    obligations: [
      { ...owed, period: weekOf('2025-11-20') },
      { ...owed, period: monthOf('2026-09-01'), state: 'missed', ordinal: 2 },
      { ...owed, period: weekOf('2026-11-20') },
      { ...owed, period: weekOf('2026-11-10'), state: 'aired' },
      { ...owed, period: weekOf('2026-11-10'), attestationId: 'x' },
      { ...owed, period: weekOf('2026-11-10'), unit: 'issue' },
      { ...owed, period: weekOf('2026-11-30') },
    ],
  } as unknown as LedgerView;
  expect(attestable(view, '2026-11-22', MAKE_UP_WORDS.vi)).toEqual([
    {
      title: 'Chuyển đổi số',
      choices: [
        { value: 'cds 2026-W47 0', text: 'tuần 47/2026, phát mới' },
        { value: 'cds 2026-09 2', text: 'tháng 9/2026, phát lại lần 2' },
      ],
    },
  ]);
});

it('shows what was attested, and what of it was taken back', () => {
  const row = {
    ...{ id: 'x', stationId: 's', programmeKey: 'cds', periodKey: '2026-W07', ordinal: 0, airtimeSeconds: 750 },
    ...{ airedAt: at('2026-02-10', '05:30'), note: 'Mất điện', document: 'Sổ 12', attachment: null },
    ...{ attestedBy: 'Trí', attestedAt: at('2026-02-11', '08:00'), withdrawnBy: 'Hùng' },
    ...{ withdrawnAt: at('2026-02-12', '08:00'), withdrawnNote: 'Ghi nhầm' },
  };
  const titles = new Map([['cds', 'Chuyển đổi số']]);
  expect(presentAttested([row], titles, timeZone, { words: WORDS.vi, own: MAKE_UP_WORDS.vi })).toMatchObject([
    {
      ...{ what: 'Chuyển đổi số, tuần 7/2026, phát mới', when: '10/02/2026 05:30', minutes: '12,5' },
      ...{ by: 'Trí, 11/02/2026 08:00', withdrawn: 'Hùng, 12/02/2026 08:00: Ghi nhầm', attachment: null },
    },
  ]);
});

it('takes a date as it is written here', () => {
  const read = (text: string, isOptional = false) => typedDate(isOptional).safeParse(text).data;
  expect([read('22/11/2026'), read(' 2/1/2026 '), read('2026-11-22'), read('', true)]).toEqual([
    ...['2026-11-22', '2026-01-02', '2026-11-22', ''],
  ]);
  expect([read('31/02/2026'), read('hôm nay'), read('')]).toEqual([undefined, undefined, undefined]);
});
