import { PLAYOUT_PCM } from './playout-args';

/** A stretch of one of the station's own MP3 files; positions in frames at 48 kHz. */
export interface Passage {
  readonly file: string;
  readonly fromFrame: number;
  readonly frames: number;
}

/**
 * ffmpeg arguments that decode exactly that passage to PCM (s16le, mono) at `sampleRate` on stdout; what the file does
 * not hold is left out. Everything before the passage is decoded and dropped: a seek in MP3 lands some milliseconds off.
 * The demuxer is named and `file` is the only input protocol, so that no playlist is opened as audio.
 */
export function passageArgs({ file, fromFrame, frames }: Passage, sampleRate: number): readonly string[] {
  const end = fromFrame + frames;
  const filters = [
    `aformat=sample_rates=${PLAYOUT_PCM.sampleRate}:channel_layouts=mono`,
    `atrim=start_sample=${fromFrame}:end_sample=${end}`,
    `aresample=${sampleRate}`,
  ];
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-nostats', '-threads', '1'],
    ...['-protocol_whitelist', 'file', '-f', 'mp3', '-i', `file:${file}`, '-map', '0:a:0'],
    ...['-af', filters.join(','), '-f', 's16le', '-protocol_whitelist', 'pipe', 'pipe:1'],
  ];
}
