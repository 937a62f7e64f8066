import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Allow } from '../../platform/http/access';
import { ApiZodQuery } from '../../platform/http/api-schema';
import { EntityTag } from '../../platform/http/entity-tag';
import { parseBody } from '../../platform/http/parse';
import { ledgerQuery, ledgerResponse, toLedgerQuery } from './ledger.dto';
import { LedgerService } from './ledger.service';

@ApiTags('compliance')
@Controller('api/v1/ledger')
export class LedgerController {
  constructor(private readonly ledger: LedgerService) {}

  @Get()
  @Allow('read')
  @EntityTag()
  @ApiOperation({ summary: 'Owed against aired, made up, excused, missed and open; every number with its rows' })
  @ApiZodQuery(ledgerQuery)
  async get(@Query(parseBody(ledgerQuery)) query: z.output<typeof ledgerQuery>) {
    return ledgerResponse(await this.ledger.view(toLedgerQuery(query)));
  }
}
