import { Injectable } from '@nestjs/common';
import { Station } from '../platform/config/station';
import { reminderText } from '../reminders/reminder-words';
import { RemindersService } from '../reminders/reminders.service';
import { nameText } from './presenters/format';
import type { Words } from './words';

export interface ReminderLine {
  readonly id: string;
  readonly text: string;
  /** Who knows of it; null: nobody has said so. */
  readonly knownBy: string | null;
}

/** What people are reminded of, earliest due first. */
@Injectable()
export class RemindersBoard {
  constructor(
    private readonly reminders: RemindersService,
    private readonly station: Station,
  ) {}

  async lines(words: Words): Promise<readonly ReminderLine[]> {
    const { reminders } = await this.reminders.list();
    return reminders.map((row) => ({
      id: row.id,
      text: reminderText(row, words.language, this.station.timeZone),
      knownBy: row.acknowledgedBy === null ? null : nameText(row.acknowledgedBy, words),
    }));
  }
}
