import { Injectable } from '@nestjs/common';
import type { MulterModuleOptions, MulterOptionsFactory } from '@nestjs/platform-express';
import type { Request } from 'express';
import type { StorageEngine } from 'multer';
import { Station } from '../platform/config/station';
import { MediaStore, type StagedMedia } from './media-store';

const MAX_FIELDS = 20;
const MAX_FIELD_BYTES = 16 * 1024;

/** What the route gets of a file: multer's words for it, and where the store has staged it. */
export interface UploadedFile extends Express.Multer.File {
  readonly staged: StagedMedia;
}

/** Streams an uploaded file into the media store's staging area, whatever comes before or after it in the form. */
@Injectable()
export class MediaUploads implements MulterOptionsFactory, StorageEngine {
  constructor(
    private readonly media: MediaStore,
    private readonly station: Station,
  ) {}

  createMulterOptions(): MulterModuleOptions {
    return {
      storage: this,
      // Browsers and scripts send file names as UTF-8; busboy would read them as latin1.
      defParamCharset: 'utf8',
      limits: { files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES },
    };
  }

  _handleFile(
    _request: Request,
    file: Express.Multer.File,
    done: (error?: unknown, info?: Partial<UploadedFile>) => void,
  ): void {
    this.media.stage(file.stream, this.station.config.limits.uploadMaxBytes).then(
      (staged) => {
        done(null, { staged, path: staged.file, size: staged.bytes });
      },
      (error: unknown) => {
        done(error);
      },
    );
  }

  /** For a file that was staged whole before the request failed otherwise. */
  _removeFile(_request: Request, file: Express.Multer.File, done: (error: Error | null) => void): void {
    this.media.discard(file.path).then(() => {
      done(null);
    }, done);
  }
}
