import type { EndReason } from '../playout-engine';
import type { Sound, SourceEnd } from './mixer';

/** A sound that begins again where it ends, for as long as it is read. */
export class LoopedSound implements Sound {
  private isReopening = false;
  private readonly closing = new AbortController();
  private fault: SourceEnd | null = null;

  private constructor(
    private current: Sound,
    private readonly open: () => Promise<Sound | EndReason>,
  ) {}

  static async open(open: () => Promise<Sound | EndReason>): Promise<LoopedSound | EndReason> {
    const first = await open();
    return typeof first === 'string' ? first : new LoopedSound(first, open);
  }

  get end(): SourceEnd | null {
    return this.current.end === 'completed' ? this.fault : this.current.end;
  }

  read(frames: number): Buffer {
    const pcm = this.current.read(frames);
    if (this.current.end === 'completed') void this.again();
    return pcm;
  }

  close(): void {
    this.closing.abort();
    this.current.close();
  }

  private async again(): Promise<void> {
    if (this.isReopening) return;
    this.isReopening = true;
    const next = await this.open();
    this.isReopening = false;
    if (typeof next === 'string') this.fault = 'decoderFailed';
    else if (this.closing.signal.aborted) next.close();
    else this.current = next;
  }
}
