import type { ComponentChildren, VNode } from 'preact';
import type { AssetUrls } from '../asset-store';
import { Icon, type IconName } from './parts';
import { Banners, Header, Toasts, type Frame } from './shell';
import { YEAR_WORDS } from '../pages/year-words';

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

/** No inline scripts (the content security policy forbids them) and no evaluation by htmx. */
const HTMX_CONFIG = JSON.stringify({
  allowEval: false,
  includeIndicatorStyles: false,
  timeout: 10_000,
  historyEnabled: false,
});

export function Page(props: PageProps) {
  const { words, station, urls } = props.frame;
  return (
    <html lang={words.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <title>{`${words.page.title} – ${station}`}</title>
        <Assets urls={urls} />
      </head>
      <body data-words={JSON.stringify(words.script)} data-upload-scripts={urls.upload.join(' ')}>
        <a class="tt-skip" href="#main">
          {words.page.skip}
        </a>
        <PageHeader {...props} />
        <Banners words={words} />
        <noscript>
          <div class="tt-offline">{words.page.noScript}</div>
        </noscript>
        <Main {...props} />
        <footer class="tt-footer">{words.page.footer}</footer>
        <Toasts />
      </body>
    </html>
  );
}

function Assets({ urls }: { readonly urls: AssetUrls }) {
  return (
    <>
      {urls.fonts.map((font) => (
        <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossOrigin="anonymous" />
      ))}
      <script src={urls.theme} />
      <link rel="stylesheet" href={urls.css} />
      <link rel="icon" href={urls.icon} type="image/svg+xml" />
      <script src={urls.htmx} defer />
      <script src={urls.shell} defer />
      <script src={urls.script} defer />
    </>
  );
}

function PageHeader({ frame, today, year, blocks }: PageProps) {
  const { words } = frame;
  const sections = [
    ['#today', words.today.heading],
    ['#recordings', words.recordings.heading],
    ...(blocks.upload === null ? [] : [['#upload', words.upload.heading] as const]),
    ['#coming', words.coming.heading],
    ['#reports', words.reports.heading],
    ['#year', YEAR_WORDS[words.language].heading(year)],
  ] as const;
  return (
    <Header frame={frame} date={today}>
      <nav class="tt-nav" aria-label={words.page.sections}>
        {sections.map(([href, title]) => (
          <a key={href} href={href}>
            {title}
          </a>
        ))}
      </nav>
    </Header>
  );
}

function Main({ blocks, year, frame: { words } }: PageProps) {
  return (
    <main id="main" class="tt-main" tabIndex={-1}>
      <div class="tt-top">
        <Block id="on-air" title={words.onAir.heading} icon="radio" fragment="onAir" every="2s">
          {blocks.onAir}
        </Block>
        <Block id="tasks" title={words.tasks.heading} icon="list" fragment="tasks" every="30s">
          {blocks.tasks}
        </Block>
      </div>
      <Block id="today" title={words.today.heading} icon="calendar" fragment="today" every="10s">
        {blocks.today}
      </Block>
      <Block id="year" title={YEAR_WORDS[words.language].heading(year)} icon="calendar" fragment="year" every="300s">
        {blocks.year}
      </Block>
      <div class="tt-columns">
        <Block id="recordings" title={words.recordings.heading} icon="microphone" fragment="recordings" every="5s">
          {blocks.recordings}
        </Block>
        <div class="tt-side">
          {blocks.upload !== null && (
            <Block id="upload" title={words.upload.heading} icon="upload">
              {blocks.upload}
            </Block>
          )}
          <Block id="coming" title={words.coming.heading} icon="calendar" fragment="coming" every="60s">
            {blocks.coming}
          </Block>
          <Block id="reports" title={words.reports.heading} icon="report">
            {blocks.reports}
          </Block>
        </div>
      </div>
    </main>
  );
}

interface BlockProps {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** Refreshes its content by itself, and when something it shows has changed. */
  readonly fragment?: string;
  readonly every?: string;
  readonly children: ComponentChildren;
}

function Block({ id, title, icon, fragment, every, children }: BlockProps) {
  const refresh = fragment !== undefined && {
    'hx-get': `/console/fragments/${fragment}`,
    'hx-trigger': `every ${every ?? '60s'}, recordings-changed from:body, wake from:body`,
    'hx-sync': 'this:replace',
  };
  return (
    <section id={id} class="card tt-section" aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`} class="tt-heading" tabIndex={-1}>
        <Icon name={icon} /> {title}
      </h2>
      <div class="tt-body" id={`${id}-body`} {...refresh}>
        {children}
      </div>
    </section>
  );
}
