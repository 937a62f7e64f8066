import { createHash } from 'node:crypto';
import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NormaliseStage } from '../../src/audio/normalise-stages';
import type { RecordingView } from '../../src/recordings/recording.view';
import { encoded } from './corpus';
import { processesIn } from './processes';
import { filesUnder } from './recording-station';
import { remove, Service, stationDirectory, until } from './service';

/** Long enough for each stage to be seen before it is over. */
const SHORTEST_SECONDS = 20;

/**
 * Kills the service with -9 as soon as a normalisation is said to be at each stage, one recording after the other, and
 * starts it again. In the end every recording must be ready, from whole files, with nothing left over.
 */
export async function killAtEach(stages: readonly NormaliseStage[]): Promise<void> {
  const directory = stationDirectory();
  const temporary = join(directory.dataDir, 'tmp');
  const renditions = join(directory.dataDir, 'media', 'renditions');
  try {
    let service = await Service.start(directory);
    const ids: string[] = [];
    for (const stage of stages) {
      // Recordings of different lengths: the same bytes would be the same rendition.
      const id = await upload(service, SHORTEST_SECONDS + ids.length, stage);
      ids.push(id);
      await service.kill();
      await until('every worker to go', () => Promise.resolve(processesIn(temporary).length === 0 ? true : null));
      expectWhole(renditions);
      service = await Service.start(directory);
    }
    try {
      for (const [index, id] of ids.entries()) {
        const { rendition } = await until(`recording ${index} to be ready`, async () => {
          const answer = await service.api('GET', `/api/v1/recordings/${id}`);
          const view = answer.body as RecordingView & { error?: unknown };
          expect(view.error).toBeUndefined();
          return view.status === 'ready' ? view : null;
        });
        if (rendition === null) throw new Error(`recording ${index} has no rendition`);
        expect(rendition.frames).toBe((SHORTEST_SECONDS + index) * 48_000);
        expect(filesUnder(renditions)).toContain(rendition.sha256);
      }
      expectWhole(renditions);
      expect(filesUnder(temporary)).toEqual([]);
    } finally {
      await service.stop();
    }
  } finally {
    remove(directory);
  }
}

/** @returns its id, when its normalisation is at the stage */
async function upload(service: Service, seconds: number, stage: NormaliseStage): Promise<string> {
  const headers = { authorization: service.authorization('editor') };
  const events = await fetch(`${service.url}/api/v1/recordings/events`, { headers });
  expect(events.status).toBe(200);
  const form = new FormData();
  form.set('special', 'true');
  form.set('file', await openAsBlob(await encoded('kill.flac', seconds)), 'tin.flac');
  const answer = await service.api('POST', '/api/v1/recordings', form);
  const { id } = answer.body as RecordingView;
  let [text, isSeen] = ['', false];
  for await (const chunk of events.body ?? []) {
    text += Buffer.from(chunk).toString();
    const said = text.split('\n').filter((line) => line.includes(id));
    isSeen = said.some((line) => line.includes(`"${stage}"`));
    if (isSeen || text.includes('event: ended')) break;
  }
  expect(isSeen).toBe(true);
  return id;
}

/** Under its hash each file is what the hash says. */
function expectWhole(folder: string): void {
  for (const name of filesUnder(folder)) {
    const bytes = readFileSync(join(folder, name.slice(0, 2), name));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(name);
  }
}
