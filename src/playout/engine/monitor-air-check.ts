import { PLAYOUT_PCM } from '../../audio/playout-args';
import { MixAirCheck, type AirCheck } from './air-check';
import type { EngineClock } from './engine-clock';
import type { RecordingOptions } from './mp3-recording';
import type { MonitorTap } from './monitor-tap';
import { RETURNED_SUFFIX, type OutputBlock } from './output-block';

/** What was mixed so long ago and has not been heard since will not be heard any more. */
const PATIENCE_FRAMES = 2 * PLAYOUT_PCM.sampleRate;

/**
 * Records what a sink was heard to play. It lies where it was heard, so the sound server's delay (some tens of
 * milliseconds) is in it; what was not heard is silence.
 */
export class MonitorAirCheck implements AirCheck {
  private readonly recording: MixAirCheck;
  private unfollow: () => void = () => undefined;
  private mixed = 0;
  private written = 0;
  /** What comes next is to be placed anew. */
  private isAdrift = true;

  /** @param anchorMonotonicMs of the block's frame 0 as it comes out; null while it is not known */
  constructor(
    options: RecordingOptions,
    onFailure: (problem: string) => void,
    private readonly tap: MonitorTap,
    private readonly time: EngineClock,
    private readonly anchorMonotonicMs: () => number | null,
  ) {
    this.recording = new MixAirCheck(options, onFailure);
  }

  get name(): string | null {
    return this.recording.name;
  }

  open(block: OutputBlock): void {
    this.recording.open({ ...block, name: `${block.name}${RETURNED_SUFFIX}` });
    this.unfollow = this.tap.follow((pcm) => {
      this.take(pcm);
    });
  }

  write(pcm: Buffer): void {
    this.mixed += pcm.length / PLAYOUT_PCM.bytesPerFrame;
    const missing = this.mixed - PATIENCE_FRAMES - this.written;
    if (missing <= 0) return;
    this.append(silence(missing));
    this.isAdrift = true;
  }

  async discard(): Promise<void> {
    this.unfollow();
    await this.recording.discard();
  }

  async close(): Promise<void> {
    this.unfollow();
    await this.recording.close();
  }

  private take(pcm: Buffer): void {
    const heard = this.isAdrift ? this.placed(pcm) : pcm;
    if (heard === null) return;
    this.isAdrift = false;
    this.append(heard);
  }

  /** What of it belongs behind what is written, with the silence before it; null when it all came before. */
  private placed(pcm: Buffer): Buffer | null {
    const anchor = this.anchorMonotonicMs();
    if (anchor === null) return null;
    const end = Math.round((this.time.monotonicMs() - anchor) * PLAYOUT_PCM.framesPerMs);
    const first = end - pcm.length / PLAYOUT_PCM.bytesPerFrame;
    if (end <= this.written) return null;
    if (first >= this.written) return Buffer.concat([silence(first - this.written), pcm]);
    return pcm.subarray((this.written - first) * PLAYOUT_PCM.bytesPerFrame);
  }

  private append(pcm: Buffer): void {
    this.written += pcm.length / PLAYOUT_PCM.bytesPerFrame;
    this.recording.write(pcm);
  }
}

function silence(frames: number): Buffer {
  return Buffer.alloc(frames * PLAYOUT_PCM.bytesPerFrame);
}
