import { Injectable } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { Recent } from '../platform/database/recent';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { Station } from '../platform/config/station';
import { mayNow } from '../platform/http/request-context';
import { NormalisingService } from '../recordings/normalising.service';
import type { RecordingView } from '../recordings/recording.view';
import { RecordingsService } from '../recordings/recordings.service';
import { presentRecordings, type RecordingFacts, type RecordingsView } from './presenters/recordings';
import type { Words } from './words';

const LISTED = 50;
const RECENTLY_APPROVED = 5;
/** A file that could not be used is told about for a week. */
const REJECTED_SHOWN_MS = 7 * 86_400_000;

type Stored = Pick<RecordingFacts, 'recordings' | 'issues'>;

/** Recordings that somebody has to do something about, and the latest that were approved. */
@Injectable()
export class RecordingsBoard {
  private readonly recent: Recent<Stored>;

  constructor(
    private readonly recordings: RecordingsService,
    private readonly normalising: NormalisingService,
    private readonly station: Station,
    private readonly clock: Clock,
    unitOfWork: UnitOfWork,
  ) {
    this.recent = new Recent(unitOfWork);
  }

  async recordingsView(words: Words): Promise<RecordingsView> {
    const { recordings, issues } = await this.recent.at(this.clock.now(), () => this.read());
    const work = new Map((await this.normalising.items()).map((one) => [one.recordingId, one.progress]));
    return presentRecordings({ recordings, work, issues, timeZone: this.station.timeZone, may: mayNow }, words);
  }

  private async read(): Promise<Stored> {
    const listed = await this.listed();
    const contents = await this.recordings.contents([...new Set(listed.map(({ contentId }) => contentId))]);
    const issues = new Map(contents.filter(({ kind }) => kind === 'issue').map(({ id, title }) => [id, title]));
    const reviews = await this.recordings.reviewsOf(listed.map(({ id }) => id));
    const recordings = listed.map((one) => ({ ...one, reviews: reviews.get(one.id) ?? [] }));
    return { recordings, issues };
  }

  private async listed(): Promise<RecordingView[]> {
    const ready = (reviewStatus: RecordingView['reviewStatus'], limit: number) =>
      this.recordings.list({ status: 'ready', reviewStatus }, null, limit);
    const since = this.clock.now() - REJECTED_SHOWN_MS;
    const rejected = await this.recordings.list({ status: 'rejected' }, null, LISTED);
    return [
      ...(await this.recordings.list({ status: 'processing' }, null, LISTED)),
      ...(await ready('submitted', LISTED)),
      ...(await ready('returned', LISTED)),
      ...(await ready('draft', LISTED)),
      ...rejected.filter(({ createdAt }) => createdAt >= since),
      ...(await ready('approved', RECENTLY_APPROVED)),
    ];
  }
}
