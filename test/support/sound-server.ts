import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLES = ['ALSA_CONFIG_PATH', 'PULSE_SERVER'];

/**
 * A stand-in for a sound card, since test machines have none: a PulseAudio server of our own with a null sink, which
 * consumes in real time by the system's clock, reached by the real aplay as the ALSA device `test`. What it shows of a
 * card is blocking, dying and hanging; a crystal's drift it has not.
 */
export class TestSoundServer {
  static readonly device = 'test';
  /** By which what it plays can be heard. */
  static readonly monitor = 'card.monitor';
  private readonly folder = mkdtempSync(join(tmpdir(), 'sound-'));
  private readonly socket = join(this.folder, 'socket');
  private readonly before = VARIABLES.map((name) => [name, process.env[name]] as const);
  private child: ChildProcess | null = null;

  async start(): Promise<void> {
    const config = join(this.folder, 'asound.conf');
    const device = `pcm.${TestSoundServer.device} { type pulse server "unix:${this.socket}" }`;
    writeFileSync(config, `</usr/share/alsa/alsa.conf>\n${device}\n`);
    process.env['ALSA_CONFIG_PATH'] = config;
    process.env['PULSE_SERVER'] = `unix:${this.socket}`;
    const runtime = join(this.folder, 'runtime');
    mkdirSync(runtime, { mode: 0o700 });
    const modules = [
      `module-native-protocol-unix auth-anonymous=1 socket=${this.socket}`,
      'module-null-sink sink_name=card rate=48000 channels=1 format=s16le',
    ];
    const args = ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1'];
    this.child = spawn('pulseaudio', [...args, ...modules.map((module) => `--load=${module}`)], {
      stdio: 'ignore',
      env: { ...process.env, HOME: this.folder, XDG_RUNTIME_DIR: runtime },
    });
    for (let tries = 0; tries < 250 && !existsSync(this.socket); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** What the card plays from now on, as raw PCM; call the result to end it. */
  record(): () => Promise<Int16Array> {
    const args = [
      '--record',
      '--raw',
      `--device=${TestSoundServer.monitor}`,
      '--rate=48000',
      '--channels=1',
      '--format=s16le',
    ];
    const child = spawn('pacat', [...args, '--latency-msec=20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, HOME: this.folder },
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    const ended = new Promise((resolve) => child.once('close', resolve));
    return async () => {
      child.kill();
      await ended;
      const bytes = Buffer.concat(parts);
      return new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 2))).buffer);
    };
  }

  async dispose(): Promise<void> {
    for (const [name, value] of this.before)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    const { child } = this;
    if (child !== null) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
