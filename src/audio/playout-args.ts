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

/** Containers and bare codecs that radio streams come in; none of them refers to other files or addresses. */
const LIVE_FORMATS = 'mp3,aac,ogg,flac,mpegts,mov,matroska,wav';

/**
 * ffmpeg arguments that turn the bytes of a live stream on stdin into the engine's PCM on stdout, as they come. The
 * service fetches the stream itself: ffmpeg may use no protocol but its pipes, and a playlist is not a format it takes.
 */
export function liveDecoderArgs(): readonly string[] {
  const input = ['-protocol_whitelist', 'pipe', '-format_whitelist', LIVE_FORMATS];
  // By default ffmpeg would listen for seconds before the first sample.
  const early = ['-fflags', 'nobuffer', '-probesize', '65536', '-analyzeduration', '500000'];
  return [...QUIET, ...input, ...early, '-i', 'pipe:0', '-map', '0:a:0', ...RAW_PCM, '-flush_packets', '1', 'pipe:1'];
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

/** MP3 frame of MPEG-1 layer III, in samples; at 48 kHz and constant bit rate it takes exactly 3 bytes per kbit/s. */
const MP3_FRAME_SAMPLES = 1152;
const MP3_FRAME_BYTES_PER_KBPS = 3;
/** What LAME puts before the first sample it is given. */
const LAME_DELAY_SAMPLES = 1105;

/**
 * ffmpeg arguments that encode the engine's PCM on stdin to a bare MP3 stream on stdout: no tag and no header frame, so
 * that `framesInMp3` can tell from the bytes how far it goes.
 */
export function mp3StreamArgs(bitrateKbps: number): readonly string[] {
  return [
    ...QUIET,
    ...['-protocol_whitelist', 'pipe', ...RAW_PCM, '-probesize', '32', '-analyzeduration', '0', '-i', 'pipe:0'],
    ...['-c:a', 'libmp3lame', '-b:a', `${String(bitrateKbps)}k`, '-id3v2_version', '0', '-write_xing', '0'],
    ...['-flush_packets', '1', '-f', 'mp3', 'pipe:1'],
  ];
}

/** Frames of PCM that are wholly inside the first `bytes` of what `mp3StreamArgs` makes. */
export function framesInMp3(bytes: number, bitrateKbps: number): number {
  const mp3Frames = Math.floor(bytes / (MP3_FRAME_BYTES_PER_KBPS * bitrateKbps));
  return Math.max(0, mp3Frames * MP3_FRAME_SAMPLES - LAME_DELAY_SAMPLES);
}

/** Bytes of such a stream that come before the sound of its PCM frame `frames`; exact where `mp3PaddingFrames` is 0. */
export function mp3BytesBefore(frames: number, bitrateKbps: number): number {
  const mp3Frames = Math.floor((frames + LAME_DELAY_SAMPLES) / MP3_FRAME_SAMPLES);
  return mp3Frames * MP3_FRAME_BYTES_PER_KBPS * bitrateKbps;
}

/** PCM frames to be added to so many, so that what follows begins an MP3 frame of its own. */
export function mp3PaddingFrames(frames: number): number {
  const begun = (frames + LAME_DELAY_SAMPLES) % MP3_FRAME_SAMPLES;
  return begun === 0 ? 0 : MP3_FRAME_SAMPLES - begun;
}

/** Rates of MPEG-1 layer III in kbit/s, in the order of their index in a frame's header (ISO/IEC 11172-3, 2.4.2.3). */
const MP3_RATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

/** One mono MP3 frame at 48 kHz that holds nothing: its header, and side information that says so. */
export function silentMp3Frame(bitrateKbps: number): Buffer {
  const frame = Buffer.alloc(MP3_FRAME_BYTES_PER_KBPS * bitrateKbps);
  return Buffer.concat([Buffer.from([0xff, 0xfb, (MP3_RATES.indexOf(bitrateKbps) << 4) | 0x04, 0xc4]), frame]).subarray(
    0,
    frame.length,
  );
}

/** ffmpeg arguments that hand on what a source of the sound server (PulseAudio's protocol) hears, 20 ms at a time. */
export function monitorArgs(source: string): readonly string[] {
  const input = ['-f', 'pulse', '-sample_rate', '48000', '-channels', '1', '-fragment_size', '1920', '-i', source];
  const early = ['-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0'];
  return [...QUIET, ...early, ...input, ...RAW_PCM, '-flush_packets', '1', '-protocol_whitelist', 'pipe', 'pipe:1'];
}

/** Of alsa-utils; found through PATH. Its messages are translated: run it with LC_ALL=C. */
export const APLAY = 'aplay';

/**
 * aplay arguments that play the engine's PCM on stdin. `-vvv` makes it say how large the card's ring really is, and then
 * one line for every stretch the ring took: the card's clock.
 * @param device ALSA name: "default", "plughw:0,0", "pulse"
 */
export function aplayArgs(
  device: string,
  ring: { readonly ringMs: number; readonly periodMs: number },
): readonly string[] {
  const micros = (ms: number): string => String(ms * 1000);
  return [
    ...['-D', device, '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(PLAYOUT_PCM.sampleRate), '-vvv'],
    ...[`--buffer-time=${micros(ring.ringMs)}`, `--period-time=${micros(ring.periodMs)}`],
  ];
}

/** What a line of aplay's stderr says; null when it is only talk. */
export type AplayLine =
  | { readonly kind: 'ring'; readonly frames: number }
  | { readonly kind: 'rate'; readonly hertz: number }
  /** The ring took these frames. */
  | { readonly kind: 'accepted'; readonly frames: number }
  | { readonly kind: 'underrun' };

export function readAplayLine(line: string): AplayLine | null {
  if (line.startsWith('underrun!!!')) return { kind: 'underrun' };
  const [, name, value] = /^\s*(buffer_size|rate|Max peak)\s*[:(]\s*(\d+)/.exec(line) ?? [];
  if (name === 'buffer_size') return { kind: 'ring', frames: Number(value) };
  if (name === 'rate') return { kind: 'rate', hertz: Number(value) };
  return name === undefined ? null : { kind: 'accepted', frames: Number(value) };
}

/** Frames that an ffmpeg `-progress` report says were encoded; null when this text names none. */
export function encodedFrames(progressText: string): number | null {
  const last = [...progressText.matchAll(/^out_time_us=(\d+)$/gm)].at(-1)?.[1];
  return last === undefined ? null : Math.floor((Number(last) * PLAYOUT_PCM.sampleRate) / 1_000_000);
}
