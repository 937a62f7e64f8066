import { outputsFor, shareAnOutput } from './addressing';

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

describe('shareAnOutput', () => {
  it('lets airings for disjoint outputs run at once and no others', () => {
    expect(shareAnOutput(carrying(['cum-01']), carrying(['cum-02']))).toBe(false);
    expect(shareAnOutput(carrying(['cum-01']), carrying(['cum-03']))).toBe(true);
    expect(shareAnOutput(carrying(['cum-01']), carrying(null))).toBe(true);
  });
});
