import fc from 'fast-check';
import { LevelMeter, METER_FRAMES, type MeterReading } from './level-meter';

/** A sine of 1 kHz whose peak lies this far under full scale. */
function sine(frames: number, peakDbfs: number): Buffer {
  const pcm = Buffer.alloc(frames * 2);
  const amplitude = 32_767 * 10 ** (peakDbfs / 20);
  for (let at = 0; at < frames; at += 1)
    pcm.writeInt16LE(Math.round(amplitude * Math.sin((2 * Math.PI * 1000 * at) / 48_000)), at * 2);
  return pcm;
}

function measured(pcm: Buffer, chunks: readonly number[], first = 0): MeterReading[] {
  const meter = new LevelMeter();
  meter.switch(true);
  const readings: MeterReading[] = [];
  for (let at = 0, n = 0; at < pcm.length; n += 1) {
    const bytes = 2 * (chunks[n % chunks.length] ?? 1);
    meter.add(first + at / 2, pcm.subarray(at, at + bytes), 'item');
    at += bytes;
    const reading = meter.take(Number.POSITIVE_INFINITY);
    if (reading !== null) readings.push(reading);
  }
  return readings;
}

describe('level meter', () => {
  it.each([0, -6, -20, -40])('reads a sine of %d dBFS as that peak, 3 dB more than its RMS', (peakDbfs) => {
    const [reading] = measured(sine(METER_FRAMES, peakDbfs), [METER_FRAMES]);
    expect(reading?.peakDbfs).toBeCloseTo(peakDbfs, 1);
    expect(reading?.rmsDbfs).toBeCloseTo(peakDbfs - 3, 1);
  });

  it('says of digital silence that there is no level', () => {
    const [reading] = measured(Buffer.alloc(METER_FRAMES * 2), [960]);
    expect(reading).toEqual({ streamFrame: METER_FRAMES, peakDbfs: null, rmsDbfs: null, itemId: 'item' });
  });

  it('reads the same however the stream is chopped, at multiples of a tenth of a second from wherever it begins', () => {
    const pcm = Buffer.concat([sine(7_000, -10), sine(9_000, -30)]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 50, max: 4_000 }), { minLength: 1 }), fc.nat(20_000), (chunks, first) => {
        const readings = measured(pcm, chunks, first);
        expect(readings).toEqual(measured(pcm, [977], first));
        for (const { streamFrame } of readings) expect(streamFrame % METER_FRAMES).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it('gives a stretch out once it has come out, the latest only, and each once', () => {
    const meter = new LevelMeter();
    meter.switch(true);
    meter.add(0, sine(3 * METER_FRAMES, -10), 'a');
    expect(meter.take(METER_FRAMES - 1)).toBeNull();
    expect(meter.take(METER_FRAMES)?.streamFrame).toBe(METER_FRAMES);
    expect(meter.take(METER_FRAMES)).toBeNull();
    meter.add(3 * METER_FRAMES, sine(2 * METER_FRAMES, -10), 'b');
    expect(meter.take(4 * METER_FRAMES)).toMatchObject({ streamFrame: 4 * METER_FRAMES, itemId: 'b' });
  });

  it('holds nothing while it is off, and begins anew when it is switched on', () => {
    const meter = new LevelMeter();
    meter.add(0, sine(METER_FRAMES, -10), 'a');
    meter.switch(true);
    expect(meter.take(Number.POSITIVE_INFINITY)).toBeNull();
    meter.add(METER_FRAMES, sine(METER_FRAMES / 2, -10), 'a');
    meter.switch(false);
    meter.switch(true);
    meter.add(METER_FRAMES * 1.5, sine(METER_FRAMES, -10), 'a');
    expect(meter.take(Number.POSITIVE_INFINITY)).toBeNull();
  });
});
