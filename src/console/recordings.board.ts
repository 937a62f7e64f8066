import { Injectable } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { Recent } from '../platform/database/recent';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { Station } from '../platform/config/station';
import { mayNow } from '../platform/http/request-context';
import { NormalisingService } from '../recordings/normalising.service';
import type { RecordingView } from '../recordings/recording.view';
import { nextCursor } from '../recordings/recordings.dto';
import { RecordingsService } from '../recordings/recordings.service';
import {
  presentCard,
  presentRecordings,
  type RecordingCard,
  type RecordingFacts,
  type RecordingStage,
  type RecordingsView,
} from './presenters/recordings';
import type { Words } from './words';

export interface RecordingsQuery {
  /** '': all. */
  readonly stage: RecordingStage | '';
  /** What the title contains. */
  readonly text: string;
  readonly after: Parameters<RecordingsService['list']>[1];
}

export interface RecordingsPage {
  readonly cards: readonly RecordingCard[];
  /** Where the next page begins; absent on the last one. */
  readonly nextCursor?: string;
}

export interface OneRecording {
  readonly card: RecordingCard;
  readonly versions: readonly RecordingCard[];
}

const LISTED = 50;
const PAGE = 25;
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
    const stored = await this.recent.at(this.clock.now(), async () => this.stored(await this.listed()));
    return presentRecordings(await this.facts(stored), words);
  }

  /** A page of the list, the newest first. @param query.after null: from the newest */
  async page({ stage, text, after }: RecordingsQuery, words: Words): Promise<RecordingsPage> {
    const filter = { ...filterOf(stage), text: text === '' ? undefined : text };
    const listed = await this.recordings.list(filter, after, PAGE);
    return { cards: await this.cards(listed, words), ...nextCursor(listed, PAGE) };
  }

  /** One recording and the other versions of its content, the newest first. @throws DomainError notFound */
  async one(id: string, words: Words): Promise<OneRecording> {
    const { contentId } = await this.recordings.get(id);
    const versions = await this.cards(await this.recordings.list({ contentId }, null, LISTED), words);
    const card = versions.find((one) => one.id === id);
    if (card === undefined) throw new DomainError('notFound', { kind: 'recording', id });
    return { card, versions };
  }

  private async cards(listed: readonly RecordingView[], words: Words): Promise<RecordingCard[]> {
    const facts = await this.facts(await this.stored(listed));
    return facts.recordings.map((one) => presentCard(one, facts, words));
  }

  private async facts(stored: Stored): Promise<RecordingFacts> {
    const work = new Map((await this.normalising.items()).map((one) => [one.recordingId, one.progress]));
    return { ...stored, work, timeZone: this.station.timeZone, may: mayNow };
  }

  private async stored(listed: readonly RecordingView[]): Promise<Stored> {
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

function filterOf(stage: RecordingStage | ''): Parameters<RecordingsService['list']>[0] {
  if (stage === '') return {};
  return stage === 'processing' || stage === 'rejected' ? { status: stage } : { status: 'ready', reviewStatus: stage };
}
