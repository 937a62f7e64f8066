import { instantOf } from '../../domain/calendar';
import type { AiringView } from '../../schedule/schedule.service';
import { WORDS } from '../words';
import { missingIssues, presentAirings, presentDays, readinessKey } from './airings';

const timeZone = 'Asia/Ho_Chi_Minh';
const at = (date: string, time: string) => instantOf(date, time, timeZone);

function anAiring(row: Partial<AiringView['row']> = {}, makeUp: AiringView['makeUp'] = null): AiringView {
  const base: Partial<AiringView['row']> = {
    id: 'a',
    contentId: 'c',
    language: 'vie',
    role: 'first',
    position: 0,
    title: 'Số 47',
    state: 'planned',
    provisionalStart: at('2026-11-23', '05:30'),
    plannedStart: null,
    measuredStart: null,
    airtimeSeconds: 0,
    clustersReached: 0,
    clustersTotal: 0,
    reason: null,
    note: null,
    document: null,
    approver: null,
    clusterCodes: null,
  };
  return { row: { ...base, ...row } as AiringView['row'], content: null, makeUp };
}

const facts = (views: AiringView[], ready: string[] = []) => ({
  views,
  readiness: new Map(ready.map((id) => [readinessKey(id, 'vie'), 'approved'] as const)),
  timeZone,
  clusterNames: new Map([
    ['c1', 'Cụm loa 01'],
    ['c2', 'Cụm loa 02'],
  ]),
});

describe('airings of a day', () => {
  it('says of a planned one how far its recording is', () => {
    expect(presentAirings(facts([anAiring()]), WORDS.vi)[0]).toMatchObject({
      ...{ time: '05:30', readiness: 'none', measured: null, clusters: null, notes: [] },
    });
    expect(presentAirings(facts([anAiring()], ['c']), WORDS.vi)[0]).toMatchObject({ readiness: 'approved' });
  });

  it('says of an aired one what was measured, to the second', () => {
    const aired = anAiring({
      ...{ state: 'aired', reason: 'completed', measuredStart: at('2026-11-23', '05:30:02'), airtimeSeconds: 750.2 },
      ...{ clustersReached: 5, clustersTotal: 6, approver: 'Bùi Văn Trí (chưa xác thực)' },
    });
    expect(presentAirings(facts([aired]), WORDS.vi)[0]).toMatchObject({
      ...{ readiness: null, measured: { start: '05:30:02', airtime: '12 phút 30 giây' }, clusters: '5/6', notes: [] },
      approver: 'Bùi Văn Trí (chưa xác thực)',
    });
    expect(presentAirings(facts([aired]), WORDS.en)[0]).toMatchObject({ approver: 'Bùi Văn Trí (unverified)' });
  });

  it('says of a missed one why, and where it can be made up', () => {
    const slot = { kind: 'session', date: '2026-11-24', sessionCode: 'buoi-chieu', start: at('2026-11-24', '17:00') };
    // The session's first ten minutes are taken.
    const makeUp = { slot, start: at('2026-11-24', '17:10'), late: true } as AiringView['makeUp'];
    const missed = anAiring({ state: 'missed', reason: 'noRecording' }, makeUp);
    expect(presentAirings(facts([missed]), WORDS.vi)[0]?.notes).toEqual([
      'Chưa có bản ghi âm',
      'Có thể phát bù lúc 17:10, Thứ ba, 24/11/2026, ngoài kỳ',
    ]);
  });

  it('gives a cancelled one the words of the person and the document', () => {
    const cancelled = anAiring({
      ...{ state: 'cancelled', reason: 'cancelledByStaff', note: 'mất điện', document: '12/UBND' },
    });
    expect(presentAirings(facts([cancelled]), WORDS.vi)[0]?.notes).toEqual([
      'Hủy theo yêu cầu',
      'Mất điện',
      'Văn bản 12/UBND',
    ]);
  });
});

describe('an airing for chosen clusters', () => {
  it('names them, by their code when they left the settings, and says nothing when it is for all', () => {
    const chosen = facts([anAiring({ clusterCodes: ['c2', 'c9'] })]);
    expect(presentAirings(chosen, WORDS.vi)[0]?.addressed).toBe('Chỉ phát cho: Cụm loa 02, c9');
    expect(presentAirings(chosen, WORDS.en)[0]?.addressed).toBe('Only for: Cụm loa 02, c9');
    expect(presentAirings(facts([anAiring()]), WORDS.vi)[0]?.addressed).toBeNull();
  });
});

describe('days ahead', () => {
  const views = [
    anAiring({ id: '3', contentId: 'y', provisionalStart: at('2026-11-24', '00:10') }),
    anAiring({ id: '2', contentId: 'x', provisionalStart: at('2026-11-23', '17:00') }),
    anAiring({ id: '1', contentId: 'x', provisionalStart: at('2026-11-23', '05:30') }),
  ];

  it('are cut at the station’s midnight, and count a missing issue once a day', () => {
    const days = presentDays(facts(views, ['y']), WORDS.vi);
    expect(days.map(({ day, missing, lines }) => [day, missing, lines.map(({ id }) => id)])).toEqual([
      ['Thứ hai, 23/11/2026', 1, ['1', '2']],
      ['Thứ ba, 24/11/2026', 0, ['3']],
    ]);
  });

  it('count an issue once however often it airs, and only while it is still to air', () => {
    expect(missingIssues(facts(views))).toEqual(['x', 'y']);
    expect(missingIssues(facts([anAiring({ state: 'missed' })]))).toEqual([]);
  });
});
