import { writeFileSync } from 'node:fs';
import type { Demuxer } from '../../src/audio/normaliser';
import { altered, corpusFile, encoded, ffmpegTo, humanSpeech, sox, spokenVietnamese, streamed } from './corpus';
import { randomFrom } from './mutants';

const SECONDS = 3;

/** A file that a clerk may bring, and what it is. */
export interface ClerkFile {
  readonly what: string;
  readonly make: () => Promise<string>;
  readonly container: Demuxer;
  readonly codec: string | RegExp;
  readonly channels?: number;
  readonly sampleRateHz?: number;
  readonly isVideo?: boolean;
  /** 3 unless said otherwise. */
  readonly seconds?: number;
  /** True unless said otherwise. */
  readonly targetReached?: boolean;
}

const as =
  (name: string, ...options: readonly string[]) =>
  () =>
    encoded(name, SECONDS, ...options);

/** A moving picture with the speech as its sound. */
const film =
  (name: string, ...options: readonly string[]) =>
  async (): Promise<string> => {
    const speech = await humanSpeech(SECONDS);
    const picture = ['-f', 'lavfi', '-i', `testsrc=size=128x96:rate=25:duration=${SECONDS}`];
    return corpusFile(name, (file) =>
      ffmpegTo(file, ...picture, '-i', speech, '-map', '0:v', '-map', '1:a', ...options),
    );
  };

const WAVS: readonly ClerkFile[] = [
  wav('8 bits, 8 kHz', 'u8.wav', 'pcm_u8', 8_000),
  wav('24 bits, 96 kHz', 's24.wav', 'pcm_s24le', 96_000),
  wav('32 bits, 192 kHz', 's32.wav', 'pcm_s32le', 192_000),
  wav('float, 44.1 kHz', 'f32.wav', 'pcm_f32le', 44_100),
  wav('A-law, 8 kHz', 'alaw.wav', 'pcm_alaw', 8_000),
  wav('ADPCM from a pocket recorder', 'adpcm.wav', 'adpcm_ima_wav', 16_000),
  {
    what: 'WAV, 24 bits in words of 32',
    make: async () =>
      altered('padded.wav', await encoded('s32-plain.wav', SECONDS, '-c:a', 'pcm_s32le'), (bytes) => {
        const padded = Buffer.from(bytes);
        padded.writeUInt16LE(24, 38);
        return padded;
      }),
    container: 'wav',
    codec: 'pcm_s32le',
  },
  { what: 'RF64', make: as('rf64.wav', '-rf64', 'always'), container: 'wav', codec: 'pcm_s16le' },
  {
    what: 'WAV whose recorder lost power: no length in the header',
    make: async () =>
      altered('no-length.wav', await encoded('plain.wav', SECONDS, '-fflags', '+bitexact'), (bytes) => {
        const copy = Buffer.from(bytes);
        copy.writeUInt32LE(0xffff_ffff, copy.indexOf('data') + 4);
        copy.writeUInt32LE(0xffff_ffff, 4);
        return copy;
      }),
    container: 'wav',
    codec: 'pcm_s16le',
  },
];

function wav(what: string, name: string, codec: string, sampleRateHz: number): ClerkFile {
  const make = as(name, '-c:a', codec, '-ar', String(sampleRateHz));
  return { what: `WAV, ${what}`, make, container: 'wav', codec, sampleRateHz };
}

const MPEG: readonly ClerkFile[] = [
  {
    what: 'MP3 of variable bit rate without a header',
    make: as('vbr.mp3', '-q:a', '5', '-write_xing', '0', '-id3v2_version', '0'),
    container: 'mp3',
    codec: 'mp3',
  },
  {
    what: 'MP3 after an ID3v2 tag with a picture of 12 MB',
    make: async () => altered('huge-id3.mp3', await as('cbr.mp3', '-b:a', '96k', '-id3v2_version', '0')(), withPicture),
    container: 'mp3',
    codec: 'mp3',
  },
  {
    what: 'MP3 cut out of a stream in the middle of a frame',
    make: async () => altered('torn.mp3', await as('cbr.mp3', '-b:a', '96k')(), (bytes) => bytes.subarray(1_500)),
    container: 'mp3',
    codec: 'mp3',
  },
  { what: 'MP2', make: as('a.mp2', '-b:a', '128k'), container: 'mp3', codec: 'mp2' },
  { what: 'raw AAC', make: as('a.aac'), container: 'aac', codec: 'aac' },
  { what: 'M4A, AAC', make: as('a.m4a'), container: 'mov', codec: 'aac' },
  { what: 'M4A, Apple Lossless', make: as('alac.m4a', '-c:a', 'alac'), container: 'mov', codec: 'alac' },
  {
    what: 'M4A in fragments',
    make: as('frag.m4a', '-movflags', 'frag_keyframe+empty_moov'),
    container: 'mov',
    codec: 'aac',
  },
];

