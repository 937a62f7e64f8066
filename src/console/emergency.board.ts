import { Injectable } from '@nestjs/common';
import { emergencyState } from '../emergency/emergency.dto';
import { EmergencyService, type EmergencyView } from '../emergency/emergency.service';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { PlayoutEngine } from '../playout/playout-engine';
import { RecordingsService } from '../recordings/recordings.service';
import {
  presentEffects,
  presentEmergency,
  type EmergencyCard,
  type EmergencyEffects,
  type StationFacts,
} from './presenters/emergency';
import type { Words } from './words';

export interface EmergencyLists {
  readonly running: readonly EmergencyCard[];
  /** Authorised lately and not started yet. */
  readonly waiting: readonly EmergencyCard[];
  readonly past: readonly EmergencyCard[];
}

export interface EmergencyOne {
  readonly card: EmergencyCard;
  readonly effects: EmergencyEffects | null;
  /** Whether the reader may take the authorisation back. */
  readonly mayWithdraw: boolean;
}

const LISTED = 50;
/** Whoever starts an older one finds it among the earlier ones: its danger has most likely passed. */
const WAITING_MS = 86_400_000;

/** Emergencies: what is on, what waits for the button, what became of the others. */
@Injectable()
export class EmergencyBoard {
  constructor(
    private readonly emergencies: EmergencyService,
    private readonly recordings: RecordingsService,
    private readonly engine: PlayoutEngine,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async lists(words: Words): Promise<EmergencyLists> {
    const all = await this.emergencies.list(LISTED);
    const since = this.clock.now() - WAITING_MS;
    const isWaiting = (view: EmergencyView) => emergencyState(view) === 'authorised' && view.row.authorisedAt >= since;
    const shown = (views: readonly EmergencyView[]) => views.map((view) => this.card(view, words));
    return {
      running: shown(all.filter(isOn)),
      waiting: shown(all.filter(isWaiting)),
      past: shown(all.filter((view) => !isOn(view) && !isWaiting(view))),
    };
  }

  /**
   * @returns `effects` null once it was started or withdrawn
   * @throws DomainError notFound
   */
  async one(id: string, words: Words): Promise<EmergencyOne> {
    const view = await this.emergencies.view(id);
    const isUnused = emergencyState(view) === 'authorised';
    return {
      card: this.card(view, words),
      effects: isUnused ? await this.effects(view, words) : null,
      mayWithdraw: isUnused && this.emergencies.mayWithdraw(view.row),
    };
  }

  get clusters() {
    return this.station.config.clusters;
  }

  private async effects(view: EmergencyView, words: Words): Promise<EmergencyEffects> {
    const { recordingId } = view.row;
    const recording = recordingId === null ? null : await this.recordings.get(recordingId);
    const running = (await this.emergencies.list(LISTED)).filter(isOn);
    return presentEffects(view, { ...this.facts, recording, running }, words);
  }

  private card(view: EmergencyView, words: Words): EmergencyCard {
    return presentEmergency(view, this.facts, words);
  }

  private get facts(): StationFacts {
    const { timeZone, config } = this.station;
    return { timeZone, clusters: config.clusters, outputs: config.outputs, statuses: this.engine.status() };
  }
}

function isOn(view: EmergencyView): boolean {
  return emergencyState(view) === 'started' && view.row.stoppedAt === null;
}
