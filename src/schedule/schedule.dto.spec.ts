import { at } from '../../test/support/builders';
import { notYetAired, type Airing } from './rows';
import { airingResponse, calendarDayBody, cancelBody } from './schedule.dto';

const row: Airing = {
  ...notYetAired(0),
  ...{ id: 'a', stationId: 's', occurrenceKey: 'k', contentId: 'c', language: 'vie', role: 'first', ordinal: 0 },
  ...{ makeUpForId: null, planVersionId: null, placedBy: 'plan', sessionId: null, position: 0, priority: 'NORMAL' },
  ...{ provisionalStart: at('2026-11-23 05:30'), plannedDurationSeconds: 600, startGraceSeconds: 120 },
  ...{ requiredClusterShare: 0.5, state: 'missed', title: 'Số 1', revision: 2 },
};

describe('bodies of the schedule', () => {
  it('take an empty document field of a form as no document: it excuses nothing', () => {
    for (const document of [undefined, null, '', '  '])
      expect(cancelBody.parse({ reason: 'mất điện', document }).document).toBeNull();
    expect(cancelBody.parse({ reason: 'mất điện', document: ' 15/UBND ' }).document).toBe('15/UBND');
    expect(
      calendarDayBody.parse({ kind: 'mourning', policy: 'skip', title: 'Quốc tang', document: '' }).document,
    ).toBeNull();
  });
});

describe('a lost airing for the API', () => {
  it('names the free moment of the session that can make it up, not the session’s taken start', () => {
    const slot = {
      kind: 'session' as const,
      date: '2026-11-23',
      sessionCode: 'buoi-chieu',
      start: at('2026-11-23 17:00'),
    };
    const makeUp = { slot, start: at('2026-11-23 17:10'), late: false };
    expect(airingResponse({ row, content: null, makeUp }, 'Asia/Ho_Chi_Minh').makeUpCandidate).toEqual({
      date: '2026-11-23',
      sessionCode: 'buoi-chieu',
      start: '2026-11-23T17:10:00.000+07:00',
      late: false,
    });
  });
});
