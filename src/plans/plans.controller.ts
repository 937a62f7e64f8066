import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { EntityTag } from '../platform/http/entity-tag';
import { PlansService } from './plans.service';
import { Allow } from '../platform/http/access';

@ApiTags('plans')
@Controller('api/v1/plans')
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  @Get()
  @Allow('read')
  @EntityTag()
  @ApiOperation({ summary: 'Plans in force, newest version of each' })
  async list() {
    const stored = await this.plans.inForce();
    return { items: stored.map(({ plan, n, sha256, activatedAt }) => ({ ...plan, version: n, sha256, activatedAt })) };
  }
}
