import type { FeedView } from '../../schedule/feed/feed.service';
import { CALENDAR_WORDS } from '../pages/calendar-words';
import { momentText, nameText } from '../presenters/format';
import { SureForm } from './forms';
import { Empty } from './parts';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

interface FeedsProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly feeds: readonly FeedView[];
  readonly timeZone: string;
  readonly typedName: string | undefined;
}

/** Addresses at which calendar programs read the schedule. */
export function FeedsPage({ frame, notice, feeds, timeZone, typedName }: FeedsProps) {
  const words = CALENDAR_WORDS[frame.words.language];
  return (
    <Shell frame={frame} title={words.feedsTitle} notice={notice}>
      <p class="tt-contents">
        <a href="/lich-phat">{words.back}</a>
      </p>
      <Panel id="feeds" title={words.feedsTitle}>
        <p class="tt-muted">{words.feedsIntro}</p>
        <form class="tt-form tt-narrow-form tt-after" method="post" action="/lich-phat/dia-chi">
          <Csrf frame={frame} />
          <Field id="name" name="name" label={words.feedName} value={typedName} hint={words.feedNameHint} />
          <div class="tt-buttons">
            <button type="submit" class="btn btn-primary">
              {words.doFeed}
            </button>
          </div>
        </form>
        <Feeds frame={frame} feeds={feeds} timeZone={timeZone} />
      </Panel>
    </Shell>
  );
}

function Feeds({ frame, feeds, timeZone }: Pick<FeedsProps, 'frame' | 'feeds' | 'timeZone'>) {
  const words = CALENDAR_WORDS[frame.words.language];
  if (feeds.length === 0) return <Empty icon="calendar">{words.noFeeds}</Empty>;
  return (
    <ul class="tt-cards">
      {feeds.map(({ id, name, createdAt, createdBy }) => (
        <li key={id} class="tt-card">
          <h4 class="tt-card-title">{name}</h4>
          <p class="tt-muted">{words.by(nameText(createdBy, frame.words), momentText(createdAt, timeZone))}</p>
          <SureForm
            frame={frame}
            action={`/lich-phat/dia-chi/${id}/thu-hoi`}
            words={{ more: words.revokeMore, hint: words.revokeHint, label: words.revoke }}
            about={name}
          />
        </li>
      ))}
    </ul>
  );
}
