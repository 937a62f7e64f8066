import { chosenClusters, outputsFor, shareAnOutput } from './addressing';
import { DomainError } from './errors';

const outputs = [{ code: 'loa' }, { code: 'mang' }, { code: 'nghe' }];
const clusters = [
  { code: 'cum-01', outputs: ['loa'] },
  { code: 'cum-02', outputs: ['mang'] },
  { code: 'cum-03', outputs: ['loa', 'mang'] },
];
const carrying = (codes: string[] | null) => outputsFor(codes, clusters, outputs);

describe('outputsFor', () => {
  it('gives an airing for everybody to every output, also to one that only listens', () => {
    expect([...carrying(null)]).toEqual(['loa', 'mang', 'nghe']);
  });

  it('gives an airing for chosen clusters to the outputs that serve them', () => {
    expect([...carrying(['cum-02'])]).toEqual(['mang']);
    expect([...carrying(['cum-01', 'cum-03'])]).toEqual(['loa', 'mang']);
  });

  it('knows no output for a cluster that left the settings', () => {
    expect(carrying(['cum-99']).size).toBe(0);
  });
});

describe('chosenClusters', () => {
  it('keeps the order of the settings, and nothing when all are chosen', () => {
    expect(chosenClusters(['cum-03', 'cum-01', 'cum-03'], clusters)).toEqual(['cum-01', 'cum-03']);
    expect(chosenClusters(['cum-03', 'cum-02', 'cum-01'], clusters)).toBeNull();
    expect(chosenClusters(null, clusters)).toBeNull();
  });

  it('refuses a code that no cluster has', () => {
    expect(() => chosenClusters(['cum-01', 'cum-99'], clusters)).toThrow(
      new DomainError('clusterUnknown', { cluster: 'cum-99' }),
    );
  });
});

describe('shareAnOutput', () => {
  it('lets airings for disjoint outputs run at once and no others', () => {
    expect(shareAnOutput(carrying(['cum-01']), carrying(['cum-02']))).toBe(false);
    expect(shareAnOutput(carrying(['cum-01']), carrying(['cum-03']))).toBe(true);
    expect(shareAnOutput(carrying(['cum-01']), carrying(null))).toBe(true);
  });
});
