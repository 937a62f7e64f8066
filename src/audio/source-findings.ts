import { findings, type Finding } from './findings';
import type { Measurement } from './meter/loudness-meter';
import type { Downmix } from './normalise-args';
import type { Probe } from './normaliser';

/** All that the one decode has shown of an uploaded file. */
export interface SourceAnalysis {
  readonly probe: Probe;
  /** In the file's own rate and layout; `blocks` says what each 100 ms of each channel hold. */
  readonly measurement: Measurement;
  /** How it becomes mono. */
  readonly downmix: Downmix;
  /** Complaints of the decoder. */
  readonly decodeErrors: number;
  /** What is missing or does not decode, 0..1. */
  readonly lostShare: number;
}

/** What the reviewer should hear about the file as it was uploaded. */
export function sourceFindings(analysis: SourceAnalysis): readonly Finding[] {
  const { probe, measurement, downmix, decodeErrors, lostShare } = analysis;
  return [
    ...(probe.hasVideo ? [{ code: 'videoIgnored' } as const] : []),
    ...(downmix === 'firstChannel' ? [{ code: 'stereoCancels' } as const] : []),
    ...(decodeErrors > 0 || lostShare > 0 ? [{ code: 'decodeErrors', lostShare } as const] : []),
    ...findings(measurement.blocks, measurement.integratedLufs),
  ];
}
