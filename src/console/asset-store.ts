import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors';
import { pruneCss } from './css-pruner';

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** null for what is compressed already. */
  readonly gzipped: Buffer | null;
}

/** Addresses of a page's assets. Each holds a hash of the content, so that a browser may keep it for ever. */
export interface AssetUrls {
  readonly css: string;
  readonly theme: string;
  readonly htmx: string;
  readonly script: string;
  /** For every page. */
  readonly shell: string;
  /** For the first upload, in the order in which they are read. */
  readonly upload: readonly string[];
  /** For forms where a recording may be made in the browser. */
  readonly recorder: string;
  /** For pages where recordings are listened to. */
  readonly player: string;
  /** For the calendar: moving by dragging, printing. */
  readonly calendar: string;
  /** For the page of a plan's whole text. */
  readonly planText: string;
  readonly icon: string;
  readonly fonts: readonly string[];
}

const OWN = join(__dirname, 'assets');
const VIEWS = join(__dirname, 'views');

/** Subsets as fontsource cuts them: a page in either language needs these two and no other. */
const FONT_SUBSETS = {
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  vietnamese:
    'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
} as const;
/** The files of the package, named in full so that what is unused can be told by a program. */
const FONTS = [
  {
    subset: 'vietnamese',
    weight: 400,
    path: require.resolve('@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2'),
  },
  {
    subset: 'latin',
    weight: 400,
    path: require.resolve('@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2'),
  },
  {
    subset: 'vietnamese',
    weight: 600,
    path: require.resolve('@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2'),
  },
  {
    subset: 'latin',
    weight: 600,
    path: require.resolve('@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2'),
  },
] as const;

/** Everything a page loads, read once, compressed once, and served from memory: nothing comes from elsewhere. */
@Injectable()
export class AssetStore {
  private readonly assets = new Map<string, Asset>();
  readonly urls: AssetUrls;

  constructor() {
    const faces = this.addFonts();
    const own = readFileSync(join(OWN, 'console.css'), 'utf8');
    const css = [faces.map(({ rule }) => rule).join(''), prunedTabler(), own].join('\n');
    this.urls = {
      css: this.add('console.css', 'text/css; charset=utf-8', Buffer.from(css)),
      theme: this.addScript('theme.js', join(OWN, 'theme.js')),
      htmx: this.addScript('htmx.js', require.resolve('htmx.org/dist/htmx.min.js')),
      script: this.addScript('console.js', join(OWN, 'console.js')),
      shell: this.addScript('shell.js', join(OWN, 'shell.js')),
      upload: [
        this.addScript('tus.js', require.resolve('tus-js-client/dist/tus.min.js')),
        this.addScript('upload.js', join(OWN, 'upload.js')),
      ],
      recorder: this.addScript('recorder.js', join(OWN, 'recorder.js')),
      player: this.addScript('player.js', join(OWN, 'player.js')),
      calendar: this.addScript('calendar.js', join(OWN, 'calendar.js')),
      planText: this.addScript('plan-text.js', join(OWN, 'plan-text.js')),
      icon: this.add('icon.svg', 'image/svg+xml', readFileSync(join(OWN, 'icon.svg'))),
      fonts: faces.filter(({ weight }) => weight === 400).map(({ url }) => url),
    };
  }

  /** @throws DomainError notFound */
  get(name: string): Asset {
    const asset = this.assets.get(name);
    if (asset === undefined) throw new DomainError('notFound', { kind: 'asset', id: name });
    return asset;
  }

  private addScript(name: string, path: string): string {
    return this.add(name, 'text/javascript; charset=utf-8', readFileSync(path));
  }

  private addFonts() {
    return FONTS.map(({ subset, weight, path }) => {
      const url = this.add(basename(path), 'font/woff2', readFileSync(path));
      const source = `src:url(${url}) format('woff2');unicode-range:${FONT_SUBSETS[subset]}`;
      const rule = `@font-face{font-family:'Be Vietnam Pro';font-weight:${weight};font-display:swap;${source}}`;
      return { weight, url, rule };
    });
  }

  /** "console.css" → "/assets/console.1a2b3c4d5e.css". */
  private add(name: string, type: string, body: Buffer): string {
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
    const dot = name.lastIndexOf('.');
    const hashed = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
    const gzipped = type === 'font/woff2' ? null : gzipSync(body, { level: 9 });
    this.assets.set(hashed, { type, body, gzipped });
    return `/assets/${hashed}`;
  }
}

/** Tabler's rules for the classes that occur in the views: every word of their code counts as one. */
function prunedTabler(): string {
  const views = readdirSync(VIEWS).filter((file) => /(?<!\.spec)\.(tsx|js)$/.test(file));
  const code = [...views.map((file) => join(VIEWS, file)), join(OWN, 'console.js')];
  const words = new Set(code.flatMap((file) => readFileSync(file, 'utf8').match(/[\w-]+/g) ?? []));
  const tabler = readFileSync(require.resolve('@tabler/core/dist/css/tabler.min.css'), 'utf8');
  return pruneCss(tabler, (className) => words.has(className)).replace(/\/\*# sourceMappingURL[^]*?\*\//, '');
}
