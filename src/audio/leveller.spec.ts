import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GainPlan } from './gain-plan';
import { Leveller } from './leveller';
import { MixFile } from './mix-file';
import { SAMPLE_RATE_HZ } from './normalise-args';

const { signal } = new AbortController();
const SECONDS = 20;

/** Four bursts a second, of 0.1 to 0.9 of full scale in no order. */
function bursts(): Float32Array {
  const pcm = new Float32Array(SECONDS * SAMPLE_RATE_HZ);
  const frames = SAMPLE_RATE_HZ / 4;
  for (let i = 0; i < pcm.length; i += 1) {
    const burst = Math.floor(i / frames);
    const level = 0.1 + 0.8 * Math.abs(Math.sin(burst * burst));
    pcm[i] = level * Math.sin(i / 20) * Math.sin((Math.PI * i) / frames) ** 2;
  }
  return pcm;
}

function limitedTo(limiterCeilingDbfs: number, gainDb: number): GainPlan {
  return { gainDb, limiterCeilingDbfs, limiterReductionDb: 12, exhausted: false };
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leveller-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('a tenth of a dB more gain is never taken for less, or for much more, where a recording is looked at in part', async () => {
  const path = join(directory, 'mix.f32');
  await writeFile(path, Buffer.from(bursts().buffer));
  const handle = await open(path);
  const mix = await MixFile.of(handle);
  const leveller = new Leveller(mix, (await mix.measure(signal)).blocks, signal);
  const [before, after] = [
    await leveller.loudnessUnder(limitedTo(-2, 6.6)),
    await leveller.loudnessUnder(limitedTo(-2, 6.7)),
  ];
  await handle.close();
  expect(after - before).toBeGreaterThan(0);
  expect(after - before).toBeLessThan(0.1);
});
