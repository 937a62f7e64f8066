import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { ReportsModule } from '../reports/reports.module';
import { ScheduleModule } from '../schedule/schedule.module';
import { BullmqReminderQueue, REMINDER_QUEUE } from './bullmq.reminder-queue';
import { EmailChannel } from './email.channel';
import { ReminderMessageRow, ReminderRow } from './reminder.entity';
import { ReminderQueue } from './reminder.queue';
import { ReminderSender } from './reminder.sender';
import { RemindersController } from './reminders.controller';
import { RemindersProcessor } from './reminders.processor';
import { RemindersRepository } from './reminders.repository';
import { RemindersService } from './reminders.service';
import { RemindersWatchdog } from './reminders.watchdog';
import { WebhookChannel } from './webhook.channel';

@Module({
  imports: [
    TypeOrmModule.forFeature([ReminderRow, ReminderMessageRow]),
    BullModule.registerQueue({ name: REMINDER_QUEUE }),
    AuditModule,
    ReportsModule,
    ScheduleModule,
  ],
  controllers: [RemindersController],
  providers: [
    { provide: ReminderQueue, useClass: BullmqReminderQueue },
    ...[EmailChannel, WebhookChannel, ReminderSender],
    ...[RemindersProcessor, RemindersRepository, RemindersService, RemindersWatchdog],
  ],
  exports: [RemindersService],
})
export class RemindersModule {}
