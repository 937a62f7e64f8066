import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { MulterModule } from '@nestjs/platform-express';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FfmpegNormaliser } from '../audio/ffmpeg.normaliser';
import { AudioNormaliser } from '../audio/normaliser';
import { AuditModule } from '../audit/audit.module';
import { IncidentsModule } from '../incidents/incidents.module';
import { PlansModule } from '../plans/plans.module';
import { BullmqNormaliseQueue } from './bullmq.normalise-queue';
import { IssuesController } from './issues.controller';
import { MediaModule } from './media.module';
import { MediaUploads } from './media.storage';
import { NormaliseProcessor } from './normalise.processor';
import { NORMALISE_QUEUE, NormaliseQueue } from './normalise.queue';
import { NormaliseService } from './normalise.service';
import { NormaliseWatchdog } from './normalise.watchdog';
import { ContentRow, RecordingRow, RenditionRow, ReviewRow } from './recording.entity';
import { RecordingRules } from './recording-rules';
import { RecordingsController } from './recordings.controller';
import { RecordingsRepository } from './recordings.repository';
import { RecordingsService } from './recordings.service';
import { RenditionMaker } from './rendition-maker';
import { PartStore } from './resumable/part-store';
import { ResumableController } from './resumable/resumable.controller';
import { ResumableUploads } from './resumable/resumable.service';
import { TusGateway } from './resumable/tus.gateway';
import { ReviewService } from './review.service';
import { StationSounds } from './station-sounds';
import { TrimController } from './trim.controller';
import { TrimService } from './trim.service';
import { UploadRegister } from './upload.register';
import { UploadService } from './upload.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([ContentRow, RecordingRow, RenditionRow, ReviewRow]),
    BullModule.registerQueue({ name: NORMALISE_QUEUE }),
    MulterModule.registerAsync({ imports: [MediaModule], useClass: MediaUploads }),
    MediaModule,
    AuditModule,
    IncidentsModule,
    PlansModule,
  ],
  controllers: [RecordingsController, TrimController, IssuesController, ResumableController],
  providers: [
    RecordingsRepository,
    RecordingsService,
    RecordingRules,
    UploadRegister,
    UploadService,
    PartStore,
    ResumableUploads,
    TusGateway,
    RenditionMaker,
    NormaliseService,
    NormaliseProcessor,
    NormaliseWatchdog,
    ReviewService,
    StationSounds,
    TrimService,
    { provide: NormaliseQueue, useClass: BullmqNormaliseQueue },
    { provide: AudioNormaliser, useClass: FfmpegNormaliser },
  ],
  exports: [RecordingsService, UploadService, ReviewService, StationSounds, NormaliseWatchdog],
})
export class RecordingsModule {}
