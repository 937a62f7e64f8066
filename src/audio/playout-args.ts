/** PCM of the playout engine: signed 16-bit little-endian mono at 48 kHz. One frame is one sample. */
export const PLAYOUT_PCM = { sampleRate: 48_000, framesPerMs: 48, bytesPerFrame: 2 } as const;

/** Found through PATH; always spawned without a shell. */
export const FFMPEG = 'ffmpeg';

export interface Mp3EncoderTarget {
  readonly file: string;
  readonly bitrateKbps: number;
  readonly title: string;
}

const QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-nostats'] as const;
const RAW_PCM = ['-f', 's16le', '-ac', '1', '-ar', String(PLAYOUT_PCM.sampleRate)] as const;

/**
 * ffmpeg arguments that turn verified media bytes on stdin into the engine's PCM on stdout.
 * Renditions are MP3: the demuxer is named, never probed, so that no playlist or concat script is opened as audio; and
 * the media arrives on a pipe, so `pipe` is the only protocol ffmpeg may use.
 */
export function decoderArgs(): readonly string[] {
  return [...QUIET, '-protocol_whitelist', 'pipe', '-f', 'mp3', '-i', 'pipe:0', '-map', '0:a:0', ...RAW_PCM, 'pipe:1'];
}

/** ffmpeg arguments that decode one local sound file, whatever its format, to the engine's PCM on stdout. */
export function chimeArgs(file: string, maxSeconds: number): readonly string[] {
  const input = ['-protocol_whitelist', 'file', '-i', `file:${file}`, '-map', '0:a:0', '-t', String(maxSeconds)];
  return [...QUIET, ...input, ...RAW_PCM, '-protocol_whitelist', 'pipe', 'pipe:1'];
}

/**
 * ffmpeg arguments that encode the engine's PCM on stdin to an MP3 file, ten progress reports a second on stdout.
 * Packets are flushed one by one: what is reported as encoded is in the file even when the encoder is killed.
 */
export function mp3EncoderArgs(target: Mp3EncoderTarget): readonly string[] {
  return [
    ...QUIET,
    ...['-progress', 'pipe:1', '-stats_period', '0.1'],
    // Nothing to probe in raw PCM: by default ffmpeg would hold back most of a second before it encodes.
    ...['-protocol_whitelist', 'pipe', ...RAW_PCM, '-probesize', '32', '-analyzeduration', '0', '-i', 'pipe:0'],
    ...['-metadata', `title=${target.title}`, '-c:a', 'libmp3lame', '-b:a', `${String(target.bitrateKbps)}k`],
    ...['-flush_packets', '1', '-f', 'mp3', '-y', `file:${target.file}`],
  ];
}

/** Frames that an ffmpeg `-progress` report says were encoded; null when this text names none. */
export function encodedFrames(progressText: string): number | null {
  const last = [...progressText.matchAll(/^out_time_us=(\d+)$/gm)].at(-1)?.[1];
  return last === undefined ? null : Math.floor((Number(last) * PLAYOUT_PCM.sampleRate) / 1_000_000);
}
