import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { assertNever } from '../domain/errors';
import { retryAfterMs } from '../domain/reminders';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { EmailChannel } from './email.channel';
import type { Telling } from './reminder.channel';
import { ReminderQueue } from './reminder.queue';
import { RemindersRepository, type ReminderMessage } from './reminders.repository';
import { WebhookChannel } from './webhook.channel';

/** Sends what is written down to be told, and tries again what could not be sent. */
@Injectable()
export class ReminderSender {
  private readonly logger = new Logger(ReminderSender.name);
  private readonly underWay = new Set<string>();

  constructor(
    private readonly repository: RemindersRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly queue: ReminderQueue,
    private readonly email: EmailChannel,
    private readonly webhook: WebhookChannel,
    private readonly clock: Clock,
  ) {}

  /** Queues every message whose time has come; without its queue it sends them itself, one after the other. */
  async sendDue(): Promise<void> {
    for (const { id, attempts } of await this.repository.unsettled(this.clock.now())) {
      try {
        await this.queue.add(id, attempts);
      } catch (error) {
        this.logger.warn(`reminder message ${id} is sent without the queue: ${(error as Error).message}`);
        await this.send(id, attempts);
      }
    }
  }

  /** One attempt; nothing when that one was made already. A failure is written down with when to try again. */
  async send(id: string, attempt: number): Promise<void> {
    if (this.underWay.has(id)) return;
    this.underWay.add(id);
    try {
      const message = await this.repository.message(id);
      if (message?.settledAt === null && message.attempts === attempt) await this.attempt(message);
    } finally {
      this.underWay.delete(id);
    }
  }

  private async attempt(message: ReminderMessage): Promise<void> {
    const stages = new Map(message.items.map(({ reminderId, stage }) => [reminderId, stage]));
    const all = await this.repository.remindersOf(message);
    const reminders = all.filter(
      ({ id, stage, closedAt, acknowledgedAt }) =>
        closedAt === null && acknowledgedAt === null && stages.get(id) === stage,
    );
    const { id, digestOf, channel } = message;
    if (reminders.length === 0) {
      await this.settle(id, 'dropped');
      return;
    }
    try {
      await this.by(channel, { id, digestOf, reminders, at: this.clock.now() });
    } catch (error) {
      await this.postpone(message, (error as Error).message);
      return;
    }
    await this.settle(id, 'sent');
  }

  private async by(channel: ReminderMessage['channel'], telling: Telling): Promise<void> {
    switch (channel) {
      case 'email':
        return this.email.send(telling);
      case 'webhook':
        return this.webhook.send(telling);
      default:
        return assertNever(channel);
    }
  }

  private async settle(id: string, outcome: 'sent' | 'dropped'): Promise<void> {
    const changes = { settledAt: this.clock.now(), outcome, lastError: null };
    await this.unitOfWork.run((manager) => this.repository.updateMessage(manager, id, changes));
  }

  private async postpone({ id, channel, attempts: before }: ReminderMessage, lastError: string): Promise<void> {
    const attempts = before + 1;
    const nextAttemptAt = this.clock.now() + retryAfterMs(attempts);
    this.logger.warn(`reminder message ${id} not sent by ${channel} (attempt ${String(attempts)}): ${lastError}`);
    const changes = { attempts, nextAttemptAt, lastError };
    await this.unitOfWork.run((manager) => this.repository.updateMessage(manager, id, changes));
  }
}
