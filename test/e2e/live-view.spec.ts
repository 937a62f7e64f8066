import { connect } from 'node:net';
import { join } from 'node:path';
import { EventListener, type SentEvent } from '../support/events';
import { farSessions, remove, Service, stationDirectory, until } from '../support/service';
import { ffmpeg, makeTone } from '../support/tones';

jest.setTimeout(120_000);

const EVENTS = '/api/v1/playout/events';
const METER_FRAMES = 4_800;

describe('the live view of a service on air', () => {
  const directory = stationDirectory({ sessions: farSessions().sessions });
  let service: Service;
  let recordingId: string;
  let peakDbfs: number;
  let rmsDbfs: number;

  beforeAll(async () => {
    service = await Service.start(directory);
    recordingId = await service.approvedFile(await makeTone(join(directory.root, 'tone.wav'), 6));
    ({ peakDbfs, rmsDbfs } = await levelsOf(
      `${service.url}/api/v1/recordings/${recordingId}/rendition`,
      service.authorization('engineer'),
    ));
  });

  afterAll(async () => {
    await service.stop();
    remove(directory);
  });

  const listen = () =>
    EventListener.open(`${service.url}${EVENTS}`, { authorization: service.authorization('engineer') });
  const scrape = async () => (await fetch(`${service.url}/metrics`)).text();

  it('shows a snapshot, then the item with its rising position and true levels, then silence again', async () => {
    const early = await listen();
    const airing = await service.airIn(recordingId, 3_000);
    await service.airingInState(airing.id, ['playing']);
    const late = await listen();
    await service.airingInState(airing.id, ['aired']);
    await until('the end to be told', async () => {
      const last = (kind: string) => early.events.findLast(({ event }) => event === kind);
      const isNothingNext = (last('next')?.data.items as unknown[] | undefined)?.length === 0;
      return Promise.resolve((last('output')?.data.state === 'idle' && isNothingNext) || null);
    });
    early.close();
    late.close();

    expect(early.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(early.events[0]).toMatchObject({ event: 'snapshot', data: { outputs: [{ state: 'idle' }], next: [] } });
    expect(JSON.stringify(early.events)).not.toContain(directory.root);
    const nexts = early.events.filter(({ event }) => event === 'next').map(({ data }) => data.items);
    expect(nexts[0]).toMatchObject([{ airingId: airing.id }]);
    expect(nexts.at(-1)).toEqual([]);

    const airings = early.events.filter(({ data }) => data.state === 'airing');
    expect(airings.length).toBeGreaterThan(10);
    const positions = airings.map(({ data }) => data.item.positionSeconds as number);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions.at(-1)).toBeGreaterThan(1.5);
    expect(airings[0]?.data.item).toMatchObject({ airingId: airing.id, priority: 'NORMAL' });
    // The first and last stretch hold the tone's edges.
    const levels = levelsIn(airings).slice(2, -2);
    for (const level of levels) {
      expect(Math.abs(level.peakDbfs - peakDbfs)).toBeLessThanOrEqual(1);
      expect(Math.abs(level.rmsDbfs - rmsDbfs)).toBeLessThanOrEqual(1);
    }
    // Before and after the item the open stream is silent: what is shown is what sounds, not what is mixed ahead.
    const all = levelsIn(early.events);
    expect(all[0]?.peakDbfs).toBeNull();
    // At most ten a second by the stream's own time.
    const steps = all.slice(1).map((level, index) => level.streamFrame - (all[index]?.streamFrame ?? 0));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(METER_FRAMES);

    // Whoever comes in the middle knows at once what is on.
    expect(late.events[0]).toMatchObject({
      event: 'snapshot',
      data: { outputs: [{ state: 'airing', item: { airingId: airing.id } }] },
    });
  });

  it('counts the airing, shows the queues, and does so in Prometheus’ own format', async () => {
    const text = await scrape();
    const value = (series: string) =>
      Number(new RegExp(`^${series.replace(/[{}]/g, '\\$&')} (.*)$`, 'm').exec(text)?.[1]);
    expect(value('truyen_thanh_onset_error_seconds_count{output="ghi-tep",priority="NORMAL"}')).toBe(1);
    expect(value('truyen_thanh_deliveries_ended_total{output="ghi-tep",reason="completed"}')).toBe(1);
    expect(value('truyen_thanh_deliveries_ended_total{output="ghi-tep",reason="decoderFailed"}')).toBe(0);
    expect(value('truyen_thanh_underruns_total{output="ghi-tep"}')).toBe(0);
    expect(value('truyen_thanh_output_state{output="ghi-tep",state="idle"}')).toBe(1);
    expect(value('truyen_thanh_airings{state="aired"}')).toBe(1);
    expect(value('truyen_thanh_redis_up')).toBe(1);
    expect(value('truyen_thanh_queue_jobs{queue="playout",state="waiting"}')).toBe(0);
    expect(value('truyen_thanh_queue_jobs{queue="normalise",state="failed"}')).toBe(0);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(0);
    for (const line of text.split('\n')) expect(line).toMatch(/^(|# (HELP|TYPE) \w+ .+|\w+({.+})? \S+)$/);
  });

  it('takes a limited number of listeners, and another one as soon as one has gone', async () => {
    const listeners = await Promise.all(Array.from({ length: 20 }, listen));
    expect(await service.api('GET', EVENTS)).toMatchObject({ status: 503, body: { code: 'tooManyListeners' } });
    listeners[0]?.close();
    const another = await until('a place', async () => listen().catch(() => null));
    for (const one of [...listeners, another]) one.close();
  });

  it('tells those who listen already what is news in a newcomer’s snapshot', async () => {
    const early = await listen();
    const { id } = await service.airIn(recordingId, 3_600_000);
    const newcomer = await listen();
    await until('the news', () => Promise.resolve(JSON.stringify(early.events).includes(id as string) || null), 10);
    for (const one of [early, newcomer]) one.close();
    const cancelled = { reason: 'thử', document: null, actor: 'Lan' };
    expect(await service.api('POST', `/api/v1/airings/${String(id)}/cancel`, cancelled)).toMatchObject({ status: 200 });
  });

  it('is scraped while Redis stands still, without what only Redis knows', async () => {
    const { pid } = service.redis();
    process.kill(pid, 'SIGSTOP');
    try {
      const text = await scrape();
      expect(text).toContain('truyen_thanh_redis_up 0');
      expect(text).not.toMatch(/^truyen_thanh_queue_jobs{/m);
      expect(text).toContain('truyen_thanh_airings{state="aired"} 1');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until('Redis to be back', async () => ((await scrape()).includes('truyen_thanh_redis_up 1') ? true : null));
    expect(await scrape()).toContain('truyen_thanh_queue_jobs{queue="playout",state="waiting"} 0');
  });

  it('ends on SIGTERM with listeners connected, one of which reads nothing', async () => {
    const listener = await listen();
    const { port } = new URL(service.url);
    const deaf = connect(Number(port), '127.0.0.1').pause();
    deaf.on('error', () => undefined);
    deaf.write(
      `GET ${EVENTS} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${service.authorization('engineer')}\r\n\r\n`,
    );
    await until('both to listen', async () => Promise.resolve(listener.events.length > 0 || null));
    expect(await service.stop()).toBe(0);
    await listener.ended;
    deaf.destroy();
    expect(service.output).not.toContain('"level":"error"');
    service = await Service.start(directory);
  });
});

interface Level {
  readonly streamFrame: number;
  readonly peakDbfs: number;
  readonly rmsDbfs: number;
}

/** Every level once, in order. */
function levelsIn(events: readonly SentEvent[]): Level[] {
  const levels = events.flatMap(({ event, data }) =>
    event === 'output' && data.level !== null ? [data.level as Level] : [],
  );
  return levels.filter(({ streamFrame }, index) => streamFrame !== levels[index - 1]?.streamFrame);
}

/** Peak and RMS of a whole sound by ffmpeg's own meter. */
async function levelsOf(url: string, authorization: string): Promise<{ peakDbfs: number; rmsDbfs: number }> {
  const log = await ffmpeg(
    '-headers',
    `Authorization: ${authorization}\r\n`,
    '-i',
    url,
    '-af',
    'volumedetect',
    '-f',
    'null',
    '-',
  );
  const read = (name: string) => Number(new RegExp(`${name}_volume: (\\S+) dB`).exec(log)?.[1]);
  return { peakDbfs: read('max'), rmsDbfs: read('mean') };
}
