import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes, ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../platform/http/access';
import { languageOf } from '../platform/http/language';
import { parseBody } from '../platform/http/parse';
import { sendMedia } from './media.response';
import type { UploadedFile as MediaUpload } from './media.storage';
import type { RecordingView } from './recording.view';
import {
  etagOf,
  listQuery,
  nextCursor,
  reviewBody,
  REVIEW_SCHEMA,
  toResponse,
  toReviewRequest,
  toUploadRequest,
  uploadFields,
  UPLOAD_SCHEMA,
  type ListQuery,
  type ReviewBody,
  type ReviewHeaders,
  type UploadFields,
} from './recordings.dto';
import { RecordingsService } from './recordings.service';
import { ReviewService, type ReviewRequest } from './review.service';
import { UploadService } from './upload.service';
import { WAVEFORM_SCHEMA } from './waveform.schema';

@ApiTags('recordings')
@Controller('api/v1/recordings')
export class RecordingsController {
  constructor(
    private readonly recordings: RecordingsService,
    private readonly uploads: UploadService,
    private readonly reviews: ReviewService,
  ) {}

  @Post()
  @Allow('recordings.upload')
  @UseInterceptors(FileInterceptor('file'))
  @ApiOperation({ summary: 'Upload a recording for an issue (contentId) or as a special; it is then normalised' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: UPLOAD_SCHEMA })
  @ApiHeader({ name: 'X-Actor', required: false, description: 'Name of the person, when the field `actor` is absent' })
  async upload(
    @Body(parseBody(uploadFields)) fields: UploadFields,
    @UploadedFile() file: MediaUpload | undefined,
    @Headers('x-actor') actor: string | undefined,
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return shown(
      await this.uploads.receive(toUploadRequest(fields, file?.originalname, actor), file?.staged),
      language,
      response,
    );
  }

  @Get()
  @Allow('read')
  @ApiOperation({ summary: 'Recordings, newest first' })
  @ApiQuery({ name: 'status', required: false, enum: ['processing', 'ready', 'rejected'] })
  @ApiQuery({ name: 'reviewStatus', required: false, enum: ['draft', 'submitted', 'approved', 'returned'] })
  @ApiQuery({ name: 'contentId', required: false })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiQuery({ name: 'cursor', required: false, description: 'nextCursor of the page before' })
  async list(@Query(parseBody(listQuery)) query: ListQuery, @Headers('accept-language') language: string | undefined) {
    const { limit, cursor, ...filter } = query;
    const page = await this.recordings.list(filter, cursor ?? null, limit);
    return { items: page.map((view) => toResponse(view, languageOf(language))), ...nextCursor(page, limit) };
  }

  @Get(':id')
  @Allow('read')
  @ApiOperation({ summary: 'One recording with its figures before and after, and its reviews' })
  async get(
    @Param('id') id: string,
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return shown(await this.recordings.get(id), language, response);
  }

  @Get(':id/rendition')
  @Allow('read')
  @ApiOperation({ summary: 'The normalised MP3 (Range)' })
  async rendition(@Param('id') id: string, @Res() response: Response): Promise<void> {
    await sendMedia(response, await this.recordings.mediaFile(id, 'renditions'));
  }

  @Get(':id/waveform')
  @Allow('read')
  @ApiOperation({
    summary: 'Peaks and loudness curve of the normalised sound, for a player',
    description: 'Below 200 kB however long the recording; the ETag changes only with the rendition.',
  })
  @ApiOkResponse({ schema: WAVEFORM_SCHEMA })
  async waveform(@Param('id') id: string, @Res() response: Response): Promise<void> {
    await sendMedia(response, await this.recordings.mediaFile(id, 'waveforms'));
  }

  @Get(':id/original')
  @Allow('read')
  @ApiOperation({ summary: 'The file as it was uploaded (Range)' })
  async original(@Param('id') id: string, @Res() response: Response): Promise<void> {
    await sendMedia(response, await this.recordings.mediaFile(id, 'originals'));
  }

  @Post(':id/submit')
  @Allow('recordings.submit')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand in for approval' })
  @ApiBody({ schema: REVIEW_SCHEMA, required: false })
  async submit(
    @Param('id') id: string,
    @Body(parseBody(reviewBody)) body: ReviewBody,
    @Headers() headers: ReviewHeaders,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.decide(toReviewRequest(id, 'submit', body, headers), headers, response);
  }

  @Post(':id/approve')
  @Allow('recordings.approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve exactly this pair of files, original and rendition' })
  @ApiBody({ schema: REVIEW_SCHEMA, required: false })
  async approve(
    @Param('id') id: string,
    @Body(parseBody(reviewBody)) body: ReviewBody,
    @Headers() headers: ReviewHeaders,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.decide(toReviewRequest(id, 'approve', body, headers), headers, response);
  }

  @Post(':id/return')
  @Allow('recordings.approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send back with a comment, or take an approval back' })
  @ApiBody({ schema: REVIEW_SCHEMA, required: true })
  async sendBack(
    @Param('id') id: string,
    @Body(parseBody(reviewBody)) body: ReviewBody,
    @Headers() headers: ReviewHeaders,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.decide(toReviewRequest(id, 'return', body, headers), headers, response);
  }

  private async decide(request: ReviewRequest, headers: ReviewHeaders, response: Response) {
    await this.reviews.decide(request);
    return shown(await this.recordings.get(request.recordingId), headers['accept-language'], response);
  }
}

function shown<View extends RecordingView>(view: View, language: string | undefined, response: Response) {
  response.set({ ETag: etagOf(view), Vary: 'Accept-Language' });
  return toResponse(view, languageOf(language));
}
