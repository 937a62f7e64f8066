import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AccountsService } from '../../auth/accounts.service';
import { newPersonForm, personForm } from '../../auth/auth.dto';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { currentPrincipal } from '../../platform/http/request-context';
import { PeoplePage } from '../views/people';
import type { Notice } from '../views/shell';
import type { Typed } from '../views/sign-in';
import { PageErrors } from './page-errors.filter';
import { doneAt, doneNotice, Pages } from './pages';
import { PEOPLE_WORDS } from './people-words';
import { typedIn } from './sign-in.controller';

@ApiExcludeController()
@Controller('nguoi-dung')
@UseFilters(PageErrors)
export class PeopleController {
  constructor(
    private readonly pages: Pages,
    private readonly accounts: AccountsService,
  ) {}

  @Get()
  @Allow('people.manage')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const notice = doneNotice(request, this.pages.frame(request, response), PEOPLE_WORDS);
    this.pages.send(response, await this.people(request, response, notice));
  }

  @Post()
  @Allow('people.manage')
  async create(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const person = parseInput(newPersonForm, request.body ?? {});
        const secret = await this.accounts.create(person, actor());
        return this.people(request, response, this.handOver(request, response, person.name, secret));
      },
      again: (notice) => this.people(request, response, notice, typedIn(request)),
    });
  }

  @Post(':id')
  @Allow('people.manage')
  async change(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { revision, ...changes } = parseInput(personForm, request.body ?? {});
        await this.accounts.change(id, revision, changes, actor());
      },
      done: doneAt('/nguoi-dung', 'person'),
      again: (notice) => this.people(request, response, notice, { ...typedIn(request), id }),
    });
  }

  @Post(':id/mat-khau')
  @Allow('people.manage')
  async resetPassword(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const secret = await this.accounts.resetPassword(id, actor());
        const { name } = await this.accounts.get(id);
        return this.people(request, response, this.handOver(request, response, name, secret));
      },
      again: (notice) => this.people(request, response, notice),
    });
  }

  private async people(request: Request, response: Response, notice: Notice | null, typed: Typed = {}) {
    const frame = this.pages.frame(request, response, '/nguoi-dung');
    return PeoplePage({ frame, notice, persons: await this.accounts.list(), typed });
  }

  private handOver(request: Request, response: Response, name: string, secret: string): Notice {
    const { handOver, handOverHint } = this.pages.frame(request, response).people.people;
    return { tone: 'ok', text: `${handOver} ${name}. ${handOverHint}`, secret };
  }
}

function actor(): string {
  return currentPrincipal()?.name ?? '';
}
