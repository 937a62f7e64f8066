import { PLAYOUT_PCM } from '../../audio/playout-args';

/** An item that is cut off, and one that goes on, changes over this long: no click, and no word is lost in it. */
export const FADE_FRAMES = 50 * PLAYOUT_PCM.framesPerMs;

/** Linear ramp to zero, in place; `left` frames of the fade remain at the first sample. */
export function fadeOut(pcm: Buffer, left: number): void {
  scale(pcm, (frame) => (left - frame) / FADE_FRAMES);
}

/** Linear ramp from zero, in place; `left` frames of the fade remain at the first sample. */
export function fadeIn(pcm: Buffer, left: number): void {
  scale(pcm, (frame) => Math.min(1, (FADE_FRAMES - left + frame) / FADE_FRAMES));
}

/** Adds `lead`, as far as both reach, onto what sounds; a sum beyond full scale stays at full scale. */
export function layOver(pcm: Buffer, lead: Buffer): void {
  for (let i = 0; i < Math.min(pcm.length, lead.length); i += PLAYOUT_PCM.bytesPerFrame)
    pcm.writeInt16LE(Math.max(-32_768, Math.min(32_767, pcm.readInt16LE(i) + lead.readInt16LE(i))), i);
}

function scale(pcm: Buffer, gainAt: (frame: number) => number): void {
  for (let i = 0; i < pcm.length; i += PLAYOUT_PCM.bytesPerFrame)
    pcm.writeInt16LE(Math.round(pcm.readInt16LE(i) * gainAt(i / PLAYOUT_PCM.bytesPerFrame)), i);
}
