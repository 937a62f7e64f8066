import { instantOf } from '../../domain/calendar';
import type { Plan } from '../../domain/plan';
import type { RecordingView, ReviewedRecordingView } from '../../recordings/recording.view';
import type { NormaliseState } from '../../recordings/normalising.service';
import type { AiringView } from '../../schedule/schedule.service';
import { WORDS } from '../words';
import { decimalText, durationText, monthText, nameText } from './format';
import { presentOnAir } from './on-air';
import { presentRecordings } from './recordings';
import { presentTasks } from './tasks';
import { presentTargets, presentUpload } from './upload';

const timeZone = 'Asia/Ho_Chi_Minh';
const now = instantOf('2026-11-22', '19:00', timeZone);

describe('format', () => {
  it.each([
    [0, '0 giây'],
    [59.6, '1 phút'],
    [750, '12 phút 30 giây'],
    [3605, '1 giờ 5 giây'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(durationText(seconds, WORDS.vi)).toBe(text);
  });

  it('writes decimals, months and names as the language does', () => {
    expect([decimalText(-18.25, WORDS.vi), decimalText(-0.04, WORDS.vi), decimalText(-18.3, WORDS.en)]).toEqual([
      ...['−18,3', '0,0', '−18.3'],
    ]);
    expect(monthText('2026-02', WORDS.vi)).toBe('Tháng 02/2026');
    expect(nameText('chưa ghi tên (chưa xác thực)', WORDS.en)).toBe('no name given (unverified)');
  });
});

describe('on air', () => {
  const outputs = [
    { code: 'loa', kind: 'file', role: 'transmission', label: 'Loa' },
    { code: 'nghe', kind: 'file', role: 'monitor', label: 'Nghe' },
  ] as const;
  const item = { deliveryId: 'd', airingId: 'a', title: 'Số 47', priority: 'NORMAL' } as const;
  const current = { ...item, positionSeconds: 130.9, durationSeconds: 520 };

  it('shows where an output stands, and one that says nothing as down', () => {
    const statuses = [{ outputCode: 'loa', state: 'onAir', current }] as const;
    const view = presentOnAir({ now, timeZone, outputs: [...outputs], statuses, next: null }, WORDS.vi);
    expect(view.clock).toBe('19:00:00');
    expect(view.outputs).toMatchObject([
      { state: 'onAir', current: { position: '2 phút 10 giây', duration: '8 phút 40 giây', percent: 25 } },
      { state: 'down', current: null, isMonitor: true },
    ]);
  });

  it('never shows more than the whole of an item', () => {
    const late = { ...current, positionSeconds: 600 };
    const statuses = [{ outputCode: 'loa', state: 'onAir', current: late }] as const;
    const view = presentOnAir({ now, timeZone, outputs: [outputs[0]], statuses, next: null }, WORDS.vi);
    expect(view.outputs[0]?.current).toMatchObject({ percent: 100, position: '8 phút 40 giây' });
  });
});

function aRecording(one: Partial<ReviewedRecordingView>): ReviewedRecordingView {
  const base: Partial<ReviewedRecordingView> = {
    ...{ id: 'r', contentId: 'c', title: 'Tin', language: 'vie', version: 1, status: 'ready', reviewStatus: 'draft' },
    ...{ durationSeconds: 90, warnings: [], topics: [], hasMusic: false, uploadedBy: 'Lan (chưa xác thực)' },
    ...{
      revision: 3,
      createdAt: now,
      source: null,
      rendition: null,
      errorCode: null,
      findings: [],
      trim: null,
      suggestedTrim: null,
      reviews: [],
    },
  };
  return { ...base, ...one } as ReviewedRecordingView;
}

const work = new Map<string, NormaliseState>();
const presented = (...recordings: Partial<ReviewedRecordingView>[]) =>
  presentRecordings(
    { recordings: recordings.map(aRecording), issues: new Map([['c', 'Số 47']]), work, timeZone, may: () => true },
    WORDS.vi,
  );

describe('recordings', () => {
  it('say how far they are, what they wait for, and what failed', () => {
    const states: readonly (readonly [NormaliseState, object])[] = [
      [
        { state: 'working', stage: 'encoding', share: 0.614, secondsLeft: 95 },
        { text: 'Đang nén, còn khoảng 1 phút 35 giây', percent: 61, canRetry: false },
      ],
      [
        { state: 'working', stage: 'decoding', share: 0, secondsLeft: null },
        { text: 'Đang đọc và đo âm lượng', percent: 0, canRetry: false },
      ],
      [
        { state: 'waitingForQueue' },
        { text: expect.stringContaining('Đang chờ hàng đợi') as string, percent: null, canRetry: false },
      ],
      [
        { state: 'failed', reason: 'x', failedAt: now - 1, nextTryAt: now },
        { text: expect.stringContaining('tự thử lại lúc 19:00') as string, percent: null, canRetry: true },
      ],
    ];
    for (const [state, shown] of states) {
      work.set('r', state);
      expect(presented({ status: 'processing' }).processing[0]?.work).toEqual(shown);
    }
    work.clear();
  });

  it('puts what awaits the approver first', () => {
    const view = presented(
      { id: 'draft', contentId: '1' },
      { id: 'submitted', contentId: '2', reviewStatus: 'submitted' },
      { id: 'returned', contentId: '3', reviewStatus: 'returned' },
    );
    expect(view.waiting.map(({ id }) => id)).toEqual(['submitted', 'returned', 'draft']);
  });

  it('forgets a returned or unusable version once a newer one is there, unless that one is unusable', () => {
    const first = { id: 'v1', reviewStatus: 'returned' } as const;
    expect(presented(first, { id: 'v2', version: 2 }).waiting.map(({ id }) => id)).toEqual(['v2']);
    expect(presented(first, { id: 'v2', version: 2, status: 'rejected' }).waiting.map(({ id }) => id)).toEqual(['v1']);
    const submitted = { id: 'v1', reviewStatus: 'submitted' } as const;
    expect(presented(submitted, { id: 'v2', version: 2 }).waiting.map(({ id }) => id)).toEqual(['v1', 'v2']);
  });

  it('tells loudness before and after, warnings and refusals in words', () => {
    const [card] = presented({
      source: { integratedLufs: -31.24 } as RecordingView['source'],
      rendition: { integratedLufs: -18, truePeakDbtp: -1.5, targetReached: false } as RecordingView['rendition'],
      warnings: ['targetNotReached', 'duplicateOriginal', 'videoIgnored', 'leadingSilence'],
      findings: [{ code: 'videoIgnored' }, { code: 'leadingSilence', fromSeconds: 0, toSeconds: 12.3 }],
      suggestedTrim: { fromSeconds: 11.8, toSeconds: 90 },
    }).waiting;
    expect(card).toMatchObject({
      ...{ issue: 'Số 47', language: 'Tiếng Việt', duration: '1 phút 30 giây' },
      uploaded: { by: 'Lan (chưa xác thực)', at: '22/11/2026 19:00' },
      loudness: { beforeLufs: '−31,2', afterLufs: '−18,0', peakDbtp: '−1,5', targetReached: false },
      warnings: [
        WORDS.vi.recordings.duplicate,
        'Tệp là video; chỉ lấy phần âm thanh.',
        '0:00–0:12: Đầu bản ghi có đoạn im lặng; có thể cắt bớt.',
      ],
      trim: { fromSeconds: 11.8, toSeconds: 90, duration: '1 phút 18 giây' },
    });
    const [rejected] = presented({ status: 'rejected', errorCode: 'audioSilent' }).rejected;
    expect(rejected?.error).toContain('im lặng');
  });
});

describe('tasks', () => {
  it('lists what needs somebody, most urgent first, and nothing else', () => {
    const recordings = presented({ reviewStatus: 'submitted' });
    const next = { when: '05:30, Thứ hai, 23/11/2026', title: 'Số 48' };
    const facts = {
      ...{ missing: 2, missingNext: next, recordings, makeUps: 3, failedWork: 1, draftPlans: ['KH 2026'] },
      ...{ lowDiskPercent: null, isBackupOverdue: false },
      statuses: [{ state: 'down' }, { state: 'idle' }] as const,
      may: () => true,
    };
    expect(presentTasks(facts, WORDS.vi).map(({ text }) => text)).toEqual([
      '1 đầu ra đang ngừng',
      '2 số phát trong 7 ngày tới chưa có bản ghi được duyệt. Gần nhất: Số 48, 05:30, Thứ hai, 23/11/2026',
      '1 bản ghi chưa xử lý được vì lỗi của máy',
      '1 bản ghi chờ phê duyệt',
      '3 lượt bị lỡ chờ quyết định phát bù',
      'Kế hoạch dự thảo, cần xác nhận căn cứ: KH 2026',
    ]);
    const approver = presentTasks({ ...facts, may: (permission) => permission === 'recordings.approve' }, WORDS.vi);
    expect(approver[0]).toMatchObject({ text: '1 bản ghi chờ phê duyệt', href: '/duyet', isMine: true });
    expect(approver.slice(1).some(({ isMine }) => isMine)).toBe(false);
    const well = { lowDiskPercent: null, isBackupOverdue: false };
    const nothing = { ...well, missing: 0, missingNext: null, makeUps: 0, failedWork: 0, statuses: [], draftPlans: [] };
    expect(presentTasks({ ...facts, ...nothing, recordings: presented() }, WORDS.vi)).toEqual([]);
  });
});

describe('upload', () => {
  const aView = (id: string, start: number, makeUp: unknown = null) =>
    ({
      row: {
        contentId: id,
        language: 'vie',
        state: 'planned',
        title: `Hằng tuần – số ${id}`,
        provisionalStart: start,
        plannedStart: null,
      },
      content: null,
      makeUp,
    }) as unknown as AiringView;
  const plan = {
    effective: { from: '2026-01-01', to: '2026-12-31' },
    programmes: [
      { key: 'cchc', title: 'Cải cách hành chính', cadence: { kind: 'unscheduled' }, languages: ['vie', 'hre'] },
      { key: 'tuan', title: 'Hằng tuần', cadence: { kind: 'weekly', repeats: 0 }, languages: ['vie'] },
    ],
    topics: ['B.I.4.d', 'B.I.4.đ', 'B.I.4.e'].map((code) => ({ code, title: code })),
  } as unknown as Plan;
  const day = 86_400_000;
  const facts = {
    views: [aView('49', now + 2 * day), aView('48', now + day), aView('48', now + 3 * day), aView('50', now + 9 * day)],
    lost: [aView('46', now - day, { late: false }), aView('45', now - 9 * day)],
    readiness: new Map([
      ['50 vie', 'approved'],
      ['49 vie', 'notApproved'],
    ] as const),
    ...{ plans: [plan], today: '2026-11-22', timeZone },
  };

  it('offers the next issue without an approved recording first, then what can be made up, specials, and the rest', () => {
    const { groups } = presentTargets(facts, WORDS.vi);
    expect(groups.map(({ choices }) => choices.map(({ value }) => value))).toEqual([
      ['content:48', 'content:49'],
      ['content:46'],
      ['special:cchc', 'special:'],
      ['content:50'],
    ]);
    expect(groups[0]?.choices.map(({ label }) => label)).toEqual([
      '23/11 · số 48 · Hằng tuần',
      '24/11 · số 49 · Hằng tuần (Bản ghi chưa được duyệt)',
    ]);
  });

  it('gives the plan’s topics in its own order, d before đ, and its languages first', () => {
    const view = presentUpload(facts, WORDS.vi);
    expect(view.topics.map(({ code }) => code)).toEqual(['B.I.4.d', 'B.I.4.đ', 'B.I.4.e']);
    expect(view.languages.slice(0, 2)).toEqual([
      { code: 'vie', name: 'Tiếng Việt' },
      { code: 'hre', name: 'Tiếng Hrê' },
    ]);
  });
});
