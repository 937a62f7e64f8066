import { writeFileSync } from 'node:fs';
import type { AudioErrorCode } from '../../src/audio/audio-errors';
import { altered, corpusFile, cut, encoded, ffmpegTo, holed, humanSpeech, replaced } from './corpus';

/** A file that must be refused, and why. */
export interface HostileFile {
  readonly what: string;
  readonly make: () => Promise<string>;
  readonly code: AudioErrorCode;
}

const SECONDS = 5;
const speech = (name: string, ...options: readonly string[]) => encoded(name, SECONDS, ...options);

/** Every one is named .mp3: names are not looked at. */
const bytes = (what: string, code: AudioErrorCode, content: string | Buffer): HostileFile => ({
  what,
  code,
  make: () =>
    corpusFile(`${what.replace(/\W+/g, '-')}.mp3`, (file) => {
      writeFileSync(file, content);
      return Promise.resolve();
    }),
});

const hex = (text: string): Buffer => Buffer.concat([Buffer.from(text.replace(/ /g, ''), 'hex'), Buffer.alloc(300)]);

const NO_SOUND: readonly HostileFile[] = [
  bytes('an empty file', 'audioEmpty', ''),
  bytes('zeros', 'audioNotRecognised', Buffer.alloc(100_000)),
  bytes('noise', 'audioNotRecognised', noise(100_000)),
  bytes('a PNG', 'audioIsImage', hex('89504e470d0a1a0a 0000000d49484452')),
  bytes('a JPEG', 'audioIsImage', hex('ffd8ffe000104a464946')),
  bytes('a WebP', 'audioIsImage', Buffer.concat([Buffer.from('RIFF\x24\0\0\0WEBPVP8 '), Buffer.alloc(100)])),
  bytes(
    'a photo of an iPhone',
    'audioIsImage',
    Buffer.concat([hex('00000018'), Buffer.alloc(0)]).fill('ftypheic', 4, 12),
  ),
  bytes('a drawing', 'audioIsImage', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
  bytes('plain text', 'audioIsDocument', 'Kính gửi Ủy ban nhân dân xã'),
  bytes('text of Windows Notepad', 'audioIsDocument', Buffer.from('\ufeffKính gửi Ủy ban nhân dân xã', 'utf16le')),
  bytes('a PDF', 'audioIsDocument', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'),
  bytes('an old Word file', 'audioIsDocument', hex('d0cf11e0a1b11ae1')),
  bytes('a Word file', 'audioIsDocument', zip('[Content_Types].xml')),
  bytes('a ZIP', 'audioIsArchive', zip('tin-bai.mp3')),
  bytes('a RAR', 'audioIsArchive', hex('526172211a0701')),
  bytes('a gzip', 'audioIsArchive', hex('1f8b0800')),
  bytes('a Windows program', 'audioIsProgram', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])),
  bytes('a Linux program', 'audioIsProgram', hex('7f454c46')),
  bytes('a shell script', 'audioIsProgram', '#!/bin/sh\nrm -rf /\n'),
];

