import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A message as the server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Of AUTH PLAIN; null when nobody signed in. */
  readonly signedInAs: string | null;
  readonly headers: string;
  readonly text: string;
}

/** A mail server that speaks SMTP (RFC 5321) with AUTH PLAIN on a real socket and keeps what it is given. */
export class MailServer {
  readonly taken: TakenMail[] = [];
  /** So many more messages are refused for now (451). */
  refusals = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MailServer> {
    const server = createServer();
    const mail = new MailServer(server);
    server.on('connection', (socket) => {
      mail.serve(socket);
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

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    let pending = '';
    let data: string | null = null;
    let envelope = { from: '', to: [] as string[], signedInAs: null as string | null };
    const say = (line: string) => socket.write(`${line}\r\n`);
    const onLine = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN');
      else if (verb === 'AUTH') {
        const [, user = '', password = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0');
        envelope.signedInAs = `${user}:${password}`;
        say('235 ok');
      } else if (verb === 'MAIL') {
        envelope = { from: addressIn(line), to: [], signedInAs: envelope.signedInAs };
        say('250 ok');
      } else if (verb === 'RCPT') {
        envelope.to.push(addressIn(line));
        say('250 ok');
      } else if (verb === 'DATA') {
        data = '';
        say('354 go on');
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say('502 what?');
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
    say('220 test ESMTP');
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
