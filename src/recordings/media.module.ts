import { Module } from '@nestjs/common';
import { FileMediaStore } from './file.media-store';
import { MediaStore } from './media-store';

/** Apart from the feature's module because multer's module needs the store too. */
@Module({
  providers: [{ provide: MediaStore, useClass: FileMediaStore }],
  exports: [MediaStore],
})
export class MediaModule {}
