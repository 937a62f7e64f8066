import { Controller, Get, Header, Headers, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AssetStore } from './asset-store';
import { ConsoleService, fragmentName, type Fragment } from './console.service';
import { chosenLanguage, sendAsset } from './console.http';
import { NewsBoard, newsQuery, type NewsQuery } from './news.board';
import { Allow, Public, SignedIn } from '../platform/http/access';
import { parseBody } from '../platform/http/parse';
import { PageErrors } from './people/page-errors.filter';
import { Pages } from './people/pages';
import { WORDS } from './words';

@ApiExcludeController()
@Controller()
export class ConsoleController {
  constructor(
    private readonly console: ConsoleService,
    private readonly assets: AssetStore,
    private readonly pages: Pages,
    private readonly board: NewsBoard,
  ) {}

  @Get()
  @Allow('read')
  @UseFilters(PageErrors)
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async page(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    return this.console.page(this.pages.frame(request, response));
  }

  @Get('console/fragments/:fragment')
  @Allow('read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async fragment(
    @Param('fragment', parseBody(fragmentName)) fragment: Fragment,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return this.console.fragment(fragment, this.pages.frame(request, response));
  }

  /** What was finished in the background, for whoever has a page open. */
  @Get('console/news')
  @Allow('read')
  @Header('Cache-Control', 'no-store')
  async news(
    @Query(parseBody(newsQuery)) query: NewsQuery,
    @Headers('cookie') cookie: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.board.news(query, WORDS[chosenLanguage(undefined, cookie, response)]);
  }

  /** For scripts of the page: a form that was open when its session ended is sent with the next one's. */
  @Get('console/csrf')
  @SignedIn()
  @Header('Cache-Control', 'no-store')
  csrf(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    return { csrf: this.pages.frame(request, response).csrf };
  }

  @Get('assets/:name')
  @Public()
  asset(
    @Param('name') name: string,
    @Headers('accept-encoding') encodings: string | undefined,
    @Res() response: Response,
  ): void {
    sendAsset(this.assets.get(name), encodings, response);
  }
}
