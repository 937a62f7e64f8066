import { All, Controller, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../../platform/http/access';
import { TusGateway } from './tus.gateway';

/** The protocol describes itself (OPTIONS, https://tus.io/protocols/resumable-upload); the README says what is ours. */
@ApiExcludeController()
@Controller('api/v1/uploads')
export class ResumableController {
  constructor(private readonly tus: TusGateway) {}

  /** Who may send nothing but an emergency's message is asked for one when the upload begins. */
  @All(['', ':id'])
  @Allow('emergencies.record')
  async handle(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.tus.handle(request, response);
  }
}
