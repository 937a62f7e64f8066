import type { OutputConfig } from '../../src/playout/engine/protocol';
import { ICECAST_PASSWORD, TestIcecast } from '../support/icecast';
import { OutcomeBook, PlayoutRig } from '../support/playout-rig';
import { TestSoundServer } from '../support/sound-server';

const MOUNT = '/son-mai.mp3';
/** Time for a sound server that idles to begin. */
const LEAD_MS = 3_500;

describe('Outputs that hang', () => {
  const rig = new PlayoutRig();
  const card = new TestSoundServer();
  const book = new OutcomeBook();
  const item = rig.tone(5);
  let icecast: TestIcecast;

  beforeAll(async () => {
    process.env['TEST_ICECAST_PASSWORD'] = ICECAST_PASSWORD;
    [icecast] = await Promise.all([TestIcecast.start(MOUNT), card.start()]);
  });
  afterAll(async () => {
    await rig.dispose();
    await Promise.all([icecast.dispose(), card.dispose()]);
    delete process.env['TEST_ICECAST_PASSWORD'];
  });

  it('count only what is known to have come out, hold up no other output, and come back', async () => {
    const server = { host: '127.0.0.1', port: icecast.port, mount: MOUNT, user: 'source', bitrateKbps: 64 };
    const mount = { ...server, passwordEnv: 'TEST_ICECAST_PASSWORD', idleTitle: 'Đài xã' };
    const outputs: OutputConfig[] = [
      { code: 'len-mang', kind: 'icecast', calibrationMs: 0, ...mount },
      { code: 'loa-that', kind: 'soundcard', calibrationMs: 0, device: TestSoundServer.device },
      { code: 'tep', kind: 'file', calibrationMs: 0 },
    ];
    const codes = outputs.map(({ code }) => code);
    const engine = await rig.boot(book, outputs, { outputStallMs: 4_000 });
    const planned = Date.now() + LEAD_MS;
    for (const code of codes) await engine.cue(code, rig.cue(`treo-${code}`, item, planned, { blockName: 'treo' }));
    for (const code of codes) await book.started(`treo-${code}`);
    icecast.signal('SIGSTOP');
    card.signal('SIGSTOP');
    const [mounted, carded, filed] = await Promise.all(codes.map((code) => book.ended(`treo-${code}`)));
    icecast.signal('SIGCONT');
    card.signal('SIGCONT');
    for (const hung of [mounted!, carded!]) {
      expect(hung.endReason).toBe('outputFailed');
      expect(hung.frames).toBeLessThan(item.frames);
    }
    expect(carded!.frames).toBeGreaterThan(0);
    expect(filed).toMatchObject({ endReason: 'completed', frames: item.frames });

    const next = { blockName: 'lai-len', startGraceMs: 60_000 };
    for (const code of codes) await engine.cue(code, rig.cue(`lai-${code}`, item, Date.now() + LEAD_MS, next));
    for (const code of codes)
      expect(await book.ended(`lai-${code}`)).toMatchObject({ endReason: 'completed', frames: item.frames });
  });
});
