import type { Request, Response } from 'express';

/** Cookies know no ports: with the port in its name, two stations on one machine do not sign each other's people out. */
export function cookieName(purpose: string, request: Request): string {
  return `${purpose}_${String(request.socket.localPort ?? 0)}`;
}

export function cookiesOf(request: Request): Record<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((part) => part.trim().split('='));
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name && value ? [[name, decoded(value)]] : [])));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const SESSION = 'phien';

export function sessionSecretOf(request: Request): string | undefined {
  return cookiesOf(request)[cookieName(SESSION, request)];
}

/** HttpOnly; Secure whenever the request came over TLS, to us or to the proxy that is trusted. */
export function giveSession(request: Request, response: Response, secret: string, hours: number): void {
  const lasting = { maxAge: hours * 3_600_000, httpOnly: true, path: '/' };
  response.cookie(cookieName(SESSION, request), secret, { ...lasting, sameSite: 'lax', secure: request.secure });
}

export function takeSession(request: Request, response: Response): void {
  response.clearCookie(cookieName(SESSION, request), { path: '/' });
}
