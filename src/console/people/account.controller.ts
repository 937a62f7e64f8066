import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AccountsService } from '../../auth/accounts.service';
import { passwordForm } from '../../auth/auth.dto';
import { giveSession } from '../../auth/cookies';
import { SessionsService } from '../../auth/sessions.service';
import { DomainError } from '../../domain/errors';
import { Station } from '../../platform/config/station';
import { SignedIn } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { currentPrincipal } from '../../platform/http/request-context';
import { momentText } from '../presenters/format';
import { AccountPage } from '../views/account';
import type { Notice } from '../views/shell';
import { PageErrors } from './page-errors.filter';
import { doneAt, doneNotice, Pages } from './pages';
import { PEOPLE_WORDS } from './people-words';
import { originOf } from './sign-in.controller';

@ApiExcludeController()
@Controller()
@UseFilters(PageErrors)
export class AccountController {
  constructor(
    private readonly pages: Pages,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly station: Station,
  ) {}

  @Get('tai-khoan')
  @SignedIn()
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const notice = doneNotice(request, this.pages.frame(request, response), PEOPLE_WORDS);
    this.pages.send(response, await this.account(request, response, notice));
  }

  @Post('tai-khoan/mat-khau')
  @SignedIn()
  async password(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { present, password, again } = parseInput(passwordForm, request.body ?? {});
        if (password !== again) throw new DomainError('passwordsDiffer');
        const { id } = me();
        await this.accounts.changePassword(id, present, password);
        const secret = await this.sessions.open(id, originOf(request));
        giveSession(request, response, secret, this.sessions.rules.absoluteHours);
      },
      done: doneAt('/tai-khoan', 'password'),
      again: (notice) => this.account(request, response, notice),
    });
  }

  @Post('tai-khoan/phien/:id/ket-thuc')
  @SignedIn()
  async end(@Param('id') session: string, @Res() response: Response): Promise<void> {
    const { id, sessionId } = me();
    await this.sessions.end(id, session === 'khac' ? { except: sessionId } : { id: session });
    response.redirect(303, '/tai-khoan');
  }

  private async account(request: Request, response: Response, notice: Notice | null) {
    const frame = this.pages.frame(request, response);
    const { id, sessionId } = me();
    const { roles, mustChangePassword } = await this.accounts.get(id);
    const moment = (at: number) => momentText(at, this.station.timeZone);
    const sessions = (await this.sessions.ofPerson(id)).map((one) => ({
      ...{ id: one.id, isThis: one.id === sessionId, since: moment(one.createdAt), lastSeen: moment(one.lastSeenAt) },
      where: [deviceOf(one.userAgent), one.address].filter((part) => part !== null).join(', '),
    }));
    const held = roles.map((role) => frame.people.roles[role]).join(', ');
    return AccountPage({ frame, notice, roles: held, mustChange: mustChangePassword, sessions });
  }
}

function me(): { readonly id: string; readonly sessionId: string } {
  const principal = currentPrincipal();
  if (principal?.id === undefined || principal.id === null || principal.sessionId === null)
    throw new DomainError('signInRequired');
  return { id: principal.id, sessionId: principal.sessionId };
}

/** "Chrome, Windows" out of a User-Agent; what cannot be told is left out. */
function deviceOf(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const [browser] = /Edg|OPR|coc_coc|Firefox|Chrome|Safari/.exec(userAgent) ?? ['?'];
  const [system] = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(userAgent) ?? ['?'];
  return `${browser}, ${system}`;
}
