import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { ApiZodQuery } from '../../platform/http/api-schema';
import { parseBody } from '../../platform/http/parse';
import { ledgerQuery, ledgerResponse, toLedgerQuery } from './ledger.dto';
import { LedgerService } from './ledger.service';

@ApiTags('compliance')
@Controller('api/v1/ledger')
export class LedgerController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  @ApiOperation({ summary: 'Owed against aired, made up, excused, missed and open; every number with its rows' })
  @ApiZodQuery(ledgerQuery)
  async get(@Query(parseBody(ledgerQuery)) query: z.output<typeof ledgerQuery>) {
    return ledgerResponse(await this.ledger.view(toLedgerQuery(query)), this.station.timeZone);
  }
}
