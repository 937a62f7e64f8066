import { instantOf } from '../../domain/calendar';
import type { ProvedEntry } from '../../playout/proof/logged-proof';
import { LOG_WORDS } from '../pages/log-words';
import { WORDS } from '../words';
import { filterLog, logTable, presentLog, type LogFacts } from './log';

const timeZone = 'Asia/Ho_Chi_Minh';
const at = (time: string) => instantOf('2026-11-22', time, timeZone);

function entry(id: number, more: Partial<ProvedEntry['played']> = {}, proof: ProvedEntry['proof'] = null): ProvedEntry {
  const played = {
    ...{ id, airingId: `a${id}`, outputCode: 'loa', title: 'Bản tin sáng', endReason: 'completed' },
    ...{ plannedStart: at('05:30'), start: at('05:30'), end: at('05:42'), firstFrame: 480_000, frames: 36_000_000 },
    ...{ airCheck: '2026-11-22/buoi-sang-tra-ve', ...more },
  } as ProvedEntry['played'];
  return { played, proof };
}

const figures = { comparedSeconds: 750, matchScore: 0.97, driftPpm: null, dropouts: [] };
const proved = { verdict: 'silent', ...figures, offsetMs: -12.5, silentSeconds: 3, logId: 9 } as const;
const facts = (entries: readonly ProvedEntry[]): LogFacts => ({
  ...{ entries, timeZone, outputs: new Map([['loa', 'Loa xã']]), hasFile: ({ id }) => id !== 3 },
  ...{ incidents: new Map([['a1', ['startedLate', 'lạ']]]), isReturned: (name) => name.endsWith('-tra-ve') },
});

it('shows what was measured, what the air-check says, and where in it the item begins', () => {
  const [heard, mixed, gone, lost] = presentLog(
    facts([
      entry(1, {}, { ...proved, provedAt: at('06:00') }),
      entry(2, { airCheck: '2026-11-22/buoi-sang', firstFrame: 0 }),
      entry(3),
      entry(4, { start: null, end: null, frames: 0, airCheck: null, endReason: 'withdrawn' }),
    ]),
    WORDS.vi,
    LOG_WORDS.vi,
  );
  expect(heard).toMatchObject({
    ...{ date: '22/11/2026', planned: '05:30', measured: '05:30:00–05:42:00', duration: '12 phút 30 giây' },
    ...{ output: 'Loa xã', result: 'đã phát đủ', verdict: 'silent', details: ['lệch −12,5 ms', 'mất tiếng 3,0 giây'] },
    ...{ incidents: ['bắt đầu muộn', 'lạ'] },
    airCheck: { kind: 'there', href: '/api/v1/playout/log/1/air-check#t=8.0', isReturned: true },
  });
  expect(mixed).toMatchObject({
    verdict: 'pending',
    airCheck: { href: '/api/v1/playout/log/2/air-check#t=0.0', isReturned: false },
  });
  expect(gone?.airCheck).toEqual({ kind: 'gone' });
  expect(lost).toMatchObject({
    ...{ measured: null, verdict: 'noData', result: 'đã rút khỏi lịch', isWhole: false, airCheck: { kind: 'none' } },
  });
});

it('finds by programme in any case, by output and by verdict, newest first', () => {
  const entries = [
    entry(1),
    entry(2, { plannedStart: at('17:00'), outputCode: 'mang' }, { ...proved, provedAt: 0 }),
    entry(3, { title: 'Chuyển đổi số' }),
  ];
  const found = (filter: Partial<Parameters<typeof filterLog>[1]>) =>
    filterLog(entries, { q: '', output: '', verdict: '', ...filter }).map(({ played }) => played.id);
  expect(found({})).toEqual([2, 3, 1]);
  expect([found({ q: 'BẢN TIN' }), found({ output: 'mang' }), found({ verdict: 'pending' })]).toEqual([
    ...[[2, 1], [2], [3, 1]],
  ]);
});

it('gives a spreadsheet a column for each figure', () => {
  const [head, row] = logTable(facts([entry(1, {}, { ...proved, provedAt: 0 })]), WORDS.vi, LOG_WORDS.vi);
  expect(row).toHaveLength(head?.length ?? 0);
  expect(row).toEqual([
    ...['22/11/2026', '05:30', 'Bản tin sáng', 'Loa xã', '05:30:00', '05:42:00', 750, 'đã phát đủ'],
    ...['Có đoạn mất tiếng', -12.5, 3, 0.97, LOG_WORDS.vi.returned, 'bắt đầu muộn; lạ'],
  ]);
});
