import { Body, Controller, Get, Headers, Param, Post, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { memoryStorage } from 'multer';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { ApiZodBody } from '../../platform/http/api-schema';
import { parseBody } from '../../platform/http/parse';
import { sendMedia } from '../../recordings/media.response';
import { actorOf, type ScheduleHeaders } from '../schedule.dto';
import {
  attestationFields,
  attestationResponse,
  ATTESTATION_SCHEMA,
  toAttestation,
  withdrawalBody,
  type AttestationFields,
  type WithdrawalBody,
} from './attestations.dto';
import { ATTACHMENT_MAX_BYTES, AttestationsService } from './attestations.service';

const attachmentUpload = FileInterceptor('attachment', {
  storage: memoryStorage(),
  defParamCharset: 'utf8',
  limits: { files: 1, fileSize: ATTACHMENT_MAX_BYTES },
});

@ApiTags('compliance')
@Controller('api/v1/attestations')
export class AttestationsController {
  constructor(
    private readonly attestations: AttestationsService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  @ApiOperation({ summary: 'Airings that somebody vouches for, newest first; withdrawn ones too' })
  async list() {
    const rows = await this.attestations.list();
    return { items: rows.map((row) => attestationResponse(row, this.station.timeZone)) };
  }

  @Post()
  @Allow('attestations.make')
  @UseInterceptors(attachmentUpload)
  @ApiOperation({ summary: 'Attest an airing that nothing measured; it discharges the duty and is always shown apart' })
  @ApiConsumes('multipart/form-data', 'application/json')
  @ApiBody({ schema: ATTESTATION_SCHEMA })
  async attest(
    @Body(parseBody(attestationFields)) fields: AttestationFields,
    @UploadedFile() file: Express.Multer.File | undefined,
    @Headers() headers: ScheduleHeaders,
  ) {
    const row = await this.attestations.attest(toAttestation(fields, file, headers));
    return attestationResponse(row, this.station.timeZone);
  }

  @Post(':id/withdraw')
  @Allow('attestations.make')
  @ApiOperation({ summary: 'Take an attestation back; what it discharged is owed again' })
  @ApiZodBody(withdrawalBody)
  async withdraw(
    @Param('id') id: string,
    @Body(parseBody(withdrawalBody)) body: WithdrawalBody,
    @Headers() headers: ScheduleHeaders,
  ) {
    const row = await this.attestations.withdraw(id, body.reason, actorOf(body, headers));
    return attestationResponse(row, this.station.timeZone);
  }

  @Get(':id/attachment')
  @Allow('read')
  @ApiOperation({ summary: 'The document behind an attestation, as it was sent' })
  async attachment(@Param('id') id: string, @Res() response: Response): Promise<void> {
    await sendMedia(response, { kind: 'documents', ...(await this.attestations.attachmentOf(id)) });
  }
}
