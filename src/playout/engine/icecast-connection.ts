import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { request, type ClientRequest } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { FFMPEG, framesInMp3, mp3StreamArgs } from '../../audio/playout-args';

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 3_000;

export interface IcecastServer {
  readonly host: string;
  readonly port: number;
  /** "/son-mai.mp3" */
  readonly mount: string;
  readonly user: string;
  readonly password: string;
  readonly bitrateKbps: number;
}

/**
 * One life of a source on an Icecast mount: an encoder, and the PUT request that its MP3 goes into. We speak the source
 * protocol ourselves because ffmpeg's would show the password in the process list and decide by itself when to give up.
 */
export class IcecastConnection {
  private readonly encoder: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly put: ClientRequest;
  private sentBytes = 0;
  private complaint = '';
  private fault: string | null = null;
  private onEnd: () => void = () => undefined;
  /** PCM frames that were given to the encoder, sent, and sent before a question that the server has answered since. */
  fedFrames = 0;
  confirmedFrames = 0;

  private constructor(
    private readonly server: IcecastServer,
    name: string,
    private readonly onSent: (mp3: Buffer) => void,
  ) {
    this.encoder = spawn(FFMPEG, mp3StreamArgs(server.bitrateKbps), {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.encoder.stdin.on('error', () => undefined); // The exit tells what happened.
    this.encoder.stderr.on('data', (text: Buffer) => (this.complaint = (this.complaint + text.toString()).slice(-500)));
    this.encoder.once('error', (error) => {
      this.end(error.message);
    });
    this.encoder.once('close', (code) => {
      this.end(`encoder exited with ${String(code)}: ${this.complaint.trim()}`);
    });
    this.put = this.ask('PUT', server.mount, { 'content-type': 'audio/mpeg', 'ice-public': '0', 'ice-name': name });
    // The body is the bare stream: Icecast 2.4 does not read chunks.
    this.put.removeHeader('transfer-encoding');
    this.put.setHeader('expect', '100-continue');
    this.put.on('error', (error) => {
      this.end(error.message);
    });
    this.put.on('close', () => {
      this.end('the server closed the connection');
    });
  }

  /**
   * Resolves when the server takes the stream.
   * @param onSent is given all of the stream, piece by piece
   * @throws Error saying why it does not
   */
  static async open(server: IcecastServer, name: string, onSent: (mp3: Buffer) => void): Promise<IcecastConnection> {
    const connection = new IcecastConnection(server, name, onSent);
    await connection.admitted();
    if (connection.fault === null) return connection;
    throw new Error(connection.fault);
  }

  get failure(): string | null {
    return this.fault;
  }

  /** Resolves when encoder and server have taken the PCM over. */
  write(pcm: Buffer, frames: number): Promise<void> {
    this.fedFrames += frames;
    return new Promise((resolve, reject) => {
      this.encoder.stdin.write(pcm, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /**
   * Asks the server anything at all. Sockets take seconds of audio for a server that hangs or is cut off, so only what was
   * sent before a question that is answered counts as delivered.
   */
  confirm(): Promise<void> {
    const sentFrames = framesInMp3(this.sentBytes, this.server.bitrateKbps);
    return this.answered('/status-json.xsl').then(() => {
      this.confirmedFrames = Math.max(this.confirmedFrames, sentFrames);
    });
  }

  /** Shows what is on to listeners; the mount's `<charset>` must be UTF-8 for players to read it. */
  announce(title: string): Promise<void> {
    const [mount, song] = [this.server.mount, title].map(encodeURIComponent);
    return this.answered(`/admin/metadata?mode=updinfo&mount=${mount}&charset=UTF-8&song=${song}`);
  }

  /** Ends encoder and request at once. */
  end(problem: string): void {
    if (this.fault !== null) return;
    this.fault = problem;
    this.put.destroy();
    this.encoder.kill('SIGKILL');
    this.onEnd();
  }

  private async admitted(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.end('the server does not answer');
      }, CONNECT_TIMEOUT_MS);
      this.onEnd = () => {
        clearTimeout(timer);
        resolve();
      };
      this.put.once('continue', () => {
        this.onEnd();
        this.encoder.stdout.on('data', (mp3: Buffer) => {
          this.send(mp3);
        });
      });
      this.put.once('response', (response) => {
        // After "100 Continue" Icecast says 200 and listens on; anything else is a refusal.
        if (response.statusCode !== 200) this.end(refusal(response.statusCode ?? 0));
      });
      this.put.flushHeaders();
    });
    this.onEnd = () => undefined;
  }

  private send(mp3: Buffer): void {
    this.onSent(mp3);
    const isTaken = this.put.write(mp3, (error) => {
      if (!error) this.sentBytes += mp3.length;
    });
    if (isTaken) return;
    // The encoder waits for the server, and the engine for the encoder.
    this.encoder.stdout.pause();
    this.put.once('drain', () => this.encoder.stdout.resume());
  }

  private answered(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const question = this.ask('GET', path, {});
      question.setTimeout(ANSWER_TIMEOUT_MS, () => question.destroy(new Error('the server does not answer')));
      question.once('error', reject);
      question.once('response', (response) => {
        response.resume();
        resolve();
      });
      question.end();
    });
  }

  private ask(method: 'GET' | 'PUT', path: string, headers: Readonly<Record<string, string>>): ClientRequest {
    const { host, port, user, password } = this.server;
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return request({ host, port, method, path, agent: false, headers: { ...headers, authorization } });
  }
}

function refusal(status: number): string {
  if (status === 401) return 'the server refuses user or password (401)';
  if (status === 403) return 'the mount is taken or not allowed (403)';
  return `the server refuses the stream (${String(status)})`;
}
