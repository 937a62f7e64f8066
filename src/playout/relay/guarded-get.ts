import { lookup as resolve } from 'node:dns';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressPolicy } from './address-policy';

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** The source leads where it may not lead; asking again changes nothing. */
export class SourceRefused extends Error {}

export interface Fetched {
  /** After redirects. */
  readonly url: URL;
  readonly contentType: string;
  readonly body: IncomingMessage;
}

/**
 * GET over http or https, from allowed addresses only. The check is made on the very address that is connected to, so
 * that a name that resolves differently the second time gains nothing, and again for every redirect.
 * @throws SourceRefused, or Error when the server does not answer as it should
 */
export async function guardedGet(url: URL, policy: AddressPolicy, signal: AbortSignal): Promise<Fetched> {
  let next = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const body = await request(next, policy, signal);
    const { statusCode = 0, headers } = body;
    if (statusCode === 200) return { url: next, contentType: headers['content-type'] ?? '', body };
    body.destroy();
    if (!REDIRECTS.includes(statusCode) || headers.location === undefined)
      throw new Error(`${next.host} answers ${statusCode}`);
    next = new URL(headers.location, next);
  }
  throw new Error(`${url.host} redirects more than ${MAX_REDIRECTS} times`);
}

/**
 * For a connection of one's own to `url`: it reaches allowed addresses only, whatever the name resolves to.
 * @throws SourceRefused when the URL itself leads elsewhere
 */
export function guardedLookup(url: URL, policy: AddressPolicy): LookupFunction {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new SourceRefused(`${url.protocol} is not fetched`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // An address that stands in the URL itself is never looked up.
  if (isIP(host) !== 0 && !policy.allows(host)) throw new SourceRefused(`${host} is not a public address`);
  return checkedLookup(policy);
}

function request(url: URL, policy: AddressPolicy, signal: AbortSignal): Promise<IncomingMessage> {
  const lookup = guardedLookup(url, policy);
  const get = url.protocol === 'http:' ? getHttp : getHttps;
  return new Promise((answer, fail) => {
    // A connection of its own: a pooled one was checked by another source's policy.
    const options = { agent: false, lookup, signal, headers: { 'User-Agent': 'truyen-thanh' } };
    get(url, options, answer).once('error', fail);
  });
}

function checkedLookup(policy: AddressPolicy): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const [first, ...more] = error === null ? found.filter(({ address }) => policy.allows(address)) : [];
      if (error !== null) callback(error, '');
      else if (first === undefined) callback(new SourceRefused(`${hostname} has no public address`), '');
      else if (options.all === true) callback(null, [first, ...more]);
      else callback(null, first.address, first.family);
    });
  };
}
