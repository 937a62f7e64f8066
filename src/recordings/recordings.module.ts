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
import { NormaliseProcessor, UrgentNormaliseProcessor } from './normalise.processor';
import { NormaliseProgress } from './normalise.progress';
import { NORMALISE_QUEUES, NormaliseQueue } from './normalise.queue';
import { NormaliseService } from './normalise.service';
import { NormaliseWatchdog } from './normalise.watchdog';
import { NormaliseWork } from './normalise.work';
import { NormalisingController } from './normalising.controller';
import { NormalisingEvents } from './normalising.events';
import { NormalisingService } from './normalising.service';
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
import { UnfinishedController } from './resumable/unfinished.controller';
import { UnfinishedUploads } from './resumable/unfinished.service';
import { UploadLocker } from './resumable/upload-lock';
import { ReviewService } from './review.service';
import { StationSounds } from './station-sounds';
import { TrimController } from './trim.controller';
import { TrimService } from './trim.service';
import { UploadRegister } from './upload.register';
import { UploadService } from './upload.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([ContentRow, RecordingRow, RenditionRow, ReviewRow]),
    BullModule.registerQueue(...Object.values(NORMALISE_QUEUES).map((name) => ({ name }))),
    MulterModule.registerAsync({ imports: [MediaModule], useClass: MediaUploads }),
    MediaModule,
    AuditModule,
    IncidentsModule,
    PlansModule,
  ],
  controllers: [
    ...[NormalisingController, RecordingsController, TrimController, IssuesController],
    ...[ResumableController, UnfinishedController],
  ],
  providers: [
    RecordingsRepository,
    RecordingsService,
    RecordingRules,
    UploadRegister,
    UploadService,
    PartStore,
    ResumableUploads,
    TusGateway,
    UploadLocker,
    UnfinishedUploads,
    RenditionMaker,
    NormaliseService,
    NormaliseProgress,
    NormaliseWork,
    NormaliseProcessor,
    UrgentNormaliseProcessor,
    NormalisingService,
    NormalisingEvents,
    NormaliseWatchdog,
    ReviewService,
    StationSounds,
    TrimService,
    { provide: NormaliseQueue, useClass: BullmqNormaliseQueue },
    { provide: AudioNormaliser, useClass: FfmpegNormaliser },
  ],
  exports: [
    RecordingsService,
    UploadService,
    ReviewService,
    StationSounds,
    NormaliseWatchdog,
    NormalisingService,
    UnfinishedUploads,
  ],
})
export class RecordingsModule {}
