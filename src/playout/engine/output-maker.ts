import { assertNever } from '../../domain/errors';
import type { EngineClock } from './engine-clock';
import { FileOutput } from './file.output';
import { IcecastLink, IcecastOutput } from './icecast.output';
import type { AudioOutput } from './output';
import type { FromEngine, LogLevel, OutputConfig } from './protocol';
import { MonitorTap } from './monitor-tap';
import { SoundcardLink, SoundcardOutput } from './soundcard.output';

const FILE_KBPS = 96;

interface Surroundings {
  /** Folder of the output's recordings. */
  readonly recordings: string;
  readonly clock: EngineClock;
  readonly log: (level: LogLevel, message: string) => void;
  readonly report: (message: FromEngine) => void;
}

/** How an output is opened for a block. What lives longer than a block starts here. */
export function outputMaker(output: OutputConfig, { recordings, clock, log, report }: Surroundings): () => AudioOutput {
  switch (output.kind) {
    case 'file':
      return () => new FileOutput({ directory: recordings, bitrateKbps: FILE_KBPS });
    case 'soundcard': {
      const onDry = (): void => {
        report({ kind: 'underrun' });
      };
      const link = new SoundcardLink({ device: output.device, onDry }, clock, log);
      const tap = output.monitor === undefined ? null : new MonitorTap(output.monitor, clock, log);
      return () => new SoundcardOutput(link, clock, tap);
    }
    case 'icecast': {
      const server = { ...output, password: process.env[output.passwordEnv] ?? '' };
      const onLink = (isUp: boolean): void => {
        report({ kind: 'link', isUp });
      };
      const link = new IcecastLink({ server, idleTitle: output.idleTitle, name: output.code, onLink }, clock, log);
      link.start();
      return () => new IcecastOutput(link);
    }
    default:
      return assertNever(output);
  }
}