/** None of these may make ffmpeg open what they name. */
const LINKS: readonly HostileFile[] = [
  bytes('an HLS playlist', 'audioElsewhere', '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
  bytes('a plain playlist', 'audioElsewhere', 'C:\\Nhạc\\bai-1.mp3\nC:\\Nhạc\\bai-2.mp3\n'),
  bytes('a PLS playlist', 'audioElsewhere', '[playlist]\nFile1=http://127.0.0.1/a.mp3\n'),
  bytes('a concat script', 'audioElsewhere', 'ffconcat version 1.0\nfile victim.wav\n'),
  bytes('a session description', 'audioElsewhere', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 9 RTP/AVP 0\n'),
  bytes('a DASH manifest', 'audioElsewhere', '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>'),
  bytes('a link', 'audioElsewhere', 'http://127.0.0.1:1/a.mp3'),
  {
    what: 'an MP4 whose track is in another file',
    // Bit 0 of the flags says "in this file".
    make: async () => altered('dref.m4a', await speech('s.m4a'), replaced('url \0\0\0\x01', 'url \0\0\0\0')),
    code: 'audioElsewhere',
  },
];

const LOCKED: readonly HostileFile[] = [
  {
    what: 'an MP4 under Common Encryption',
    make: () => {
      const key = '00112233445566778899aabbccddeeff';
      const lock = ['-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', key, '-encryption_kid', key];
      return speech('cenc.m4a', '-c:a', 'aac', ...lock);
    },
    code: 'audioEncrypted',
  },
  {
    what: 'a locked song of a music shop (M4P)',
    make: async () => altered('drms.m4p', await speech('s.m4a'), replaced('mp4a\0\0\0\0\0\0\0\x01', 'drms')),
    code: 'audioEncrypted',
  },
  {
    what: 'a locked WMA',
    make: async () => altered('locked.wma', await speech('s.wma', '-c:a', 'wmav2'), withContentEncryption),
    code: 'audioEncrypted',
  },
];

const SPENT: readonly HostileFile[] = [
  { what: 'a film without sound', make: silentFilm, code: 'audioNoSound' },
  { what: 'an MP4 cut off before its index', make: half('half.m4a', 's.m4a'), code: 'audioUndecodable' },
  { what: 'half a FLAC', make: half('half.flac', 's.flac'), code: 'audioDamaged' },
  { what: 'half a WAV', make: half('half.wav', 's.wav'), code: 'audioDamaged' },
  { what: 'half an MP3', make: half('half.mp3', 's.mp3'), code: 'audioDamaged' },
  {
    what: 'a WAV header with nothing behind it',
    make: async () => altered('header.wav', await speech('s.wav'), (whole) => whole.subarray(0, 78)),
    code: 'audioUndecodable',
  },
  {
    what: 'an M4A with a tenth of it wiped out',
    make: async () => altered('holed.m4a', await speech('s.m4a'), holed(0.1)),
    code: 'audioDamaged',
  },
  {
    what: 'an Ogg with a tenth of it wiped out',
    make: async () => altered('holed.ogg', await speech('s.ogg', '-c:a', 'libvorbis'), holed(0.1)),
    code: 'audioDamaged',
  },
  { what: '0.3 s', make: () => encoded('short.wav', SECONDS, '-t', '0.3'), code: 'audioTooShort' },
  {
    what: 'digital silence',
    make: () => corpusFile('silence.wav', (file) => ffmpegTo(file, '-f', 'lavfi', '-i', 'anullsrc', '-t', '3')),
    code: 'audioSilent',
  },
  {
    what: 'a microphone that was switched off',
    make: () => corpusFile('hiss.wav', (file) => ffmpegTo(file, '-f', 'lavfi', '-i', 'anoisesrc=a=0.0005:d=3')),
    code: 'audioSilent',
  },
];

/** More than the limits that `test/integration/hostile-files.spec.ts` sets, or than a machine has. */
const BOMBS: readonly HostileFile[] = [
  { what: 'a minute where 30 s are allowed', make: minute, code: 'audioTooLong' },
  { what: 'a few kilobytes that play for hours', make: () => bomb('hours.flac', 5), code: 'audioTooLong' },
  {
    what: 'a header that says one sample a second',
    make: async () => altered('1hz.wav', await speech('s.wav'), (whole) => rateOf(whole, 1)),
    code: 'audioUnsupported',
  },
  {
    what: 'a header that claims 65,535 channels',
    make: async () =>
      altered('channels.wav', await speech('s.wav'), (whole) => {
        const copy = Buffer.from(whole);
        copy.writeUInt16LE(65_535, 22);
        return copy;
      }),
    code: 'audioUnsupported',
  },
  {
    what: 'a header that claims 2³¹ channels',
    make: async () =>
      altered('channels.caf', await speech('s.caf', '-c:a', 'pcm_s16be'), (whole) => {
        const copy = Buffer.from(whole);
        copy.writeUInt32BE(2 ** 31, copy.indexOf('desc') + 12 + 24);
        return copy;
      }),
    code: 'audioUndecodable',
  },
  {
    what: 'a codec of video games',
    make: () => speech('game.wav', '-c:a', 'adpcm_swf', '-ar', '22050', '-f', 'wav'),
    code: 'audioUnsupported',
  },
];

export const HOSTILE_FILES: readonly HostileFile[] = [...NO_SOUND, ...LINKS, ...LOCKED, ...SPENT, ...BOMBS];

function half(name: string, whole: string): () => Promise<string> {
  return async () => altered(name, await speech(whole), cut(0.5));
}

async function silentFilm(): Promise<string> {
  return corpusFile('silent.mp4', (file) =>
    ffmpegTo(file, '-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=2'),
  );
}

async function minute(): Promise<string> {
  const source = await humanSpeech(SECONDS);
  return corpusFile('minute.mp3', (file) => ffmpegTo(file, '-stream_loop', '-1', '-i', source, '-t', '60'));
}

/** FLAC says "65,535 times the same sample" in a dozen bytes. */
async function bomb(name: string, hours: number): Promise<string> {
  const source = ['-f', 'lavfi', '-i', `anullsrc=r=8000:cl=mono`, '-t', String(hours * 3600)];
  return corpusFile(name, (file) => ffmpegTo(file, ...source, '-frame_size', '65535', '-c:a', 'flac'));
}

function rateOf(whole: Buffer, hertz: number): Buffer {
  const copy = Buffer.from(whole);
  copy.writeUInt32LE(hertz, 24);
  copy.writeUInt32LE(hertz * 2, 28);
  return copy;
}

/** Puts a Content Encryption Object into the header of an ASF file. */
function withContentEncryption(whole: Buffer): Buffer {
  const guid = Buffer.from('fbb3112223bdd211b4b700a0c955fc6e', 'hex');
  const object = Buffer.concat([guid, Buffer.alloc(8), Buffer.alloc(16)]);
  object.writeBigUInt64LE(BigInt(object.length), 16);
  const copy = Buffer.concat([whole.subarray(0, 30), object, whole.subarray(30)]);
  copy.writeBigUInt64LE(copy.readBigUInt64LE(16) + BigInt(object.length), 16);
  copy.writeUInt32LE(copy.readUInt32LE(24) + 1, 24);
  return copy;
}

function zip(name: string): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), Buffer.alloc(100)]);
}

/** The same every time. */
function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(Array.from({ length }, () => (state = (state * 48_271) % 2_147_483_647) >> 8));
}
