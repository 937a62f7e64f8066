import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { Csrf } from '../../auth/csrf';
import type { DomainError } from '../../domain/errors';
import { ConfigError, describeProblems, type Language } from '../../platform/config/config-error';
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

/** What a page says about its forms: each field's name, and what was done, in both languages. */
type FormWords = Readonly<Record<Language, { readonly fields: Readonly<Record<string, string>> }>>;
type DoneWords = Readonly<Record<Language, { readonly done: Readonly<Record<string, string>> }>>;

/** The address that a form leads to once its work is done; the page there says what that was. */
export function doneAt(path: string, done: string): string {
  return `${path}?xong=${done}`;
}

/** What the form before this page did (see `doneAt`); null where there was none. */
export function doneNotice(request: Request, { words }: Frame, own: DoneWords): Notice | null {
  const said = Object.entries(own[words.language].done).find(([done]) => done === request.query.xong);
  return said === undefined ? null : { tone: 'ok', text: said[1] };
}

/** Sends pages of forms: made for their reader, in the language chosen, with what was refused said on top. */
@Injectable()
export class Pages {
  constructor(
    private readonly csrf: Csrf,
    private readonly assets: AssetStore,
    private readonly station: Station,
  ) {}

  /** @param path the page that a form belongs to, where the form is sent elsewhere */
  frame(request: Request, response: Response, path = request.path): Frame {
    const language = chosenLanguage(request.query.lang, request.headers.cookie, response);
    const principal = currentPrincipal();
    return {
      words: WORDS[language],
      people: PEOPLE_WORDS[language],
      station: this.station.config.station.name,
      urls: this.assets.urls,
      csrf: this.csrf.token(request, response),
      reader: principal?.kind === 'person' ? { name: principal.name, may: mayNow } : null,
      path,
    };
  }

  send(response: Response, page: VNode, status = 200): void {
    response.status(status).set({ 'Cache-Control': 'no-store' });
    response.type('html').send(`<!doctype html>${render(page)}`);
  }

  /** A part of a page, for a script that puts it in place. */
  fragment(response: Response, part: VNode): void {
    response.set({ 'Cache-Control': 'no-store' }).type('html').send(render(part));
  }

  /**
   * Does what a form asks for, then goes to the path or shows the page that it gives, else to `done`; when it is refused,
   * shows the form again with the reason.
   */
  async attempt(
    request: Request,
    response: Response,
    form: {
      readonly again: (notice: Notice) => VNode | Promise<VNode>;
      /** What the form calls its fields. */
      readonly words?: FormWords;
    } & (
      { readonly act: () => Promise<string | VNode> } | { readonly act: () => Promise<void>; readonly done: string }
    ),
  ): Promise<void> {
    try {
      const outcome = 'done' in form ? await form.act().then(() => form.done) : await form.act();
      if (typeof outcome === 'string') response.redirect(303, outcome);
      else this.send(response, outcome);
    } catch (error) {
      const told = tellable(error, `${request.method} ${request.path}`);
      const frame = this.frame(request, response);
      const text = this.explain(told, frame, form.words?.[frame.words.language].fields);
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
