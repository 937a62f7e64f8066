import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { tokenForm } from '../../auth/auth.dto';
import { TokensService } from '../../auth/tokens.service';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { currentPrincipal } from '../../platform/http/request-context';
import { momentText } from '../presenters/format';
import type { Notice } from '../views/shell';
import type { Typed } from '../views/sign-in';
import { TokensPage } from '../views/tokens';
import { PageErrors } from './page-errors.filter';
import { doneAt, doneNotice, Pages } from './pages';
import { PEOPLE_WORDS } from './people-words';
import { typedIn } from './sign-in.controller';

@ApiExcludeController()
@Controller('ma-truy-cap')
@UseFilters(PageErrors)
export class TokensPageController {
  constructor(
    private readonly pages: Pages,
    private readonly tokens: TokensService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('tokens.manage')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const notice = doneNotice(request, this.pages.frame(request, response), PEOPLE_WORDS);
    this.pages.send(response, await this.list(request, response, notice));
  }

  @Post()
  @Allow('tokens.manage')
  async create(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const wanted = parseInput(tokenForm, request.body ?? {});
        const { secret } = await this.tokens.create(wanted, currentPrincipal() ?? { id: null, name: '' });
        const words = this.pages.frame(request, response).people.tokens;
        const text = `${words.secret}: ${wanted.name}. ${words.secretHint}`;
        return this.list(request, response, { tone: 'ok', text, secret });
      },
      again: (notice) => this.list(request, response, notice, typedIn(request)),
    });
  }

  @Post(':id/thu-hoi')
  @Allow('tokens.manage')
  async revoke(@Param('id') id: string, @Res() response: Response): Promise<void> {
    await this.tokens.revoke(id, currentPrincipal()?.name ?? '');
    response.redirect(303, doneAt('/ma-truy-cap', 'revoke'));
  }

  private async list(request: Request, response: Response, notice: Notice | null, typed: Typed = {}) {
    const frame = this.pages.frame(request, response, '/ma-truy-cap');
    const moment = (at: number) => momentText(at, this.station.timeZone);
    const tokens = (await this.tokens.list()).map(({ id, name, role, expiresAt, lastUsedAt, createdBy }) => ({
      ...{ id, name, role: frame.people.roles[role], until: moment(expiresAt), by: createdBy },
      lastUsed: lastUsedAt === null ? frame.people.tokens.never : moment(lastUsedAt),
    }));
    return TokensPage({ frame, notice, tokens, typed });
  }
}
