import { Controller, Delete, Get, Headers, HttpCode, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf } from '../../audit/actor';
import { Allow } from '../../platform/http/access';
import { UnfinishedUploads } from './unfinished.service';

@ApiTags('recordings')
@Controller('api/v1/unfinished-uploads')
export class UnfinishedController {
  constructor(private readonly uploads: UnfinishedUploads) {}

  @Get()
  @Allow('read')
  @ApiOperation({ summary: 'Uploads that have begun and not come whole, the longest untouched first' })
  async list() {
    return { items: await this.uploads.list() };
  }

  /** Whose it is decides, beside the role: see `UnfinishedUpload.mayCancel`. */
  @Delete(':id')
  @Allow('read')
  @HttpCode(204)
  @ApiOperation({ summary: 'Throw an unfinished upload away: by who began it, an approver or an administrator' })
  async cancel(@Param('id') id: string, @Headers('x-actor') actor: string | undefined): Promise<void> {
    await this.uploads.cancel(id, actorOf(undefined, actor));
  }
}
