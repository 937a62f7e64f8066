import type { ApiBodyOptions } from '@nestjs/swagger';

/** `Waveform` of src/audio/waveform.ts, for the API's description only. */
export const WAVEFORM_SCHEMA: Extract<ApiBodyOptions, { schema: unknown }>['schema'] = {
  type: 'object',
  required: ['version', 'sampleRateHz', 'frames', 'framesPerPeak', 'peaks', 'loudness'],
  properties: {
    version: { type: 'integer', enum: [1] },
    sampleRateHz: { type: 'integer', example: 48_000 },
    frames: { type: 'integer', description: 'Length of the rendition' },
    framesPerPeak: { type: 'integer', description: 'Frames that a pair of peaks stands for; 1/20 s up to 40 minutes' },
    peaks: {
      type: 'string',
      format: 'byte',
      description: 'Base64 of signed bytes: lowest, highest, lowest, highest…; ±127 is full scale',
    },
    loudness: {
      type: 'object',
      required: ['secondsPerValue', 'momentary', 'shortTerm'],
      description: 'Base64 of signed 16-bit little-endian tenths of LUFS, one a second; −700 where there is nothing',
      properties: {
        secondsPerValue: { type: 'integer', enum: [1] },
        momentary: { type: 'string', format: 'byte', description: 'The loudest 400 ms that end in the second' },
        shortTerm: { type: 'string', format: 'byte', description: 'The 3 s that end with the second' },
      },
    },
  },
};
