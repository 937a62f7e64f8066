import { Controller, Get, Header, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { AssetStore } from './asset-store';
import { ConsoleService, fragmentName, type Fragment } from './console.service';
import { chosenLanguage, sendAsset } from './console.http';
import { parseBody } from '../platform/http/parse';
import { WORDS } from './words';

@ApiExcludeController()
@Controller()
export class ConsoleController {
  constructor(
    private readonly console: ConsoleService,
    private readonly assets: AssetStore,
  ) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async page(
    @Query('lang') wanted: unknown,
    @Headers('cookie') cookie: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return this.console.page(WORDS[chosenLanguage(wanted, cookie, response)]);
  }

  @Get('console/fragments/:fragment')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async fragment(
    @Param('fragment', parseBody(fragmentName)) fragment: Fragment,
    @Headers('cookie') cookie: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return this.console.fragment(fragment, WORDS[chosenLanguage(undefined, cookie, response)]);
  }

  @Get('assets/:name')
  asset(
    @Param('name') name: string,
    @Headers('accept-encoding') encodings: string | undefined,
    @Res() response: Response,
  ): void {
    sendAsset(this.assets.get(name), encodings, response);
  }
}
