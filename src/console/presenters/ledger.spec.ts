import { computeLedger, type AiringFact } from '../../domain/compliance';
import { occurrenceKeyOf } from '../../domain/expand-plan';
import { figuresOf } from '../../domain/ledger-figures';
import { aProgramme, at, sonMaiGrid, sonMaiPlan } from '../../../test/support/builders';
import { LEDGER_WORDS } from '../pages/ledger-words';
import { WORDS } from '../words';
import { presentLedger } from './ledger';

const programme = aProgramme();
/** Owes W45 to W48. */
const plan = sonMaiPlan(2026, { effective: { from: '2026-11-02', to: '2026-11-29' }, programmes: [programme] });
const { timeZone } = sonMaiGrid;

function fact(week: string, planned: string, more: Partial<AiringFact>): AiringFact {
  const [programmeKey, periodKey] = [programme.key, `2026-${week}`];
  return {
    ...{ airingId: week, occurrenceKey: occurrenceKeyOf(programmeKey, periodKey, 'vie', 0), programmeKey, periodKey },
    ...{ language: 'vie', role: 'first', makeUpForId: null, state: 'aired', reason: null, document: null },
    ...{ plannedStart: at(planned), start: at(planned), airtimeSeconds: 600, ...more },
  };
}

/** W45 aired, W46 missed and made up a week late, W47 called off by a document, W48 on a person's word. */
const facts = [
  fact('W45', '2026-11-02 05:30', {}),
  fact('W46', '2026-11-09 05:30', { state: 'missed', start: null, airtimeSeconds: 0, reason: 'outputFailed' }),
  fact('W46', '2026-11-17 05:30', {
    airingId: 'bu',
    occurrenceKey: 'makeup/W46/1',
    role: 'makeUp',
    makeUpForId: 'W46',
  }),
  fact('W47', '2026-11-16 05:30', {
    state: 'cancelled',
    start: null,
    airtimeSeconds: 0,
    reason: 'cancelledByStaff',
    document: '5/CV',
  }),
];
const attestations = [
  {
    attestationId: 'x',
    programmeKey: programme.key,
    periodKey: '2026-W48',
    ordinal: 0,
    airedAt: at('2026-11-23 06:00'),
    airtimeSeconds: 900,
  },
];

function sheet() {
  const books = { facts, attestations, trackedFrom: null, timeZone };
  const obligations = computeLedger({ ...books, plans: [plan], shortfalls: [], now: at('2026-12-05 09:00') });
  const span = { from: '2026-11-01', to: '2026-11-30' };
  const figures = figuresOf({ ...books, ...span, plan, programme, obligations, readiness: new Map() });
  const view = { ...span, trackedFrom: null, programmes: [{ plan, programme, figures }], obligations, facts };
  return presentLedger(view, { words: WORDS.vi, own: LEDGER_WORDS.vi, timeZone })[0]!;
}

it('opens every number to as many rows as it counts', () => {
  const numbers = sheet().groups.flatMap(({ numbers: own }) => own);
  expect(numbers.map(({ count }) => count)).toContain(4);
  for (const { label, count, rows } of numbers) expect([label, rows().length]).toEqual([label, count]);
});

it('says of each row which period it is, what became of it and by which airings', () => {
  const [issues] = sheet().groups;
  const rowsOf = (label: string) => issues!.numbers.find((one) => one.label === label)!.rows();
  expect(rowsOf('Phải phát').map(({ text }) => text)).toEqual([
    'Tuần 45 (02/11/2026–08/11/2026), số 1: đã phát',
    'Tuần 46 (09/11/2026–15/11/2026), số 2: đã phát bù, muộn',
    'Tuần 47 (16/11/2026–22/11/2026), số 3: được miễn, hủy theo yêu cầu, văn bản 5/CV',
    'Tuần 48 (23/11/2026–29/11/2026), số 4: đã phát, theo xác nhận, không có số đo',
  ]);
  expect(rowsOf('Đã phát bù')[0]?.airings).toContainEqual({
    ...{ href: '/lich-phat/luot/bu', text: '17/11/2026 05:30 · Phát bù · Đã phát' },
  });
  expect(rowsOf('Theo xác nhận, không có số đo')).toHaveLength(1);
  expect(rowsOf('Đã phát')).toHaveLength(1);
});

it('measures nothing of what was attested, and foretells the year', () => {
  const { groups, notes } = sheet();
  const measured = groups.at(-1)!.numbers.map(({ label, count, detail }) => [label, count, detail]);
  expect(measured).toEqual([
    ['Phát mới', 1, '10 phút'],
    ['Phát lại', 0, ''],
    ['Phát bù', 1, '10 phút'],
    ['Phát thêm', 0, ''],
    ['Phát thiếu', 0, ''],
    ['Đúng giờ (100,0 %)', 2, ''],
    ['Lượt theo xác nhận, không có số đo', 1, '15 phút'],
  ]);
  expect(notes).toContain('Dự báo đến hết kế hoạch theo nhịp độ hiện nay: 3/4 số.');
});
