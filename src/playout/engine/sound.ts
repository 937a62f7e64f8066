import { PLAYOUT_PCM } from '../../audio/playout-args';
import type { LiveSourceConfig } from '../relay/live-feed';
import type { EndReason, PlayoutCue } from '../playout-engine';
import { Decoder } from './decoder';
import type { EngineTiming } from './engine-timing';
import { LiveSource } from './live-source';
import { LoopedSound } from './looped-sound';
import type { Sound } from './mixer';
import { MediaError, VerifiedMedia } from './verified-media';

export interface SoundParts {
  readonly timing: EngineTiming;
  readonly liveSources: readonly LiveSourceConfig[];
  readonly log: (level: 'warn', message: string) => void;
}

/**
 * Makes audible what a cue names; it is ready to go on air when this resolves.
 * @param isWanted whether it still is: what hangs is tried anew only as long
 * @returns the reason when it never will be heard
 */
export async function openSound(
  cue: PlayoutCue,
  parts: SoundParts,
  isWanted: () => boolean,
): Promise<Sound | EndReason> {
  const decoded = (): Promise<Decoder | EndReason> => decode(cue, parts, isWanted);
  if (cue.liveSource === null) return cue.priority === 'FILLER' ? LoopedSound.open(decoded) : decoded();
  const source = parts.liveSources.find(({ code }) => code === cue.liveSource);
  if (source === undefined) return 'sourceRefused';
  // A live source is not waited for: what it does not give in time is heard as silence.
  return new LiveSource(source, (problem) => {
    parts.log('warn', problem);
  });
}

/** Verifies the media and decodes ahead; a decoder that hangs is ended and another one tried. */
async function decode(
  { file, sha256 }: PlayoutCue,
  { timing }: SoundParts,
  isWanted: () => boolean,
): Promise<Decoder | EndReason> {
  try {
    for (let patienceMs = timing.decoderPatienceMs; ; patienceMs *= 2) {
      const decoder = new Decoder(await VerifiedMedia.open(file, sha256), {
        prebufferFrames: timing.prebufferMs * PLAYOUT_PCM.framesPerMs,
        bufferFrames: timing.bufferMs * PLAYOUT_PCM.framesPerMs,
      });
      if (!(await decoder.bufferedWithin(patienceMs)) && isWanted()) continue;
      const { end } = decoder;
      if (end === null) return decoder;
      decoder.close();
      return end === 'completed' ? 'decoderFailed' : end; // Nothing was decoded at all.
    }
  } catch (error) {
    return error instanceof MediaError ? error.fault : 'decoderFailed';
  }
}
