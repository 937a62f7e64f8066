import { Injectable } from '@nestjs/common';
import { emergencyState } from '../emergency/emergency.dto';
import { EmergencyService, type EmergencyView } from '../emergency/emergency.service';
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

export interface OpenEmergencies {
  readonly running: readonly EmergencyCard[];
  /** Authorised lately and not started yet; an older one is among the earlier ones, its danger most likely past. */
  readonly waiting: readonly EmergencyCard[];
}

export interface EmergencyOne {
  readonly card: EmergencyCard;
  readonly effects: EmergencyEffects | null;
  /** Whether the reader may take the authorisation back. */
  readonly mayWithdraw: boolean;
}

const LISTED = 50;

/** Emergencies: what is on, what waits for the button, what became of the others. */
@Injectable()
export class EmergencyBoard {
  constructor(
    private readonly emergencies: EmergencyService,
    private readonly recordings: RecordingsService,
    private readonly engine: PlayoutEngine,
    private readonly station: Station,
  ) {}

  /** Newest first. Asked for every two seconds by every page that is open, so it reads no more. */
  async open(words: Words): Promise<OpenEmergencies> {
    const open = await this.emergencies.open();
    const shown = (views: readonly EmergencyView[]) => views.map((view) => this.card(view, words));
    return { running: shown(open.filter(isOn)), waiting: shown(open.filter(isWaiting)) };
  }

  /** All but the open ones, newest first. */
  async past(words: Words): Promise<readonly EmergencyCard[]> {
    const open = new Set((await this.emergencies.open()).filter((one) => isOn(one) || isWaiting(one)).map(idOf));
    const all = await this.emergencies.list(LISTED);
    return all.filter((view) => !open.has(idOf(view))).map((view) => this.card(view, words));
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
    const running = (await this.emergencies.open()).filter(isOn);
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

function isWaiting(view: EmergencyView): boolean {
  return emergencyState(view) === 'authorised';
}

function idOf({ row }: EmergencyView): string {
  return row.id;
}
