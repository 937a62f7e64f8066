import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { profileHash } from '../audio/profile-hash';
import { AudioNormaliser } from '../audio/normaliser';
import { Clock } from '../domain/clock';
import { IncidentsService } from '../incidents/incidents.service';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { SHIPPED_SOUNDS } from '../platform/shipped-sounds';
import { MediaStore } from './media-store';
import { renditionFigures } from './normalise.service';
import { RecordingRules } from './recording-rules';
import { RecordingsRepository } from './recordings.repository';

/** A sound of the settings, as loud as every recording of the station. */
export interface StationSound {
  readonly renditionId: string;
  readonly sha256: string;
  /** At 48 kHz. */
  readonly frames: number;
}

/**
 * Tunes and filler: files that the settings name, and that whoever writes the settings answers for. They are normalised
 * once, in the background after the start; until then a session goes without them.
 */
@Injectable()
export class StationSounds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(StationSounds.name);
  private readonly ready = new Map<string, StationSound>();
  private readonly stopping = new AbortController();
  private preparing: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: RecordingsRepository,
    private readonly media: MediaStore,
    private readonly normaliser: AudioNormaliser,
    private readonly rules: RecordingRules,
    private readonly incidents: IncidentsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.preparing = this.prepareAll();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.preparing;
  }

  /** @param file as the settings name it; null while it is not ready, or for good when it cannot be used */
  get(file: string): StationSound | null {
    return this.ready.get(file) ?? null;
  }

  /** Resolves when every sound is ready or refused. */
  async settled(): Promise<void> {
    await this.preparing;
  }

  private async prepareAll(): Promise<void> {
    const { sessions, filler } = this.station.config;
    const tunes = sessions.flatMap(({ openingTune, closingTune }) => [openingTune?.file, closingTune?.file]);
    for (const file of new Set([...tunes, filler])) if (typeof file === 'string') await this.prepare(file);
  }

  private async prepare(file: string): Promise<void> {
    try {
      this.ready.set(file, await this.rendition(resolve(SHIPPED_SOUNDS, file)));
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.logger.error(`sound ${file} cannot be used: ${String(error)}`);
      const at = this.clock.now();
      const facts = { file, problem: String(error) };
      const incident = { kind: 'soundNotUsable', severity: 'warning', at, airingId: null, facts } as const;
      await this.incidents.reportAlone({ dedupeKey: `soundNotUsable/${file}/${String(at)}`, ...incident });
    }
  }

  /** Kept as a rendition of no recording, under the hash of the file. */
  private async rendition(inputFile: string): Promise<StationSound> {
    const recordingId = `sound/${await sha256Of(inputFile)}`;
    const profile = this.rules.profile();
    const known = await this.repository.rendition(recordingId);
    if (known?.profileHash === profileHash(profile) && (await this.media.isIntact('renditions', known.sha256)))
      return { renditionId: known.id, sha256: known.sha256, frames: known.frames };
    const outputFile = await this.media.temporaryFile('mp3');
    try {
      const { signal } = this.stopping;
      const limits = await this.rules.limits(null);
      const made = await this.normaliser.normalise({ inputFile, outputFile, profile, limits, signal });
      const { sha256, frames, bytes } = made.rendition;
      await this.media.keep('renditions', { file: outputFile, sha256, bytes });
      const loudness = renditionFigures(made);
      const figures = { profileHash: profileHash(profile), sha256, frames, bytes, loudness, waveformSha256: null };
      const renditionId = await this.unitOfWork.run((manager) =>
        this.repository.putRendition(manager, { recordingId, ...figures, createdAt: this.clock.now() }),
      );
      return { renditionId, sha256, frames };
    } finally {
      await this.media.discard(outputFile);
    }
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
