import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ICECAST_PASSWORD = 'mật-khẩu-thử';

export interface IcecastSource {
  readonly title?: string;
  readonly server_type?: string;
}

/** A real icecast2 on loopback that can be killed and started again on the same port. */
export class TestIcecast {
  private readonly folder = mkdtempSync(join(tmpdir(), 'icecast-'));
  private child: ChildProcess | null = null;

  private constructor(readonly port: number) {}

  static async start(mount: string): Promise<TestIcecast> {
    for (let trial = 1; trial <= 5; trial += 1) {
      const icecast = new TestIcecast(await freePort());
      icecast.configure(mount);
      if (await icecast.begin()) return icecast;
      // Somebody else took the port that was free, or it hangs, as on a very busy machine it may.
      await icecast.dispose();
    }
    throw new Error('icecast2 does not answer');
  }

  async restart(): Promise<void> {
    if (!(await this.begin())) throw new Error('icecast2 does not answer');
  }

  /** @returns whether it answers */
  private async begin(): Promise<boolean> {
    const child = spawn('icecast2', ['-c', join(this.folder, 'icecast.xml')], { stdio: 'ignore' });
    this.child = child;
    for (let tries = 0; tries < 400; tries += 1) {
      if (child.exitCode !== null) return false;
      if ((await this.source().catch(() => undefined)) !== undefined) return true;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return false;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
    this.child = null;
  }

  /** The source on the only mount; null when there is none. Rejects when the server does not answer. */
  async source(): Promise<IcecastSource | null> {
    const response = await fetch(`http://127.0.0.1:${this.port}/status-json.xsl`, {
      signal: AbortSignal.timeout(1_000),
    });
    const { icestats } = (await response.json()) as { icestats: { source?: IcecastSource } };
    return icestats.source ?? null;
  }

  /** Throws out the listeners of that user agent. */
  async dropListeners(mount: string, agent: string): Promise<void> {
    const clients = await this.administer(`listclients?mount=${mount}`);
    for (const [, client = ''] of clients.matchAll(/<listener[^>]*>([^]*?)<\/listener>/g)) {
      const id = /<ID>(\d+)<\/ID>/i.exec(client)?.[1];
      if (client.includes(agent) && id !== undefined) await this.administer(`killclient?mount=${mount}&id=${id}`);
    }
  }

  private async administer(command: string): Promise<string> {
    const authorization = `Basic ${Buffer.from(`admin:${ICECAST_PASSWORD}`).toString('base64')}`;
    const response = await fetch(`http://127.0.0.1:${this.port}/admin/${command}`, { headers: { authorization } });
    return response.text();
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private configure(mount: string): void {
    const log = join(this.folder, 'log');
    mkdirSync(log);
    for (const folder of [this.folder, log]) chmodSync(folder, 0o777);
    // icecast2 refuses to run as root, and can step down itself.
    const owner =
      process.getuid?.() === 0 ? '<changeowner><user>nobody</user><group>nogroup</group></changeowner>' : '';
    const xml = `<icecast>
      <limits><clients>20</clients><sources>2</sources><burst-on-connect>0</burst-on-connect></limits>
      <authentication><source-password>${ICECAST_PASSWORD}</source-password>
        <admin-user>admin</admin-user><admin-password>${ICECAST_PASSWORD}</admin-password></authentication>
      <hostname>localhost</hostname>
      <listen-socket><port>${this.port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
      <mount type="normal"><mount-name>${mount}</mount-name><charset>UTF-8</charset></mount>
      <paths><logdir>${log}</logdir>
        <webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
      <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>3</loglevel></logging>
      <security><chroot>0</chroot>${owner}</security>
    </icecast>`;
    writeFileSync(join(this.folder, 'icecast.xml'), xml);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