const PHONES: readonly ClerkFile[] = [
  { what: 'AMR', make: amr, container: 'amr', codec: 'amr_nb', sampleRateHz: 8_000 },
  {
    what: '3GP with AMR',
    make: async () => {
      const source = await amr();
      return corpusFile('amr.3gp', (file) => ffmpegTo(file, '-i', source, '-c', 'copy'));
    },
    container: 'mov',
    codec: 'amr_nb',
  },
  {
    what: 'AMR wideband',
    make: amrWideband,
    container: 'amr',
    codec: 'amr_wb',
    sampleRateHz: 16_000,
    targetReached: false,
  },
  { what: '3GP with AAC', make: as('aac.3gp', '-c:a', 'aac'), container: 'mov', codec: 'aac' },
  { what: 'Opus', make: as('a.opus', '-ac', '2'), container: 'ogg', codec: 'opus', channels: 2 },
  { what: 'Ogg Vorbis', make: as('a.ogg', '-c:a', 'libvorbis'), container: 'ogg', codec: 'vorbis' },
  {
    what: 'WebM from a browser, without a duration',
    make: () => streamed('browser.webm', SECONDS, '-c:a', 'libopus', '-f', 'webm'),
    container: 'matroska',
    codec: 'opus',
  },
  { what: 'WMA', make: as('a.wma', '-ac', '2', '-ar', '44100'), container: 'asf', codec: 'wmav2', channels: 2 },
  { what: 'FLAC', make: as('a.flac'), container: 'flac', codec: 'flac' },
  { what: 'AIFF', make: as('a.aiff'), container: 'aiff', codec: 'pcm_s16be' },
  { what: 'AIFC', make: as('sowt.aifc', '-c:a', 'pcm_alaw', '-f', 'aiff'), container: 'aiff', codec: 'pcm_alaw' },
  { what: 'Wave64', make: as('a.w64'), container: 'w64', codec: 'pcm_s16le' },
  { what: 'CAF', make: as('a.caf', '-c:a', 'pcm_s16be'), container: 'caf', codec: 'pcm_s16be' },
  {
    what: '5.1',
    make: as('surround.m4a', '-af', 'pan=5.1|FL=0.5*c0|FR=0.5*c0|FC=c0|BL=0.1*c0|BR=0.1*c0'),
    container: 'mov',
    codec: 'aac',
    channels: 6,
  },
  {
    what: 'Vietnamese read by a machine',
    make: spokenVietnamese,
    container: 'wav',
    codec: 'pcm_s16le',
    sampleRateHz: 22_050,
    seconds: 5.376,
  },
];

const FILMS: readonly ClerkFile[] = [
  { what: 'MP4', make: film('v.mp4'), container: 'mov', codec: 'aac', isVideo: true },
  { what: 'MOV', make: film('v.mov', '-c:a', 'pcm_s16le'), container: 'mov', codec: 'pcm_s16le', isVideo: true },
  { what: 'MKV', make: film('v.mkv', '-c:a', 'ac3'), container: 'matroska', codec: 'ac3', isVideo: true },
  { what: 'AVI', make: film('v.avi', '-c:a', 'libmp3lame'), container: 'avi', codec: 'mp3', isVideo: true },
  { what: 'MPEG-TS', make: film('v.ts', '-c:a', 'aac'), container: 'mpegts', codec: 'aac', isVideo: true },
  {
    what: 'MPEG-TS from a camcorder',
    make: film('v.mts', '-c:a', 'ac3', '-mpegts_m2ts_mode', '1', '-f', 'mpegts'),
    container: 'mpegts',
    codec: 'ac3',
    isVideo: true,
  },
  { what: 'MPEG-PS', make: film('v.mpg'), container: 'mpeg', codec: 'mp2', isVideo: true },
];

export const CLERK_FILES: readonly ClerkFile[] = [...WAVS, ...MPEG, ...PHONES, ...FILMS];

async function amr(): Promise<string> {
  const speech = await humanSpeech(SECONDS);
  return corpusFile('a.amr', async (file) => {
    await sox(speech, '-r', '8000', '-c', '1', '-t', 'amr-nb', file);
  });
}

/** Nothing here encodes it: frames of 12.65 kbit/s whose bits are by chance decode to a babble full of clicks. */
async function amrWideband(): Promise<string> {
  const [frames, speechBytes, header] = [SECONDS * 50, 32, Buffer.of((2 << 3) | 4)];
  const random = randomFrom(1);
  return corpusFile('babble.awb', (file) => {
    const body = Array.from({ length: frames }, () => [
      header,
      Buffer.from(Array.from({ length: speechBytes }, () => Math.floor(random() * 256))),
    ]);
    writeFileSync(file, Buffer.concat([Buffer.from('#!AMR-WB\n'), ...body.flat()]));
    return Promise.resolve();
  });
}

/** An ID3v2.3 tag with a picture, before the bytes. */
function withPicture(bytes: Buffer): Buffer {
  const picture = Buffer.alloc(12_000_000, 0xff);
  const body = Buffer.concat([Buffer.from('\0image/jpeg\0\x03\0', 'latin1'), picture]);
  const frame = Buffer.alloc(10);
  frame.write('APIC', 0, 'latin1');
  frame.writeUInt32BE(body.length, 4);
  const tag = Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1');
  const size = frame.length + body.length;
  for (let at = 0; at < 4; at += 1) tag[9 - at] = (size >> (7 * at)) & 0x7f;
  return Buffer.concat([tag, frame, body, bytes]);
}
