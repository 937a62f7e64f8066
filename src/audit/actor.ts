import { currentPrincipal } from '../platform/http/request-context';

/** Marks every name that no sign-in has vouched for, in the database and on paper alike. */
const UNVERIFIED = '(chưa xác thực)';
const NOBODY = 'chưa ghi tên';
const MAX_LENGTH = 100;

/**
 * The name that rows and prints carry for somebody who typed it: "Nguyễn Thị Lan (chưa xác thực)". The mark is stored
 * with the name, so that what was recorded before there was sign-in never passes for a verified name afterwards.
 * @param typed as it came in; nothing, or only blanks, becomes "chưa ghi tên (chưa xác thực)"
 */
export function unverifiedActor(typed: string | undefined): string {
  const name = (typed ?? '')
    .normalize('NFC')
    .replace(/\p{C}/gu, ' ')
    .replaceAll(UNVERIFIED, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const shortened = Array.from(name).slice(0, MAX_LENGTH).join('').trim();
  return `${shortened === '' ? NOBODY : shortened} ${UNVERIFIED}`;
}

/**
 * The name that a deed is written down under: that of who is signed in, whatever else the request says. A typed name, in
 * the body or the X-Actor header, only stands where no guard is wired, and carries its mark.
 */
export function actorOf(typed: string | undefined, header?: string | readonly string[]): string {
  return currentPrincipal()?.name ?? unverifiedActor(typed ?? actorFromHeader(header));
}

/**
 * The X-Actor header as text. Node reads header bytes as latin1: scripts send UTF-8 bytes, browsers can only send
 * percent-encoded ones; both are understood, and anything else is taken as it is.
 */
export function actorFromHeader(value: string | readonly string[] | undefined): string | undefined {
  const raw = typeof value === 'string' ? value : value?.[0];
  return raw === undefined ? undefined : percentDecoded(utf8OrAsIs(raw));
}

function utf8OrAsIs(raw: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(raw, 'latin1'));
  } catch {
    return raw;
  }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
