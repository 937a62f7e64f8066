import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { z } from 'zod';
import { inTime } from '../platform/in-time';
import { ReminderQueue } from './reminder.queue';

export const REMINDER_QUEUE = 'reminders';

/** A job of an attempt that was made already does nothing. */
export const reminderJob = z.object({ messageId: z.uuid(), attempt: z.int() });
export type ReminderJob = z.infer<typeof reminderJob>;

/** BullMQ's commands wait for Redis however long that takes; a reminder must not. */
const ANSWER_WITHIN_MS = 2_000;

@Injectable()
export class BullmqReminderQueue extends ReminderQueue {
  constructor(@InjectQueue(REMINDER_QUEUE) private readonly queue: Queue<ReminderJob>) {
    super();
  }

  override async add(messageId: string, attempt: number): Promise<void> {
    const jobId = `remind-${messageId}-${String(attempt)}`;
    const options = { jobId, removeOnComplete: true, removeOnFail: true };
    await inTime(this.queue.add('remind', { messageId, attempt }, options), ANSWER_WITHIN_MS, 'the queue');
  }
}
