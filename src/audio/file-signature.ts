import type { AudioErrorCode } from './audio-errors';
import { findFrames } from './mpeg-frames';
import type { Demuxer } from './normaliser';

/** What the beginning of a file says it is. */
export type FileSignature =
  /** `isMono`: MPEG audio frames that say so. */
  | { readonly kind: 'sound'; readonly demuxer: Demuxer; readonly isMono: boolean }
  /** Not to be opened; the code says why. */
  | { readonly kind: 'other'; readonly code: AudioErrorCode };

/** Bytes that the patterns below look at, read as latin1: one character is one byte. */
const PATTERN_BYTES = 2048;

const SOUNDS: readonly (readonly [RegExp, Demuxer])[] = [
  [/^(?:RIFF|RF64|BW64)....WAVE/s, 'wav'],
  [/^riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0/, 'w64'],
  [/^FORM....AIF[FC]/s, 'aiff'],
  [/^RIFF....AVI /s, 'avi'],
  [/^fLaC/, 'flac'],
  [/^OggS/, 'ogg'],
  [/^#!AMR(?:-WB)?\n/, 'amr'],
  [/^\x1aE\xdf\xa3/, 'matroska'],
  [/^\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c/, 'asf'],
  [/^caff\0\x01/, 'caf'],
  [/^\0\0\x01\xba/, 'mpeg'],
  [/^G.{187}G.{187}G/s, 'mpegts'],
  // Camcorders put a time before each packet of 188 bytes.
  [/^.{4}G.{191}G.{191}G/s, 'mpegts'],
  [/^....(?:ftyp|moov|mdat|wide|free|skip|pnot)/s, 'mov'],
];

const OTHERS: readonly (readonly [RegExp, AudioErrorCode])[] = [
  // Pictures may share MP4's container.
  [/^....ftyp(?:hei[cxms]|hev[cmsx]|mif1|msf1|avi[fs]|crx )/s, 'audioIsImage'],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8|8BPS|II\*\0|MM\0\*|RIFF....WEBP|BM.{4}\0{4})/s, 'audioIsImage'],
  [/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE svg.*?>\s*)?<svg/is, 'audioIsImage'],
  [/^PK\x03\x04.{26}(?:\[Content_Types\]|mimetype|_rels\/|docProps|word\/|xl\/|ppt\/)/s, 'audioIsDocument'],
  [/^(?:%PDF|\{\\rtf|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1)/, 'audioIsDocument'],
  [
    /^(?:PK(?:\x03\x04|\x05\x06|\x07\x08)|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|MSCF|\x28\xb5\x2f\xfd)/,
    'audioIsArchive',
  ],
  [/^.{257}ustar/s, 'audioIsArchive'],
  [/^(?:MZ|\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|dex\n|#!)/, 'audioIsProgram'],
];

/** Lists and links: what they name must never be opened. */
const LINKS =
  /^\s*(?:#EXTM3U|#EXTINF|ffconcat\b|v=0\s|\[playlist\]|\[reference\]|<asx\b|RTSPtext|(?:https?|rtsp|rtmp|mms|ftp|file):\/\/|<(?:\?xml\b.*?<)?(?:!DOCTYPE\s*)?(?:smil|mpd|playlist|SmoothStreamingMedia|rss|asx|plist)\b)/is;
const SOUND_FILE_NAME = /\.(?:mp3|wav|m4a|aac|ogg|opus|flac|wma|mp4|amr|ts|m3u8?)\s*$/i;

/**
 * Tells what a file is by its content; name and extension are not looked at. Pure, and it never reads further than
 * `head`, so that no file can keep it busy.
 * @param head the file's beginning, or what follows its ID3 tags; some 64 KiB are plenty
 * @param isWhole nothing follows `head`
 */
export function signatureOf(head: Buffer, isWhole: boolean): FileSignature {
  const beginning = head.toString('latin1', 0, PATTERN_BYTES);
  const other = OTHERS.find(([pattern]) => pattern.test(beginning));
  const sound = SOUNDS.find(([pattern]) => pattern.test(beginning));
  // "#!" begins programs and AMR, "MM" and "BM" little else: the longer pattern of the two is the sound's.
  if (sound !== undefined && (other === undefined || other[1] === 'audioIsProgram')) {
    return { kind: 'sound', demuxer: sound[1], isMono: false };
  }
  if (other !== undefined) return { kind: 'other', code: other[1] };
  const text = textOf(head.subarray(0, PATTERN_BYTES));
  if (text !== null) return { kind: 'other', code: isLink(text) ? 'audioElsewhere' : 'audioIsDocument' };
  const frames = findFrames(head, isWhole);
  if (frames === null) return { kind: 'other', code: 'audioNotRecognised' };
  return { kind: 'sound', demuxer: frames.kind, isMono: frames.isMono };
}

/** The beginning of a text file; null when it holds what no text holds. */
function textOf(head: Buffer): string | null {
  const isUtf16 = head[0] === 0xff && head[1] === 0xfe;
  const text = head.toString(isUtf16 ? 'utf16le' : 'latin1').replace(/^(?:\ufeff|\xef\xbb\xbf)/, '');
  return /[^\P{Cc}\t\r\n\f\x80-\x9f]/u.test(text) ? null : text;
}

function isLink(text: string): boolean {
  if (LINKS.test(text)) return true;
  const [first = ''] = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return SOUND_FILE_NAME.test(first);
}
