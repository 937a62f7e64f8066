import type { VNode } from 'preact';
import { YEAR_WORDS } from '../pages/year-words';
import { Block, LivePage } from './live-page';
import type { Frame } from './shell';

/** What stands in each block, made or failed. */
export type Blocks = Readonly<
  Record<'tasks' | 'onAir' | 'today' | 'recordings' | 'coming' | 'reports' | 'year', VNode>
> & {
  /** null for who may not upload. */
  readonly upload: VNode | null;
};

interface PageProps {
  readonly blocks: Blocks;
  readonly frame: Frame;
  /** "Chủ nhật, 22/11/2026". */
  readonly today: string;
  /** "2026". */
  readonly year: string;
}

export function Page(props: PageProps) {
  const { frame, today, blocks } = props;
  const sections = sectionsOf(props);
  return (
    <LivePage
      frame={frame}
      title={frame.words.page.title}
      date={today}
      hasRecorder={blocks.upload !== null}
      headerNav={
        <nav class="tt-nav" aria-label={frame.words.page.sections}>
          {sections.map(([href, title]) => (
            <a key={href} href={href}>
              {title}
            </a>
          ))}
        </nav>
      }
    >
      <Main {...props} />
    </LivePage>
  );
}

function sectionsOf({ frame: { words }, year, blocks }: PageProps) {
  return [
    ['#today', words.today.heading],
    ['#recordings', words.recordings.heading],
    ...(blocks.upload === null ? [] : [['#upload', words.upload.heading] as const]),
    ['#coming', words.coming.heading],
    ['#reports', words.reports.heading],
    ['#year', YEAR_WORDS[words.language].heading(year)],
  ] as const;
}

function Main({ blocks, year, frame: { words } }: PageProps) {
  return (
    <>
      <div class="tt-top">
        <Block id="on-air" title={words.onAir.heading} icon="radio" fragment="/console/fragments/onAir" every="2s">
          {blocks.onAir}
        </Block>
        <Block id="tasks" title={words.tasks.heading} icon="list" fragment="/console/fragments/tasks" every="30s">
          {blocks.tasks}
        </Block>
      </div>
      <Block id="today" title={words.today.heading} icon="calendar" fragment="/console/fragments/today" every="10s">
        {blocks.today}
      </Block>
      <Block
        id="year"
        title={YEAR_WORDS[words.language].heading(year)}
        icon="calendar"
        fragment="/console/fragments/year"
        every="300s"
      >
        {blocks.year}
      </Block>
      <Columns blocks={blocks} words={words} />
    </>
  );
}

function Columns({ blocks, words }: Pick<PageProps, 'blocks'> & Pick<Frame, 'words'>) {
  return (
    <div class="tt-columns">
      <Block
        id="recordings"
        title={words.recordings.heading}
        icon="microphone"
        fragment="/console/fragments/recordings"
        every="5s"
      >
        {blocks.recordings}
      </Block>
      <div class="tt-side">
        {blocks.upload !== null && (
          <Block id="upload" title={words.upload.heading} icon="upload">
            {blocks.upload}
          </Block>
        )}
        <Block
          id="coming"
          title={words.coming.heading}
          icon="calendar"
          fragment="/console/fragments/coming"
          every="60s"
        >
          {blocks.coming}
        </Block>
        <Block id="reports" title={words.reports.heading} icon="report">
          {blocks.reports}
        </Block>
      </div>
    </div>
  );
}
