import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '../domain/errors';
import { Allow } from '../platform/http/access';
import { ApiZodBody } from '../platform/http/api-schema';
import { parseBody } from '../platform/http/parse';
import { currentPrincipal } from '../platform/http/request-context';
import { AccountsService } from './accounts.service';
import { personBody, type PersonBody } from './auth.dto';

@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @Allow('people.manage')
  @ApiOperation({ summary: 'People who may sign in, and as what' })
  async list() {
    return { items: await this.accounts.list() };
  }

  @Post()
  @Allow('people.manage')
  @ApiOperation({ summary: 'A person; the password to hand over is in this answer alone' })
  @ApiZodBody(personBody)
  async create(@Body(parseBody(personBody)) body: PersonBody) {
    const password = await this.accounts.create(body, actor());
    return { username: body.username, password };
  }

  @Post(':username/password')
  @HttpCode(200)
  @Allow('people.manage')
  @ApiOperation({ summary: 'Another password to hand over; every session of theirs ends' })
  async resetPassword(@Param('username') username: string) {
    const person = (await this.accounts.list()).find((one) => one.username === username);
    if (person === undefined) throw new DomainError('notFound', { kind: 'account', id: username });
    return { username, password: await this.accounts.resetPassword(person.id, actor()) };
  }
}

function actor(): string {
  return currentPrincipal()?.name ?? '';
}
