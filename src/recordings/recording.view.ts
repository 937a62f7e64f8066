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
  | 'topics'
  | 'hasMusic'
  | 'uploadedBy'
  | 'originalName'
  | 'originalBytes'
  | 'originalSha256'
  | 'revision'
  | 'createdAt'
> {
  readonly source: SourceFigures | null;
  readonly rendition: (RenditionFigures & Pick<RenditionRow, 'sha256' | 'frames' | 'bytes' | 'profileHash'>) | null;
  /** Why it was rejected. */
  readonly errorCode: string | null;
}

export interface ReviewedRecordingView extends RecordingView {
  /** Oldest first. */
  readonly reviews: readonly Pick<ReviewRow, 'decision' | 'actor' | 'comment' | 'at'>[];
}

export function recordingView(recording: RecordingRow, rendition: RenditionRow | null): RecordingView {
  const { stationId: _stationId, ...shown } = recording;
  return { ...shown, rendition: rendition && renditionView(rendition) };
}

function renditionView({ loudness, sha256, frames, bytes, profileHash }: RenditionRow): RecordingView['rendition'] {
  return { ...loudness, sha256, frames, bytes, profileHash };
}
