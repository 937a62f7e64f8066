import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { EventStream } from './event-stream';

const KINDS = 5;
/** Far more than the kernel and Node buffer between two processes. */
const EVENTS = 60_000;
const event = (kind: number, n: number): string => `event: k${kind}\ndata: ${n} ${'x'.repeat(500)}\n\n`;

describe('a stream of events to one listener', () => {
  let server: Server;
  let client: Socket;
  let response: ServerResponse;
  let stream: EventStream;
  /** The last of what came, and how many events in all. */
  let text: string;
  let received: number;

  beforeEach(async () => {
    server = createServer((_request, answer) => {
      response = answer;
      stream = new EventStream(answer);
      server.emit('opened');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined);
    text = '';
    received = 0;
    client.on('data', (data) => {
      received += data.toString().split('data: ').length - 1;
      text = (text + data.toString()).slice(-20_000);
    });
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(server, 'opened');
  });

  afterEach(() => {
    client.destroy();
    server.close();
  });

  /** Lets the sockets move between bursts, as a service does. @returns the most that waited in this process, in bytes */
  async function flood(): Promise<number> {
    let most = 0;
    for (let n = 0; n < EVENTS; n += 1) {
      stream.send(`k${n % KINDS}`, event(n % KINDS, n));
      if (n % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, response.writableLength);
    }
    return most;
  }

  it('holds a bounded amount for a listener that does not read, and tells it the latest once it does', async () => {
    const most = await flood();
    expect(response.writableNeedDrain).toBe(true);
    expect(most).toBeLessThan(100_000);
    client.resume();
    const last = (kind: number): string => event(kind, EVENTS - KINDS + kind);
    for (let kind = 0; kind < KINDS; kind += 1) while (!text.includes(last(kind).trim())) await once(client, 'data');
    expect(received).toBeLessThan(EVENTS);
  });

  it('drops one that has read nothing between two beats, and keeps one that reads', async () => {
    stream.beat();
    stream.beat();
    expect(response.destroyed).toBe(false);
    await flood();
    stream.beat();
    expect(response.destroyed).toBe(false);
    stream.beat();
    expect(response.destroyed).toBe(true);
  });

  it('ends at once for a listener that is behind', async () => {
    await flood();
    const closed = once(response, 'close');
    stream.end();
    await closed;
  });

  it('says how it is to be read, and that a lost stream is to be asked for again', async () => {
    client.resume();
    stream.send('a', event(0, 0));
    stream.beat();
    stream.end();
    await once(client, 'end');
    expect(text).toMatch(/content-type: text\/event-stream/i);
    expect(text).toMatch(/connection: close/i);
    expect(text).toContain('retry: 2000\n\n');
    expect(text).toContain(':\n\n');
  });
});
