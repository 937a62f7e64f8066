import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DomainError } from '../../domain/errors';
import { ConfigError, type Allowed, type Language } from '../config/config-error';
import type { ErrorTexts } from './error-catalogue';

/** One value at fault. `path` reads "items[2].at"; `found` is JSON, null when nothing was there. */
export interface InputFault {
  readonly path: string;
  readonly found: string | null;
  readonly allowed: Allowed;
}

/** DomainError invalidInput with every fault found. */
export class InvalidInput extends DomainError {
  constructor(readonly faults: readonly InputFault[]) {
    super('invalidInput', { faultCount: faults.length });
    this.name = 'InvalidInput';
  }
}

/** The body of an error answer, RFC 9457 (application/problem+json). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable, for programs. */
  readonly code: string;
  /** The request's path. */
  readonly instance: string;
  readonly facts?: DomainError['facts'];
  readonly errors?: readonly { readonly path: string; readonly found: string | null; readonly allowed: string }[];
}

interface Telling {
  readonly texts: ErrorTexts;
  readonly language: Language;
  /** The request's path. */
  readonly instance: string;
}

/** What a caller is told about an error. */
export function toProblem(error: DomainError, { texts, language, instance }: Telling): Problem {
  const text = texts[error.code];
  const status = text?.status ?? 500;
  const faults = faultsOf(error);
  return {
    type: `urn:truyen-thanh:problem:${error.code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: text === undefined ? error.code : fill(text[language], error.facts),
    code: error.code,
    instance,
    ...(Object.keys(error.facts).length > 0 ? { facts: error.facts } : {}),
    ...(faults === undefined
      ? {}
      : { errors: faults.map(({ path, found, allowed }) => ({ path, found, allowed: allowed[language] })) }),
  };
}

function faultsOf(error: DomainError): readonly InputFault[] | undefined {
  if (error instanceof InvalidInput) return error.faults;
  if (error instanceof ConfigError) return error.problems;
  return undefined;
}

/** A sentence of the catalogue with its `{fact}` placeholders filled in; an unknown one stays. */
export function fill(sentence: string, facts: DomainError['facts']): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => said(facts[name] ?? placeholder));
}

/** Facts keep ISO 8601; people read "22/11/2026" and "05:30". */
function said(fact: string | number | boolean): string {
  return String(fact)
    .replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1')
    .replace(/^(\d{2}:\d{2}):00$/, '$1');
}

/** What a form may not have more of, and what is to have one file, in its own field. */
const CODE_OF_MULTER: Readonly<Record<string, string>> = {
  LIMIT_FILE_SIZE: 'uploadTooLarge',
  LIMIT_FILE_COUNT: 'formOneFile',
  LIMIT_UNEXPECTED_FILE: 'formOneFile',
  LIMIT_PART_COUNT: 'formTooMuch',
  LIMIT_FIELD_KEY: 'formTooMuch',
  LIMIT_FIELD_VALUE: 'formTooMuch',
  LIMIT_FIELD_COUNT: 'formTooMuch',
};

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'signInRequired',
  403: 'forbidden',
  404: 'notFound',
  405: 'methodNotAllowed',
  413: 'uploadTooLarge',
  415: 'unsupportedMediaType',
  416: 'rangeNotSatisfiable',
  503: 'unavailable',
};

/**
 * Nest's and Express's own errors (unknown route, unreadable JSON, multer's limits) by their status.
 * @returns undefined for one that nobody foresaw
 */
export function asDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  const status = error instanceof HttpException ? error.getStatus() : statusOfExpressError(error);
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DomainError('diskFull', {}, { cause: error });
  const ofForm = CODE_OF_MULTER[code ?? ''];
  if (ofForm !== undefined) return new DomainError(ofForm, {}, { cause: error });
  if (status === undefined || status >= 500) {
    return status === 503 ? new DomainError('unavailable', {}, { cause: error }) : undefined;
  }
  return new DomainError(CODE_OF_STATUS[status] ?? 'badRequest', {}, { cause: error });
}

/** body-parser and send throw http-errors; `expose` marks those whose status is meant for the caller. */
function statusOfExpressError(error: unknown): number | undefined {
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return expose === true && typeof status === 'number' ? status : undefined;
}

/** Of Node's errors and of multer's, which Nest gives as the cause of its own. */
function codeOf(error: unknown): string | undefined {
  const { code } = ((error instanceof HttpException ? error.cause : error) ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
