import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../../platform/http/access';
import { PageErrors } from '../people/page-errors.filter';
import { Pages } from '../people/pages';
import { HelpPage } from '../views/help';

@ApiExcludeController()
@Controller('huong-dan')
@UseFilters(PageErrors)
export class HelpController {
  constructor(private readonly pages: Pages) {}

  @Get()
  @Allow('read')
  page(@Req() request: Request, @Res() response: Response): void {
    this.pages.send(response, HelpPage({ frame: this.pages.frame(request, response) }));
  }
}
