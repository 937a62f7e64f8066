import { BadRequestException, Logger, NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { ERROR_CATALOGUE } from './error-catalogue';
import { tellable } from './failure';
import { languageOf } from './language';
import { refusalOf } from './own-origin';
import { parseInput } from './parse';
import { asDomainError, toProblem } from './problem';

const telling = (language: 'vi' | 'en') => ({ texts: ERROR_CATALOGUE, language, instance: '/api/v1/airings/1' });

describe('problem', () => {
  it('tells a domain error in Vietnamese or English, with its facts', () => {
    const error = new DomainError('cloneYearInvalid', { year: 1900 });
    expect(toProblem(error, telling('vi'))).toEqual({
      type: 'urn:truyen-thanh:problem:cloneYearInvalid',
      title: 'Bad Request',
      status: 400,
      detail: 'Không thể lập kế hoạch cho năm 1900.',
      code: 'cloneYearInvalid',
      instance: '/api/v1/airings/1',
      facts: { year: 1900 },
    });
    expect(toProblem(error, telling('en')).detail).toBe('A plan cannot be cloned to the year 1900.');
  });

  it('names every fault of an input by its path', () => {
    const schema = z.strictObject({ items: z.array(z.strictObject({ at: z.number() })), title: z.string() });
    let thrown: unknown;
    try {
      parseInput(schema, { items: [{ at: 1 }, { at: 'soon' }], titel: 'x' });
    } catch (error) {
      thrown = error;
    }
    const problem = toProblem(tellable(thrown, 'x'), telling('en'));
    expect(problem).toMatchObject({ status: 400, code: 'invalidInput' });
    expect(problem.errors).toEqual([
      { path: 'items[1].at', found: '"soon"', allowed: 'a number' },
      { path: 'title', found: null, allowed: 'text' },
      { path: 'titel', found: '"titel"', allowed: 'the keys items, title (did you mean "title"?)' },
    ]);
  });

  it('names the form that a text is to have, in its own words where it has some', () => {
    const schema = z.object({
      id: z.uuid(),
      share: z.string().regex(/^\d+,\d$/, '12,5'),
      code: z.string().regex(/^[a-z]$/),
    });
    let thrown: unknown;
    try {
      parseInput(schema, { id: 'x', share: 'x', code: '1' });
    } catch (error) {
      thrown = error;
    }
    expect(toProblem(tellable(thrown, 'x'), telling('vi')).errors?.map(({ allowed }) => allowed)).toEqual([
      'mã định danh (UUID)',
      '12,5',
      'chữ theo mẫu /^[a-z]$/',
    ]);
  });

  it('keeps an unexpected error to itself and gives an id to look it up by', () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const problem = toProblem(tellable(new Error('SELECT secret'), 'GET /x'), telling('en'));
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(problem)).not.toContain('secret');
    const [, reference] = /reference (\S+)$/.exec(String(logged.mock.calls[0]?.[0])) ?? [];
    expect(problem.detail).toBe(`The server failed. Reference: ${String(reference)}.`);
    expect(String(logged.mock.calls[0]?.[1])).toContain('SELECT secret');
    logged.mockRestore();
  });

  it.each<[unknown, number, string]>([
    [new NotFoundException('Cannot GET /x'), 404, 'notFound'],
    [new PayloadTooLargeException(), 413, 'uploadTooLarge'],
    [Object.assign(new Error('big'), { code: 'LIMIT_FILE_SIZE' }), 413, 'uploadTooLarge'],
    [new BadRequestException('two', { cause: { code: 'LIMIT_FILE_COUNT' } }), 400, 'formOneFile'],
    [new BadRequestException('long', { cause: { code: 'LIMIT_FIELD_VALUE' } }), 400, 'formTooMuch'],
    [Object.assign(new Error('bad JSON'), { status: 400, expose: true }), 400, 'badRequest'],
    [Object.assign(new Error('write'), { code: 'ENOSPC' }), 507, 'diskFull'],
    [Object.assign(new Error('write'), { code: 'EDQUOT' }), 507, 'diskFull'],
  ])('maps %s to %i %s', (error, status, code) => {
    expect(toProblem(tellable(error, 'x'), telling('vi'))).toMatchObject({ status, code });
  });

  it.each([null, 'thrown text', new Error('of ours')])('takes %s for unexpected', (error) => {
    expect(asDomainError(error)).toBeUndefined();
  });
});

describe('language', () => {
  it.each([
    [undefined, 'vi'],
    ['', 'vi'],
    ['*', 'vi'],
    ['fr', 'vi'],
    ['en', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
    ['en;q=0.2, vi', 'vi'],
    ['en;q=abc', 'vi'],
  ])('of %s is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('local only', () => {
  const host = 'localhost:8080';
  it.each([
    ['a page of this machine', 'GET', { host }, undefined],
    ['any port, IPv6', 'GET', { host: '[::1]:9' }, undefined],
    ['a rebound name', 'GET', { host: 'evil.example' }, 'hostNotAllowed'],
    ['a name that only begins so', 'GET', { host: 'localhost.evil.example:8080' }, 'hostNotAllowed'],
    ['no Host', 'GET', {}, 'hostNotAllowed'],
    ['a script', 'POST', { host }, undefined],
    ['its own page', 'POST', { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }, undefined],
    ['the address bar', 'POST', { host, 'sec-fetch-site': 'none' }, undefined],
    ['another site', 'POST', { host, origin: 'https://evil.example' }, 'crossOrigin'],
    ['another port of this machine', 'DELETE', { host, origin: 'http://localhost:3000' }, 'crossOrigin'],
    ['a sandboxed page', 'PATCH', { host, origin: 'null' }, 'crossOrigin'],
    ['a form of another site', 'PUT', { host, 'sec-fetch-site': 'cross-site' }, 'crossOrigin'],
    ['a sibling site', 'POST', { host, 'sec-fetch-site': 'same-site' }, 'crossOrigin'],
  ])('%s: %s', (_name, method, headers, code) => {
    expect(refusalOf(method, headers)?.code).toBe(code);
  });
});
