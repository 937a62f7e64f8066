import { addDays, weekOf } from '../../domain/calendar';
import type { LedgerState, Obligation } from '../../domain/compliance';
import type { LedgerView } from '../../schedule/compliance/ledger.service';
import { YEAR_WORDS } from '../pages/year-words';
import { presentYear } from './year';

const STATES: Readonly<Record<string, LedgerState>> = {
  a: 'aired',
  u: 'madeUp',
  t: 'aired',
  m: 'missed',
  e: 'excused',
};

/** A letter a week from 2026-W44 on: aired, made up, attested (t), missed, excused; else open. */
function ledger(letters: string): LedgerView {
  const obligations = Array.from(letters).flatMap((letter, at) =>
    (['issue', 'airing', 'repeat'] as const).map((kind) => ({
      ...{ programmeKey: 'tuan', period: weekOf(addDays('2026-10-29', 7 * at)), number: at + 1 },
      ...{ unit: kind === 'issue' ? 'issue' : 'airing', ordinal: kind === 'repeat' ? 1 : 0, required: letter !== 's' },
      ...{ state: letter === 's' ? 'aired' : (STATES[letter] ?? 'open'), late: false, airingIds: [] },
      ...{ reason: letter === '?' ? 'notTracked' : null, attestationId: letter === 't' ? 'x' : null },
    })),
  ) as Obligation[];
  const key = (at: number) => `tuan/${weekOf(addDays('2026-10-29', 7 * at)).key}/issue/0`;
  const at = (letter: string) => Array.from(letters).flatMap((one, index) => (one === letter ? [key(index)] : []));
  return {
    ...{ from: '2026-01-01', to: '2026-12-31', obligations },
    programmes: [
      {
        plan: { code: 'kh', effective: { from: '2026-01-01', to: '2026-12-31' } },
        programme: { key: 'tuan', title: 'Chuyển đổi số' },
        figures: { issues: { approved: at('p'), recorded: [...at('r'), ...at('p')], surplus: at('s') } },
      },
    ],
  } as unknown as LedgerView;
}

it('shows each week once, as what became of it, with the numbers owed by today', () => {
  const [shown] = presentYear(ledger('tume?pr.s'), '2026-11-22', YEAR_WORDS.vi);
  expect(shown).toMatchObject({
    numbers: 'Đã phát 2/8 số, đến hôm nay phải 4',
    verdict: { tone: 'bad', text: 'còn thiếu 1' },
    short: ['Tuần 46 (09/11/2026–15/11/2026): Bỏ lỡ'],
    notes: [
      'Phát lại 2/8 lượt, đến hôm nay phải 4',
      '1 số do người xác nhận, không có số đo',
      'phát thêm 1 số ngoài chỉ tiêu',
    ],
  });
  expect(shown?.cells.map(({ state }) => state)).toEqual([
    ...['attested', 'madeUp', 'missed', 'excused', 'untracked', 'approved', 'recorded', 'waiting'],
  ]);
  expect(shown?.cells[3]).toMatchObject({
    ...{ label: '47', isNow: true, text: 'Tuần 47 (16/11/2026–22/11/2026, kỳ này): Được miễn' },
  });
});

it('is on track when all that was due is done or excused, and leaves out what owes nothing', () => {
  expect(presentYear(ledger('auae....'), '2026-11-22', YEAR_WORDS.en)[0]?.verdict).toEqual({
    ...{ tone: 'ok', text: 'on track' },
  });
  expect(presentYear(ledger('ss'), '2026-11-22', YEAR_WORDS.vi)).toEqual([]);
});
