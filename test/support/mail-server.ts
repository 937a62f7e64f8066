import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from './certificates';

/** A message as the server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Of AUTH PLAIN; null when nobody signed in. */
  readonly signedInAs: string | null;
  readonly encrypted: boolean;
  readonly headers: string;
  readonly text: string;
}

/**
 * A mail server that speaks SMTP (RFC 5321) with AUTH PLAIN on a real socket and keeps what it is given. With a certificate
 * it takes mail and passwords only after STARTTLS (RFC 3207), or is encrypted from the first byte (RFC 8314).
 */
export class MailServer {
  readonly taken: TakenMail[] = [];
  /** Passwords that came, whether or not a message followed. */
  readonly signIns: string[] = [];
  /** So many more messages are refused for now (451). */
  refusals = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly certificate: Certificate | null,
  ) {}

  static async start(certificate: Certificate | null = null, encryption: 'starttls' | 'tls' = 'starttls') {
    const server = createServer();
    const mail = new MailServer(server, certificate);
    server.on('connection', (socket) => {
      mail.sockets.add(socket);
      if (encryption === 'tls') mail.serve(mail.encrypted(socket), true);
      else mail.serve(socket, false);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return mail;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async end(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private encrypted(socket: Socket): TLSSocket {
    socket.on('error', () => undefined);
    return new TLSSocket(socket, { isServer: true, ...this.certificate });
  }

  /** @param greet false after STARTTLS: the client speaks first, and begins anew */
  private serve(socket: Socket, encrypted: boolean, greet = true): void {
    socket.on('error', () => undefined);
    const open = encrypted || this.certificate === null;
    let pending = '';
    let data: string | null = null;
    let envelope = { from: '', to: [] as string[], signedInAs: null as string | null, encrypted };
    const say = (line: string) => socket.write(`${line}\r\n`);
    const onLine = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say(`250-test\r\n250-8BITMIME\r\n250 ${open ? 'AUTH PLAIN' : 'STARTTLS'}`);
      else if (verb === 'STAR' && this.certificate !== null) {
        socket.removeAllListeners('data');
        say('220 go on');
        this.serve(this.encrypted(socket), true, false);
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else if (!open) say('530 STARTTLS first');
      else if (verb === 'AUTH') {
        const [, user = '', password = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0');
        envelope.signedInAs = `${user}:${password}`;
        this.signIns.push(envelope.signedInAs);
        say('235 ok');
      } else if (verb === 'MAIL') {
        envelope = { ...envelope, from: addressIn(line), to: [] };
        say('250 ok');
      } else if (verb === 'RCPT') {
        envelope.to.push(addressIn(line));
        say('250 ok');
      } else if (verb === 'DATA') {
        data = '';
        say('354 go on');
      } else say('502 what?');
    };
    const onEnd = (message: string): void => {
      if (this.refusals > 0) {
        this.refusals -= 1;
        say('451 not now');
        return;
      }
      this.taken.push({ ...envelope, ...decoded(message) });
      say('250 taken');
    };
    if (greet) say('220 test ESMTP');
    socket.on('data', (bytes: Buffer) => {
      pending += bytes.toString('utf8');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        if (data === null) onLine(line);
        else if (line === '.') {
          const message = data;
          data = null;
          onEnd(message);
        } else data += `${line.replace(/^\./, '')}\r\n`;
      }
    });
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

/** The headers with their encoded words (RFC 2047) read, and the text out of its transfer encoding. */
function decoded(message: string): Pick<TakenMail, 'headers' | 'text'> {
  const [head = '', ...rest] = message.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const headers = head
    .replace(/\r\n\s+/g, ' ')
    .replace(/(=\?UTF-8\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_all, kind: string, text: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : fromQuoted(text.replaceAll('_', ' ')),
    );
  const encoding = /^Content-Transfer-Encoding: (.*)$/im.exec(headers)?.[1]?.trim().toLowerCase();
  if (encoding === 'base64') return { headers, text: Buffer.from(body, 'base64').toString() };
  return { headers, text: encoding === 'quoted-printable' ? fromQuoted(body.replace(/=\r\n/g, '')) : body };
}

function fromQuoted(text: string): string {
  const latin = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1').toString();
}
