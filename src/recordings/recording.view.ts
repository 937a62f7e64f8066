import type { Finding } from '../audio/findings';
import { suggestedTrim, type Trim } from '../audio/trim';
import type { RecordingRow, RenditionFigures, RenditionRow, ReviewRow, SourceFigures } from './recording.entity';

/** A recording as the API shows it. Instants are epoch milliseconds UTC. */
export interface RecordingView extends Pick<
  RecordingRow,
  | 'id'
  | 'contentId'
  | 'title'
  | 'language'
  | 'version'
  | 'status'
  | 'reviewStatus'
  | 'durationSeconds'
  | 'warnings'
  | 'trim'
  | 'topics'
  | 'hasMusic'
  | 'lane'
  | 'uploadedBy'
  | 'originalName'
  | 'originalBytes'
  | 'originalSha256'
  | 'revision'
  | 'createdAt'
> {
  readonly source: SourceFigures | null;
  readonly findings: readonly Finding[];
  /** What could be cut off the ends without touching any sound; nothing is cut unless somebody asks. */
  readonly suggestedTrim: Trim | null;
  readonly rendition: (RenditionFigures & Pick<RenditionRow, 'sha256' | 'frames' | 'bytes' | 'profileHash'>) | null;
  /** Why it was rejected. */
  readonly errorCode: string | null;
}

export interface ReviewedRecordingView extends RecordingView {
  /** Oldest first. */
  readonly reviews: readonly Pick<ReviewRow, 'decision' | 'actor' | 'comment' | 'at'>[];
}

export function recordingView(recording: RecordingRow, rendition: RenditionRow | null): RecordingView {
  const { stationId: _stationId, uploadId: _uploadId, uploaderId: _uploaderId, findings: found, ...shown } = recording;
  const findings = found ?? [];
  return {
    ...shown,
    findings,
    suggestedTrim: suggestedTrim(findings, recording.durationSeconds ?? 0),
    rendition: rendition && renditionView(rendition),
  };
}

function renditionView({ loudness, sha256, frames, bytes, profileHash }: RenditionRow): RecordingView['rendition'] {
  return { ...loudness, sha256, frames, bytes, profileHash };
}
