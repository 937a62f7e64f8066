import { clonePlan } from './clone-plan';
import { DomainError } from './errors';
import type { Plan } from './plan';

const plan: Plan = {
  code: 'son-mai-2025',
  title: 'Kế hoạch truyền thông xã Sơn Mai năm 2025, theo Quyết định ngày 23/7/2025',
  organisation: 'UBND xã Sơn Mai',
  year: 2025,
  status: 'inForce',
  document: { number: '1/KH-UBND', date: '2025-07-25', signer: 'Đinh Thanh Minh', basis: ['Quyết định năm 2025'] },
  effective: { from: '2025-07-23', to: '2025-12-31' },
  programmes: [
    {
      key: 'cds-hang-tuan',
      title: 'Chuyển đổi số năm 2025',
      field: 'cds',
      channel: 'Kênh phát thanh',
      basis: { section: 'C.I.1.a', quote: 'Thời gian thực hiện: Năm 2025.' },
      units: { lead: 'Trung tâm cung ứng dịch vụ công', coordinating: [], directing: null },
      cadence: { kind: 'weekly', repeats: 0 },
      target: { issuesPerYear: 52, repeatsPerYear: null },
      placement: { kind: 'session', rrule: 'FREQ=WEEKLY;BYDAY=MO', sessionCode: 'buoi-sang' },
      languages: ['vie'],
      plannedDurationSeconds: 600,
      maxDurationSeconds: 900,
      priority: 'NORMAL',
      policies: { interruption: 'resume', makeUp: 'automatic', startGraceSeconds: 120, requiredClusterShare: 0.5 },
    },
  ],
  topics: [{ code: 'B.I.1', title: 'Định hướng', quote: 'Kế hoạch Chuyển đổi số xã Sơn Mai năm 2025,...' }],
  reportingDuties: [],
  campaigns: [
    { code: 'ngay-cds', title: 'Ngày Chuyển đổi số', basis: 'C.I.2.a', period: 'Quý III/2025', leadUnit: 'UBND' },
  ],
};

describe('clonePlan', () => {
  const clone = clonePlan(plan, 2027);

  it('moves code, titles, campaign periods and the effective span to the year', () => {
    expect(clone).toMatchObject({
      code: 'son-mai-2027',
      title: 'Kế hoạch truyền thông xã Sơn Mai năm 2027, theo Quyết định ngày 23/7/2025',
      year: 2027,
      effective: { from: '2027-01-01', to: '2027-12-31' },
    });
    expect(clone.programmes[0]?.title).toBe('Chuyển đổi số năm 2027');
    expect(clone.campaigns[0]?.period).toBe('Quý III/2027');
  });

  it("is a draft without that year's number, date and signer", () => {
    expect(clone.status).toBe('draft');
    expect(clone.document).toEqual({ number: null, date: null, signer: null, basis: ['Quyết định năm 2025'] });
  });

  it('keeps every basis, quote and duty word for word', () => {
    expect(clone.topics).toEqual(plan.topics);
    expect(clone.programmes[0]).toEqual({ ...plan.programmes[0], title: 'Chuyển đổi số năm 2027' });
  });

  it('gives a code without its year the new one', () => {
    expect(clonePlan({ ...plan, code: 'son-mai' }, 2027).code).toBe('son-mai-2027');
  });

  it('can be cloned on, and leaves its original alone', () => {
    const before = structuredClone(plan);
    expect(clonePlan(clonePlan(plan, 2027), 2028)).toEqual(clonePlan(plan, 2028));
    expect(plan).toEqual(before);
  });

  it.each([2025, 1999, 2101, 2026.5, Number.NaN])('refuses the year %p', (year) => {
    expect(() => clonePlan(plan, year)).toThrow(DomainError);
  });
});
