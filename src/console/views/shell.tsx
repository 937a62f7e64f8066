import type { ComponentChildren } from 'preact';
import type { Permission } from '../../domain/permissions';
import type { AssetUrls } from '../asset-store';
import { NAV_WORDS } from '../pages/nav-words';
import type { PeopleWords } from '../people/people-words';
import type { Words } from '../words';
import { Icon } from './parts';

/** What every page needs to know of its reader. */
export interface Frame {
  readonly words: Words;
  readonly people: PeopleWords;
  readonly station: string;
  readonly urls: AssetUrls;
  /** For the hidden field of every form. */
  readonly csrf: string;
  /** Who is signed in; null on the pages before that. */
  readonly reader: { readonly name: string; readonly may: (permission: Permission) => boolean } | null;
  /** Path of this page, for the language switch. */
  readonly path: string;
}

/** Said on top of a page: what was refused, or what was done. */
export interface Notice {
  readonly tone: 'bad' | 'ok';
  readonly text: string;
  /** Shown once: a password or a token to hand over. */
  readonly secret?: string;
}

/** A page of forms and tables; it works without scripts. */
export function Shell({ frame, title, notice, script, children }: ShellProps) {
  const { words, urls } = frame;
  const head = (
    <>
      <script src={urls.theme} />
      <link rel="stylesheet" href={urls.css} />
      <link rel="icon" href={urls.icon} type="image/svg+xml" />
      <script src={urls.shell} defer />
      {script !== undefined && <script src={script} defer />}
    </>
  );
  return (
    <Document frame={frame} title={title} head={head}>
      <Header frame={frame} />
      {frame.reader !== null && <Banners words={words} />}
      <main id="main" class="tt-main" tabIndex={-1}>
        <h2 class="tt-page-title">{title}</h2>
        {notice && <NoticeBox notice={notice} />}
        {children}
      </main>
      <Toasts />
    </Document>
  );
}

interface DocumentProps {
  readonly frame: Frame;
  readonly title: string;
  /** Styles and scripts. */
  readonly head: ComponentChildren;
  /** For the page's scripts. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
  readonly children: ComponentChildren;
}

/** What every page is made of; its content is `#main`. */
export function Document({ frame: { words, station }, title, head, data, children }: DocumentProps) {
  return (
    <html lang={words.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${station}`}</title>
        {head}
      </head>
      <body {...data}>
        <a class="tt-skip" href="#main">
          {words.page.skip}
        </a>
        {children}
      </body>
    </html>
  );
}

/** Shown by scripts: nothing arrives any more, or nothing is taken any more. */
export function Banners({ words }: { readonly words: Words }) {
  return (
    <>
      <div id="offline" class="tt-offline" role="alert" data-unsent={words.page.unsent} hidden>
        <Icon name="warning" /> {words.page.offline}
      </div>
      <div id="signed-out" class="tt-offline" role="alert" hidden>
        {words.page.signedOut}{' '}
        <a href="/dang-nhap" target="_blank" rel="noopener">
          {words.page.signInAgain}
        </a>
      </div>
    </>
  );
}

/** Where scripts say what was done meanwhile. */
export function Toasts() {
  return <div id="toast" class="tt-toasts" role="status" aria-live="polite" />;
}

interface ShellProps {
  readonly frame: Frame;
  readonly title: string;
  readonly notice: Notice | null;
  /** Address of a script that makes the page handier. */
  readonly script?: string;
  readonly children: ComponentChildren;
}

interface HeaderProps {
  readonly frame: Frame;
  /** Below the station's name. */
  readonly date?: string;
  /** What leads about the page itself. */
  readonly children?: ComponentChildren;
}

export function Header({ frame, date, children }: HeaderProps) {
  const { words, station, path } = frame;
  const other = words.language === 'vi' ? 'en' : 'vi';
  return (
    <header class="tt-header">
      <div class="tt-header-row">
        <span class="tt-mark">
          <Icon name="radio" />
        </span>
        <div class="tt-names">
          <h1 class="tt-station">{station}</h1>
          {date !== undefined && <p class="tt-date">{date}</p>}
        </div>
        <a class="tt-language" href={`${path}?lang=${other}`} lang={other} hreflang={other}>
          {words.page.otherLanguage}
        </a>
      </div>
      {children}
      <PageNav frame={frame} />
      <PersonNav frame={frame} />
    </header>
  );
}

/** The console's pages, open to whoever is signed in. */
function PageNav({ frame }: { readonly frame: Frame }) {
  if (frame.reader === null) return null;
  const nav = NAV_WORDS[frame.words.language];
  const pages = [
    ['/', nav.home],
    ['/ke-hoach', nav.plan],
    ['/ban-ghi', nav.recordings],
    ['/duyet', nav.review],
    ['/lich-phat', nav.calendar],
    ['/khan-cap', nav.emergency],
    ['/nhat-ky-phat', nav.log],
    ['/phat-bu', nav.makeUps],
    ['/bao-cao', nav.reports],
    ...(frame.reader.may('system.read') ? [['/he-thong', nav.system] as const] : []),
    ['/huong-dan', nav.help],
  ] as const;
  return (
    <nav class="tt-nav tt-pages" aria-label={nav.label}>
      {pages.map(([href, title]) => (
        <a key={href} href={href} aria-current={frame.path === href ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}

/** Where the reader may go besides the console's own pages, and out. */
function PersonNav({ frame }: { readonly frame: Frame }) {
  const { reader, people } = frame;
  if (reader === null) return null;
  const { nav } = people;
  return (
    <nav class="tt-nav tt-person" aria-label={nav.label}>
      {reader.may('people.manage') && <a href="/nguoi-dung">{nav.people}</a>}
      {reader.may('tokens.manage') && <a href="/ma-truy-cap">{nav.tokens}</a>}
      {reader.may('audit.read') && <a href="/nhat-ky-he-thong">{nav.audit}</a>}
      <a href="/tai-khoan">
        {nav.account}: {reader.name}
      </a>
      <form method="post" action="/dang-xuat">
        <Csrf frame={frame} />
        <button type="submit" class="tt-link">
          {nav.signOut}
        </button>
      </form>
    </nav>
  );
}

export function Csrf({ frame }: { readonly frame: Frame }) {
  return <input type="hidden" name="_csrf" value={frame.csrf} />;
}

export function NoticeBox({ notice }: { readonly notice: Notice }) {
  return (
    <div class={notice.tone === 'bad' ? 'tt-notice tt-bad' : 'tt-notice tt-ok'} role="alert">
      {notice.text}
      {notice.secret !== undefined && <code class="tt-secret">{notice.secret}</code>}
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'number';
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly autocomplete?: string;
  readonly isOptional?: boolean;
}

export function Field({ id, name, label, value = '', hint, ...rest }: FieldProps) {
  const { type = 'text', autocomplete = 'off', isOptional = false } = rest;
  return (
    <div>
      <label class="form-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        name={name}
        {...({ type } as { readonly type: 'text' })}
        class="form-control"
        value={type === 'password' ? '' : value}
        autocomplete={autocomplete}
        required={!isOptional}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint !== undefined && (
        <div id={`${id}-hint`} class="tt-hint">
          {hint}
        </div>
      )}
    </div>
  );
}

/** A card with a heading of its own. */
export function Panel({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="card tt-section" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`} class="tt-heading">
        {title}
      </h3>
      <div class="tt-body">{children}</div>
    </section>
  );
}
