import { Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AccountsService } from '../../auth/accounts.service';
import { setUpForm, signInForm } from '../../auth/auth.dto';
import { giveSession, sessionSecretOf, takeSession } from '../../auth/cookies';
import { SessionsService, type Origin } from '../../auth/sessions.service';
import { SetUp } from '../../auth/set-up';
import { DomainError } from '../../domain/errors';
import { Public, SignedIn } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { currentAddress, currentPrincipal } from '../../platform/http/request-context';
import { ERROR_WORDS } from '../pages/error-words';
import { SetUpPage, SignInPage, type Typed } from '../views/sign-in';
import { PageErrors } from './page-errors.filter';
import { Pages } from './pages';

@ApiExcludeController()
@Controller()
@UseFilters(PageErrors)
export class SignInController {
  constructor(
    private readonly pages: Pages,
    private readonly sessions: SessionsService,
    private readonly accounts: AccountsService,
    private readonly setUp: SetUp,
  ) {}

  @Get('dang-nhap')
  @Public()
  async signInPage(@Query('next') next: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (currentPrincipal() !== null) {
      response.redirect(303, '/');
      return;
    }
    const frame = this.pages.frame(request, response);
    const typed = { next: typeof next === 'string' ? next : '/' };
    const isSetUp = await this.accounts.isSetUp();
    // Who never signed in, or signed out, sends none.
    const isOver = sessionSecretOf(request) !== undefined;
    const { sessionOver } = ERROR_WORDS[frame.words.language];
    const notice = isOver ? ({ tone: 'bad', text: sessionOver } as const) : null;
    this.pages.send(response, SignInPage({ frame, notice, typed, isSetUp }));
  }

  @Post('dang-nhap')
  @Public()
  async signIn(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { username, password, next } = parseInput(signInForm, request.body ?? {});
        const secret = await this.sessions.signIn(username, password, originOf(request));
        giveSession(request, response, secret, this.sessions.rules.absoluteHours);
        return ownPath(next);
      },
      again: (notice) => {
        const typed = typedIn(request);
        return SignInPage({ frame: this.pages.frame(request, response), notice, typed, isSetUp: true });
      },
    });
  }

  @Post('dang-xuat')
  @SignedIn()
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    const principal = currentPrincipal();
    if (principal?.id && principal.sessionId !== null)
      await this.sessions.end(principal.id, { id: principal.sessionId });
    takeSession(request, response);
    response.redirect(303, '/dang-nhap');
  }

  @Get('thiet-lap')
  @Public()
  async setUpPage(@Query('ma') code: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const ma = typeof code === 'string' ? code : '';
    await this.setUp.check(ma);
    const frame = this.pages.frame(request, response);
    this.pages.send(response, SetUpPage({ frame, notice: null, typed: { ma } }));
  }

  @Post('thiet-lap')
  @Public()
  async makeAdministrator(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { ma, username, name, password, again } = parseInput(setUpForm, request.body ?? {});
        if (password !== again) throw new DomainError('passwordsDiffer');
        const id = await this.setUp.makeAdministrator(ma, { username, name }, password);
        const secret = await this.sessions.open(id, originOf(request));
        giveSession(request, response, secret, this.sessions.rules.absoluteHours);
        return '/nguoi-dung';
      },
      again: (notice) => SetUpPage({ frame: this.pages.frame(request, response), notice, typed: typedIn(request) }),
    });
  }
}

export function originOf({ headers }: Request): Origin {
  return { address: currentAddress(), userAgent: headers['user-agent'] ?? null };
}

export function typedIn({ body }: Request): Typed {
  return (body ?? {}) as Typed;
}

/** Never to another site. */
function ownPath(path: string): string {
  return /^\/(?![/\\])/.test(path) ? path : '/';
}
