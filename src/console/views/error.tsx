import type { DomainError } from '../../domain/errors';
import { ERROR_WORDS, type ErrorKind } from '../pages/error-words';
import { Csrf, Shell, type Frame } from './shell';

interface ErrorPageProps {
  readonly frame: Frame;
  readonly kind: ErrorKind;
  /** What went wrong, in a sentence. */
  readonly text: string;
  /** The log has the same. */
  readonly reference: string;
  /** This address once more; null for what was sent by a form. */
  readonly again: string | null;
  readonly sent: SentForm | null;
}

/** A form that was sent and not taken. */
export interface SentForm {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Whether sending the very same once more could succeed. */
  readonly canRepeat: boolean;
}

/** Stands in place of a page that cannot be shown: what happened, what to do, and what to tell support. */
export function ErrorPage({ frame, kind, text, reference, again, sent }: ErrorPageProps) {
  const words = ERROR_WORDS[frame.words.language];
  return (
    <Shell frame={frame} title={words.title[kind]} notice={{ tone: 'bad', text }}>
      <p>{words.advice[kind]}</p>
      {sent !== null && <Sent frame={frame} kind={kind} sent={sent} />}
      <p class="tt-ways">
        {kind === 'signedOut' && (
          <a href="/dang-nhap" target="_blank" rel="noopener">
            {words.signIn}
          </a>
        )}
        {again !== null && kind === 'failed' && <a href={again}>{words.again}</a>}
        <a href="/">{words.home}</a>
      </p>
      <p>
        {words.reference}: <code class="tt-secret">{reference}</code>
      </p>
    </Shell>
  );
}

function Sent({ frame, kind, sent }: { readonly frame: Frame; readonly kind: ErrorKind; readonly sent: SentForm }) {
  const words = ERROR_WORDS[frame.words.language];
  return (
    <form method="post" action={sent.action}>
      <Csrf frame={frame} />
      <p>{words.typed}</p>
      <ul class="tt-typed">
        {sent.fields.map(([name, value], index) => (
          <li key={`${name} ${index}`}>
            {value}
            <input type="hidden" name={name} value={value} />
          </li>
        ))}
      </ul>
      {kind === 'failed' && <p>{words.maybeDone}</p>}
      {sent.canRepeat && (
        <button type="submit" class="btn btn-primary">
          {words.resend}
        </button>
      )}
    </form>
  );
}

export function kindOf({ code }: DomainError, status: number): ErrorKind {
  if (code === 'signInRequired') return 'signedOut';
  if (status >= 500) return 'failed';
  if (code === 'csrfFailed') return 'stale';
  if (status === 404) return 'missing';
  return status === 403 ? 'forbidden' : 'refused';
}
