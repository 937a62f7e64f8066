import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { Csrf } from '../../auth/csrf';
import type { DomainError } from '../../domain/errors';
import { ConfigError, describeProblems } from '../../platform/config/config-error';
import { Station } from '../../platform/config/station';
import { ERROR_CATALOGUE } from '../../platform/http/error-catalogue';
import { tellable } from '../../platform/http/failure';
import { fill, InvalidInput } from '../../platform/http/problem';
import { currentPrincipal, mayNow } from '../../platform/http/request-context';
import { AssetStore } from '../asset-store';
import { chosenLanguage } from '../console.http';
import type { Frame, Notice } from '../views/shell';
import { WORDS } from '../words';
import { PEOPLE_WORDS } from './people-words';

/** Sends pages of forms: made for their reader, in the language chosen, with what was refused said on top. */
@Injectable()
export class Pages {
  constructor(
    private readonly csrf: Csrf,
    private readonly assets: AssetStore,
    private readonly station: Station,
  ) {}

  frame(request: Request, response: Response): Frame {
    const language = chosenLanguage(request.query.lang, request.headers.cookie, response);
    const principal = currentPrincipal();
    return {
      words: WORDS[language],
      people: PEOPLE_WORDS[language],
      station: this.station.config.station.name,
      urls: this.assets.urls,
      csrf: this.csrf.token(request, response),
      reader: principal?.kind === 'person' ? { name: principal.name, may: mayNow } : null,
      path: request.path,
    };
  }

  send(response: Response, page: VNode, status = 200): void {
    response.status(status).set({ 'Cache-Control': 'no-store' });
    response.type('html').send(`<!doctype html>${render(page)}`);
  }

  /**
   * Does what a form asks for, then goes to the path or shows the page that it gives; when it is refused, shows the form
   * again with the reason.
   */
  async attempt(
    request: Request,
    response: Response,
    form: {
      readonly act: () => Promise<string | VNode>;
      readonly again: (notice: Notice) => VNode | Promise<VNode>;
      /** What the form calls its fields. */
      readonly labels?: Readonly<Record<string, string>>;
    },
  ): Promise<void> {
    try {
      const outcome = await form.act();
      if (typeof outcome === 'string') response.redirect(303, outcome);
      else this.send(response, outcome);
    } catch (error) {
      const told = tellable(error, `${request.method} ${request.path}`);
      const text = this.explain(told, this.frame(request, response), form.labels);
      this.send(response, await form.again({ tone: 'bad', text }), ERROR_CATALOGUE[told.code]?.status ?? 500);
    }
  }

  explain(
    error: DomainError,
    { words, people }: Pick<Frame, 'words' | 'people'>,
    own: Readonly<Record<string, string>> = {},
  ): string {
    const { language } = words;
    if (error instanceof InvalidInput) {
      const labels: Readonly<Record<string, string>> = { ...people.fields, ...own };
      return error.faults
        .map(({ path, allowed }) => `${labels[path.replace(/\[.*/, '')] ?? path}: ${allowed[language]}`)
        .join('. ');
    }
    if (error instanceof ConfigError) return describeProblems(error.problems, language);
    const text = ERROR_CATALOGUE[error.code] ?? ERROR_CATALOGUE.internal;
    return text === undefined ? error.code : fill(text[language], error.facts);
  }
}
