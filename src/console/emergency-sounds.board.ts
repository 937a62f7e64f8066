import { Injectable } from '@nestjs/common';
import { Station } from '../platform/config/station';
import { NormalisingService } from '../recordings/normalising.service';
import type { RecordingView } from '../recordings/recording.view';
import { RecordingsService } from '../recordings/recordings.service';
import { EMERGENCY_WORDS } from './pages/emergency-words';
import { durationText, momentText } from './presenters/format';
import type { Words } from './words';

export interface SoundChoices {
  /** `value` is "recording:ID" or "live:CODE". */
  readonly groups: readonly {
    readonly label: string;
    readonly choices: readonly { readonly value: string; readonly label: string }[];
  }[];
  readonly hasLive: boolean;
  /** Titles of urgent recordings that are being made ready. */
  readonly working: readonly { readonly id: string; readonly title: string }[];
}

const LISTED = 30;

/** What an emergency may be made of. */
@Injectable()
export class EmergencySoundsBoard {
  constructor(
    private readonly recordings: RecordingsService,
    private readonly normalising: NormalisingService,
    private readonly station: Station,
  ) {}

  async choices(words: Words): Promise<SoundChoices> {
    const { order } = EMERGENCY_WORDS[words.language];
    const ready = async (reviewStatus: RecordingView['reviewStatus']) =>
      this.recordings.list({ status: 'ready', reviewStatus }, null, LISTED);
    const fresh = [...(await ready('draft')), ...(await ready('submitted'))];
    const { liveSources } = this.station.config;
    const groups = [
      { label: order.fresh, choices: this.named(fresh, words) },
      { label: order.approved, choices: this.named(await ready('approved'), words) },
      { label: order.live, choices: liveSources.map(({ code, name }) => ({ value: `live:${code}`, label: name })) },
    ];
    const urgent = (await this.normalising.items()).filter(({ lane }) => lane === 'urgent');
    return {
      groups: groups.filter(({ choices }) => choices.length > 0),
      hasLive: liveSources.length > 0,
      working: urgent.map(({ recordingId, title }) => ({ id: recordingId, title })),
    };
  }

  private named(recordings: readonly RecordingView[], words: Words) {
    return [...recordings]
      .sort((a, b) => b.createdAt - a.createdAt)
      .map(({ id, title, durationSeconds, createdAt }) => {
        const lasting = durationText(durationSeconds ?? 0, words);
        return {
          value: `recording:${id}`,
          label: `${title} (${lasting}) · ${momentText(createdAt, this.station.timeZone)}`,
        };
      });
  }
}
