import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ReminderSender } from './reminder.sender';
import { RemindersService } from './reminders.service';

const TICK_MS = 30_000;

/** Looks twice a minute for what has become due or is done, and for messages that a lost queue forgot. */
@Injectable()
export class RemindersWatchdog {
  private readonly logger = new Logger(RemindersWatchdog.name);
  private isRunning = false;

  constructor(
    private readonly reminders: RemindersService,
    private readonly sender: ReminderSender,
  ) {}

  @Interval(TICK_MS)
  async tick(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      await this.reminders.refresh();
      await this.sender.sendDue();
    } catch (error) {
      this.logger.error('reminders not looked for; the next round tries again', (error as Error).stack);
    } finally {
      this.isRunning = false;
    }
  }
}
