import { PLAYOUT_PCM } from '../../audio/playout-args';

/** Below this nothing is on: the noise of an idle studio line lies lower, a quiet speaker's pauses are short. */
const SILENT_DBFS = -50;
const SILENT_POWER = (32_768 * 10 ** (SILENT_DBFS / 20)) ** 2;
/** Level is measured over so long. */
const WINDOW_FRAMES = 100 * PLAYOUT_PCM.framesPerMs;

/** Notices that a source has been silent for too long, by the audio itself and not by the clock. */
export class SilenceWatch {
  private power = 0;
  private frames = 0;
  private silentFrames = 0;

  constructor(private readonly limitFrames: number) {}

  get isSilent(): boolean {
    return this.silentFrames >= this.limitFrames;
  }

  hear(pcm: Buffer): void {
    for (let i = 0; i < pcm.length; i += PLAYOUT_PCM.bytesPerFrame) {
      this.power += pcm.readInt16LE(i) ** 2;
      this.frames += 1;
      if (this.frames < WINDOW_FRAMES) continue;
      this.silentFrames = this.power / this.frames < SILENT_POWER ? this.silentFrames + this.frames : 0;
      this.power = 0;
      this.frames = 0;
    }
  }
}
