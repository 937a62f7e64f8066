import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Probed {
  readonly processZone: string;
  readonly decided: {
    readonly instants: unknown;
    readonly expansions: readonly { readonly airings: readonly unknown[] }[];
  };
}

/** What the domain decides in a process that runs in the zone. */
async function probe(zone: string): Promise<Probed> {
  const script = join(__dirname, '../../test/support/zone-probe.cjs');
  const options = { env: { ...process.env, TZ: zone }, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(process.execPath, [script], options);
  return JSON.parse(stdout) as Probed;
}

describe('the zone of the process', () => {
  it('changes nothing of what the domain decides', async () => {
    const zones = ['UTC', 'Asia/Ho_Chi_Minh', 'America/New_York'];
    const probed = await Promise.all(zones.map(probe));
    // Node may know a zone by its older name.
    expect(probed.map(({ processZone }) => processZone.replace('Saigon', 'Ho_Chi_Minh'))).toEqual(zones);
    const [utc, ...others] = probed.map(({ decided }) => decided);
    for (const other of others) expect(other).toEqual(utc);
    expect(utc!.instants).toEqual([
      ['2025-12-31T23:59:59.999+07:00', '2025-12-31'],
      ['2026-01-01T00:00:00.000+07:00', '2026-01-01'],
      ['2026-03-08T14:00:00.000+07:00', '2026-03-08'],
      ['2026-11-01T12:30:00.000+07:00', '2026-11-01'],
      ['2026-11-22T05:30:00.000+07:00', '2026-11-22'],
    ]);
    expect(utc!.expansions.slice(0, 3).map(({ airings }) => airings.length)).toEqual([100, 101, 100]);
  });
});
