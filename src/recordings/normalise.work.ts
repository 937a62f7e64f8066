import { Injectable } from '@nestjs/common';
import { NormaliseProgress } from './normalise.progress';
import { NormaliseService } from './normalise.service';

/** Normalises where everybody can see how far it is. */
@Injectable()
export class NormaliseWork {
  constructor(
    private readonly service: NormaliseService,
    private readonly progress: NormaliseProgress,
  ) {}

  /**
   * Does nothing when the recording is being worked on already.
   * @throws what NormaliseService.process throws
   */
  async run(recordingId: string, signal: AbortSignal): Promise<void> {
    if (!this.progress.begin(recordingId)) return;
    try {
      await this.service.process(recordingId, signal, (share) => {
        this.progress.report(recordingId, share);
      });
    } finally {
      this.progress.end(recordingId);
    }
  }
}
