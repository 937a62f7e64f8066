import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { REMINDER_QUEUE, reminderJob } from './bullmq.reminder-queue';
import { ReminderSender } from './reminder.sender';

@Processor(REMINDER_QUEUE)
export class RemindersProcessor extends WorkerHost {
  constructor(private readonly sender: ReminderSender) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { messageId, attempt } = reminderJob.parse(job.data);
    await this.sender.send(messageId, attempt);
  }
}
