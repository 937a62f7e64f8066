import { Body, Controller, Headers, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/access';
import { languageOf } from '../platform/http/language';
import { parseBody } from '../platform/http/parse';
import { toResponse, toTrimRequest, trimBody, TRIM_SCHEMA, type ReviewHeaders, type TrimBody } from './recordings.dto';
import { TrimService } from './trim.service';

@ApiTags('recordings')
@Controller('api/v1/recordings')
export class TrimController {
  constructor(private readonly trims: TrimService) {}

  @Post(':id/trim')
  @Allow('recordings.upload')
  @ApiOperation({ summary: 'Keep only a part: makes the next version from the same original, to be reviewed anew' })
  @ApiBody({ schema: TRIM_SCHEMA })
  async trim(@Param('id') id: string, @Body(parseBody(trimBody)) body: TrimBody, @Headers() headers: ReviewHeaders) {
    return toResponse(await this.trims.trim(toTrimRequest(id, body, headers)), languageOf(headers['accept-language']));
  }
}
