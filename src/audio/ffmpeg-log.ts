import type { Demuxer, Probe } from './normaliser';

// Metadata are indented by four or six spaces, what ffmpeg says of the file by two, what its parts say by none: no tag can
// pass for either.
const AUDIO = /^ {2}Stream #0:\d+.*?: Audio: (.+)$/;
const STREAM = /^ {2}Stream #0:\d+.*?: (\w+): (.+)$/;
const CHAPTER = /^ {4}Chapter #0:\d+: start /;
/** Two spaces before it: no metadata can look like that. */
const PCM = /^ {2}Stream #0:0: Audio: pcm_f32le, (\d+) Hz, ([^,]+), flt/;
const ESTIMATED = /^\[.*Estimating duration from bitrate/;
const DECODE_ERROR =
  /^(?:\[|Error ).*(?:rror while decoding stream|Error submitting packet to decoder|Invalid data found when processing|partial file$|File ended prematurely|invalid as first byte of an EBML number|exceeds containing master element)/;

/** At the end of a verbose run. */
const COUNTS = /^ {2}Input stream #0:\d+ \(audio\): (\d+) packets read .*; (\d+) frames decoded/;

/** The first audio stream that ffmpeg's input banner names; null when it names none. */
export function parseProbe(log: readonly string[], container: Demuxer): Probe | null {
  const details = firstMatch(inputSection(log), AUDIO);
  if (details === null) return null;
  const kinds = streamKinds(inputSection(log));
  const layout = details.split(', ')[2] ?? '';
  return {
    container,
    codec: /^\w+/.exec(details)?.[0] ?? 'unknown',
    channels: channelCount(layout),
    channelLayout: layout,
    sampleRateHz: Number(/(\d+) Hz/.exec(details)?.[1] ?? 0),
    bitrateKbps: Number(/(\d+) kb\/s/.exec(details)?.[1] ?? 0) || null,
    headerDurationSeconds: headerDuration(inputSection(log)),
    claimedSeconds: countsSound(log, kinds) ? soundDuration(inputSection(log), container) : null,
    hasVideo: kinds.includes('Video'),
  };
}

/** Packets that were read and that were decoded, from the line that says so; null for any other line. */
export function decodeCounts(line: string): { readonly packets: number; readonly decodedPackets: number } | null {
  const [, packets, decoded] = COUNTS.exec(line) ?? [];
  return packets === undefined ? null : { packets: Number(packets), decodedPackets: Number(decoded) };
}

/** PCM as ffmpeg puts it out. */
export interface PcmStream {
  readonly sampleRateHz: number;
  readonly channels: number;
  /** By ffmpeg's name: "stereo", "5.1(side)". */
  readonly channelLayout: string;
}

/** What the line of the banner of an output says that names its float PCM; null for any other line. */
export function pcmStream(line: string): PcmStream | null {
  const [, rate, layout] = PCM.exec(line) ?? [];
  if (rate === undefined || layout === undefined) return null;
  return { sampleRateHz: Number(rate), channels: channelCount(layout), channelLayout: layout };
}

/** True when ffmpeg opened the file as its container, whatever is inside. */
export function wasOpened(log: readonly string[]): boolean {
  return log.some((line) => line.startsWith('Input #0,'));
}

export function isDecodeError(line: string): boolean {
  return DECODE_ERROR.test(line);
}

/** Channels of a layout by ffmpeg's name: "mono", "stereo", "5.1(side)", "3 channels". */
export function channelCount(layout: string): number {
  const counted = /^(\d+) channels/.exec(layout)?.[1];
  if (counted !== undefined) return Number(counted);
  const surround = /^(\d)\.(\d)(?:\.(\d))?/.exec(layout);
  if (surround) return surround.slice(1).reduce((sum, digit) => sum + Number(digit || 0), 0);
  const named: Readonly<Record<string, number>> = {
    mono: 1,
    stereo: 2,
    downmix: 2,
    quad: 4,
    hexagonal: 6,
    octagonal: 8,
    hexadecagonal: 16,
  };
  return named[/^\w+/.exec(layout)?.[0] ?? ''] ?? 2;
}

/** "Audio", "Video", "Subtitle", "Data" of each stream; cover art is none. */
function streamKinds(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const [, kind, details = ''] = STREAM.exec(line) ?? [];
    return kind === undefined || details.includes('(attached pic)') ? [] : [kind];
  });
}

/** Another track may be longer than the sound, and a chapter end after it. */
function countsSound(log: readonly string[], kinds: readonly string[]): boolean {
  const isAlone = kinds.filter((kind) => kind !== 'Video').length === 1;
  return isAlone && !log.some((line) => ESTIMATED.test(line) || CHAPTER.test(line));
}

/** These two count from the beginning of their clock, not from that of the sound. */
const COUNT_FROM_ZERO: readonly Demuxer[] = ['mov', 'matroska'];

function soundDuration(lines: readonly string[], container: Demuxer): number | null {
  const duration = headerDuration(lines);
  const start = firstMatch(lines, /^ {2}Duration: .*?, start: (\d+\.\d+)/);
  return duration === null || !COUNT_FROM_ZERO.includes(container) ? duration : duration - Number(start ?? 0);
}

function headerDuration(lines: readonly string[]): number | null {
  const clock = firstMatch(lines, /^ {2}Duration: (\d+:\d\d:\d\d\.\d+)/);
  if (clock === null) return null;
  return clock.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

function inputSection(log: readonly string[]): readonly string[] {
  const end = log.findIndex((line) => line.startsWith('Output #0') || line.startsWith('Stream mapping:'));
  return end < 0 ? log : log.slice(0, end);
}

function firstMatch(lines: readonly string[], pattern: RegExp): string | null {
  for (const line of lines) {
    const match = pattern.exec(line)?.[1];
    if (match !== undefined) return match;
  }
  return null;
}
