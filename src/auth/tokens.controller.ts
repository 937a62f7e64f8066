import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { isoAt } from '../domain/calendar';
import { Station } from '../platform/config/station';
import { Allow } from '../platform/http/access';
import { ApiZodBody } from '../platform/http/api-schema';
import { parseBody } from '../platform/http/parse';
import { currentPrincipal } from '../platform/http/request-context';
import { tokenBody, type TokenBody } from './auth.dto';
import { TokensService, type TokenView } from './tokens.service';

@ApiTags('tokens')
@Controller('api/v1/tokens')
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('tokens.manage')
  @ApiOperation({ summary: 'Tokens that still work, latest first; never their secrets' })
  async list() {
    return { items: (await this.tokens.list()).map((token) => this.shown(token)) };
  }

  @Post()
  @Allow('tokens.manage')
  @ApiOperation({ summary: 'A token for a script, with one role and an end; its secret is in this answer alone' })
  @ApiZodBody(tokenBody)
  async create(@Body(parseBody(tokenBody)) body: TokenBody) {
    const { token, secret } = await this.tokens.create(body, currentPrincipal() ?? { id: null, name: '' });
    return { ...this.shown(token), secret };
  }

  @Delete(':id')
  @HttpCode(200)
  @Allow('tokens.manage')
  @ApiOperation({ summary: 'Revoke a token at once' })
  async revoke(@Param('id') id: string) {
    await this.tokens.revoke(id, currentPrincipal()?.name ?? '');
    return { id };
  }

  private shown({ createdAt, expiresAt, lastUsedAt, ...rest }: TokenView) {
    const iso = (at: number) => isoAt(at, this.station.timeZone);
    const used = lastUsedAt === null ? null : iso(lastUsedAt);
    return { ...rest, createdAt: iso(createdAt), expiresAt: iso(expiresAt), lastUsedAt: used };
  }
}
