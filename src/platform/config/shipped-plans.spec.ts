import { clonePlan } from '../../domain/clone-plan';
import type { Plan, Programme } from '../../domain/plan';
import { checkPlanAgainstStation, loadPlan, parsePlan, planSource } from './plan-file';
import { loadStationConfig, stationGrid } from './station-config';

const SON_MAI = 'config/plans/son-mai-2025.yaml';
const SON_TAY = 'config/plans/son-tay-2025.yaml';
const station = stationGrid(loadStationConfig('config/station.yaml'));

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function codesUnder(plan: Plan, prefix: string): string[] {
  return plan.topics.filter(({ code }) => code.startsWith(prefix)).map(({ code }) => code.slice(prefix.length));
}

function programme(plan: Plan, key: string): Programme | undefined {
  return plan.programmes.find((candidate) => candidate.key === key);
}

describe('the shipped plans', () => {
  const sonMai = loadPlan(SON_MAI, station);
  const sonTay = loadPlan(SON_TAY, station);

  it.each([sonMai, sonTay])('$code is in NFC throughout', (plan) => {
    expect(textsOf(plan).filter((text) => text !== text.normalize('NFC'))).toEqual([]);
  });

  it('Sơn Mai owes a weekly and a monthly issue, and two programmes without a cadence', () => {
    expect(sonMai.programmes.map(({ key, basis, cadence, target }) => [key, basis.section, cadence, target])).toEqual([
      ['cds-hang-tuan', 'C.I.1.a', { kind: 'weekly', repeats: 0 }, { issuesPerYear: 52, repeatsPerYear: null }],
      ['cds-hang-thang', 'C.I.1.b', { kind: 'monthly', repeats: 3 }, { issuesPerYear: 12, repeatsPerYear: 36 }],
      ['cchc', 'C.II.8.a', { kind: 'unscheduled' }, { issuesPerYear: null, repeatsPerYear: null }],
      ['thong-tin-chi-dao', 'E.5.a/b', { kind: 'unscheduled' }, { issuesPerYear: null, repeatsPerYear: null }],
    ]);
    expect(programme(sonMai, 'cds-hang-tuan')).toMatchObject({
      placement: { kind: 'session', rrule: 'FREQ=WEEKLY;BYDAY=MO', sessionCode: 'buoi-sang' },
      units: { lead: 'Trung tâm cung ứng dịch vụ công', directing: null },
      languages: ['vie'],
      priority: 'NORMAL',
      policies: { interruption: 'resume', makeUp: 'automatic', startGraceSeconds: 120, requiredClusterShare: 0.5 },
    });
    expect(programme(sonMai, 'cchc')?.units.directing).toBe('UBND xã');
    expect(sonMai.document).toMatchObject({ number: null, date: null, signer: 'Đinh Thanh Minh' });
    expect(sonMai.effective).toEqual({ from: '2025-07-23', to: '2025-12-31' });
  });

  it('Sơn Tây owes nothing by cadence', () => {
    expect(sonTay.programmes.map(({ key, basis, cadence }) => [key, basis.section, cadence.kind])).toEqual([
      ['son-tay-cds-dai-huyen', 'C.I.2.a', 'unscheduled'],
      ['son-tay-cds-co-so', 'C.I.2.d', 'unscheduled'],
      ['son-tay-cchc-co-so', 'C.II.10', 'unscheduled'],
    ]);
    expect(sonTay.document).toMatchObject({ number: '75/KH-UBND', date: '2025-04-29', signer: 'Đinh Trường Giang' });
  });

  it('keep the Vietnamese order of their own topics', () => {
    expect(codesUnder(sonMai, 'B.I.')).toEqual([
      '1',
      '2',
      '3',
      '4.a',
      '4.b',
      '4.c',
      '4.d',
      '4.đ',
      '4.e',
      '4.g',
      '4.h',
      '4.i',
      '4.k',
      '5',
    ]);
    expect(codesUnder(sonMai, 'B.II.')).toEqual([
      '1',
      '2',
      '3',
      '4.a',
      '4.b',
      '4.c',
      '4.d',
      '4.đ',
      '4.e',
      '5',
      '6',
      '7',
    ]);
    expect(codesUnder(sonTay, 'B.I.')).toEqual([
      '1',
      '2',
      '3',
      '4.a',
      '4.b',
      '4.c',
      '4.d',
      '4.đ',
      '4.e',
      '4.g',
      '4.h',
      '4.i',
      '4.k',
      '4.l',
      '5',
    ]);
    expect(codesUnder(sonTay, 'B.II.')).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5.a',
      '5.b',
      '5.c',
      '5.d',
      '5.đ',
      '5.e',
      '6',
      '7',
      '8',
    ]);
  });

  it('quote the clause that the source cuts short as it stands', () => {
    expect(sonMai.topics.find(({ code }) => code === 'B.II.4.e')?.quote).toMatch(/của người dân, doanh$/);
  });

  it('name the reports they owe', () => {
    const duties = ({ reportingDuties }: Plan): string[] =>
      reportingDuties.map(({ code, cadence, dueOn }) => `${code} ${cadence} ${dueOn ?? '-'}`);
    expect(duties(sonMai)).toEqual([
      'cds-quy quarterly -',
      'cds-nam yearly 11-30',
      'cchc-quy quarterly -',
      'cchc-nam yearly 11-30',
      'dot-xuat adHoc -',
      'phat-thanh-thang monthly -',
    ]);
    expect(duties(sonTay)).toEqual([
      'cchc-quy quarterly -',
      'cchc-6-thang halfYearly -',
      'cchc-nam yearly -',
      'cchc-dot-xuat adHoc -',
      'cds-quy quarterly -',
      'cds-6-thang halfYearly -',
      'cds-nam yearly -',
      'cds-dot-xuat adHoc -',
      'phat-thanh-thang monthly -',
    ]);
  });

  it.each([sonMai, sonTay, clonePlan(sonMai, 2027)])('$code comes back from its canonical text', (plan) => {
    const source = planSource(plan);
    expect(parsePlan(source, 'canonical.yaml')).toEqual(plan);
    const keysReversed = Object.fromEntries(Object.entries(plan).reverse()) as unknown as Plan;
    expect(planSource(keysReversed)).toBe(source);
  });
});

it('finds nothing to say of a shipped plan at the shipped station', () => {
  expect(checkPlanAgainstStation(loadPlan(SON_MAI), station)).toEqual([]);
});
