import { resolve } from 'node:path';
import type { Demuxer } from './normaliser';

/** What recorders, phones, editors and films bring; whatever else a file asks for is never run on its bytes. */
const SOUND_DECODERS = [
  ...['aac', 'aac_latm', 'mp1', 'mp1float', 'mp2', 'mp2float', 'mp3', 'mp3float', 'flac', 'alac', 'vorbis'],
  ...['opus', 'libopus', 'speex', 'libspeex', 'amrnb', 'amrwb', 'ac3', 'eac3', 'dca'],
  ...['wmav1', 'wmav2', 'wmapro', 'wmavoice', 'wmalossless'],
  ...['pcm_u8', 'pcm_s8', 'pcm_alaw', 'pcm_mulaw', 'pcm_bluray', 'pcm_dvd'],
  ...['pcm_s16', 'pcm_s24', 'pcm_s32', 'pcm_f32', 'pcm_f64'].flatMap((name) => [`${name}le`, `${name}be`]),
  ...['adpcm_ms', 'adpcm_ima_wav', 'adpcm_ima_qt', 'adpcm_yamaha', 'g722', 'g726', 'gsm', 'gsm_ms', 'truespeech'],
];

/** One that may have to be named. */
export type SoundDecoder = 'pcm_s32le';

export interface InputArguments {
  readonly inputOptions: readonly string[];
  readonly input: string;
}

/**
 * ffmpeg arguments that open a stranger's file as the one thing it was recognised as: that demuxer and none nested in
 * it, local files only, no tracks of other files, decoders of sound only. The `file:` prefix and an absolute path make
 * any name harmless: no option, no other protocol.
 */
export function untrustedInput(file: string, demuxer: Demuxer, decoder: SoundDecoder | null = null): InputArguments {
  return {
    inputOptions: [
      ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', demuxer, '-f', demuxer],
      ...['-codec_whitelist', SOUND_DECODERS.join()],
      ...(decoder === null ? [] : ['-c:a', decoder]),
      ...(demuxer === 'mov' ? ['-enable_drefs', '0', '-use_absolute_path', '0'] : []),
    ],
    input: `file:${resolve(file)}`,
  };
}
