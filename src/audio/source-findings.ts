import { losesMuch } from './downmix';
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
  /** What of a film has no sound, 0..1: it may be that it never had any. */
  readonly missingShare: number;
}

/** What the reviewer should hear about the file as it was uploaded. */
export function sourceFindings(analysis: SourceAnalysis): readonly Finding[] {
  const { probe, measurement, decodeErrors } = analysis;
  const lostShare = Math.max(analysis.lostShare, analysis.missingShare);
  return [
    ...(probe.hasVideo ? [{ code: 'videoIgnored' } as const] : []),
    ...cancelling(analysis),
    ...(decodeErrors > 0 || lostShare > 0 ? [{ code: 'decodeErrors', lostShare } as const] : []),
    ...findings(measurement.blocks, measurement.integratedLufs),
  ];
}

function cancelling({ measurement, downmix }: SourceAnalysis): readonly Finding[] {
  if (downmix === 'none') return [];
  const losesMore = losesMuch(measurement.blocks, measurement.integratedLufs, downmix);
  if (losesMore) return [{ code: 'stereoCancels', channel: null }];
  return downmix === 'mix' ? [] : [{ code: 'stereoCancels', channel: downmix }];
}
