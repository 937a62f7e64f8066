import type { ComponentChildren } from 'preact';
import type { AssetUrls } from '../asset-store';
import { Icon, type IconName } from './parts';
import { Banners, Document, Header, Toasts, type Frame } from './shell';

/** No inline scripts (the content security policy forbids them) and no evaluation by htmx. */
const HTMX_CONFIG = JSON.stringify({
  allowEval: false,
  includeIndicatorStyles: false,
  timeout: 10_000,
  historyEnabled: false,
});

interface LivePageProps {
  readonly frame: Frame;
  readonly title: string;
  /** Below the station's name. */
  readonly date?: string;
  /** Whether a form of the page records in the browser. */
  readonly hasRecorder: boolean;
  /** Address of one more script that makes the page handier. */
  readonly script?: string;
  /** What leads about the page itself. */
  readonly headerNav?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page whose blocks refresh themselves, and whose forms console.js sends. */
export function LivePage({ frame, title, date, hasRecorder, script, headerNav, children }: LivePageProps) {
  const { words, urls } = frame;
  const data = { 'data-words': JSON.stringify(words.script), 'data-upload-scripts': urls.upload.join(' ') };
  const head = (
    <>
      <meta name="htmx-config" content={HTMX_CONFIG} />
      <Assets urls={urls} />
      {hasRecorder && <script src={urls.recorder} defer />}
      {script !== undefined && <script src={script} defer />}
    </>
  );
  return (
    <Document frame={frame} title={title} head={head} data={data}>
      <Header frame={frame} {...(date !== undefined && { date })}>
        {headerNav}
      </Header>
      <Banners words={words} />
      <noscript>
        <div class="tt-offline">{words.page.noScript}</div>
      </noscript>
      <main id="main" class="tt-main" tabIndex={-1}>
        {children}
      </main>
      <footer class="tt-footer">{words.page.footer}</footer>
      <Toasts />
    </Document>
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

interface BlockProps {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** Address of its content: it refreshes by itself, and when something it shows has changed. */
  readonly fragment?: string;
  readonly every?: string;
  readonly children: ComponentChildren;
}

export function Block({ id, title, icon, fragment, every, children }: BlockProps) {
  return (
    <section id={id} class="card tt-section" aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`} class="tt-heading" tabIndex={-1}>
        <Icon name={icon} /> {title}
      </h2>
      <div class="tt-body" id={`${id}-body`} {...(fragment !== undefined && refreshing(fragment, every))}>
        {children}
      </div>
    </section>
  );
}

/** Attributes of an element whose content refreshes by itself. */
export function refreshing(fragment: string, every = '60s') {
  return {
    'hx-get': fragment,
    'hx-trigger': `every ${every}, recordings-changed from:body, wake from:body`,
    // An answer that takes longer than the time between two questions still comes.
    'hx-sync': 'this:queue last',
  };
}
