import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countFrames, ffmpeg } from '../../test/support/tones';
import { statePadding } from './gapless-tag';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gapless-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** With 1,105 samples of delay: how many are left of the last frame of 1,152. */
test.each([0, 1, 46, 47, 575, 1_151])(
  'with %i samples left of the last frame, none more than went in',
  async (left) => {
    const file = join(directory, `${left}.mp3`);
    const frames = 50 * 1_152 - 1_105 - left;
    const source = `sine=frequency=997:sample_rate=48000,atrim=end_sample=${frames}`;
    await ffmpeg('-f', 'lavfi', '-i', source, '-c:a', 'libmp3lame', '-b:a', '96k', '-id3v2_version', '0', file);
    const asWritten = readFileSync(file);
    const handle = await open(file, 'r+');
    await statePadding(handle, frames).finally(() => handle.close());
    expect(await countFrames(file)).toBe(frames);
    // Where ffmpeg was right there is nothing to say, the checksum included.
    if (left >= 47) expect(readFileSync(file).equals(asWritten)).toBe(true);
  },
);
