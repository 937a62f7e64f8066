import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import multer, { memoryStorage } from 'multer';
import { DomainError } from '../domain/errors';
import { asDomainError } from '../platform/http/problem';
import { Csrf } from './csrf';

export const TOKEN_IN_PARTS = 'tokenInParts';

const TEXTS = { fields: 20, fieldSize: 16 * 1024 };
const texts = multer({ limits: TEXTS }).none();

/** Why a form was not read to its end. */
const faults = new WeakMap<Request, unknown>();

/**
 * A page's form that may bring a file. The guard has asked who sends it and whether they may; its token comes with its
 * fields, and is checked before anything else is done with them. The file's field is the form's last.
 */
export function FormWithFile(field: string, maxBytes: number) {
  const limits = { ...TEXTS, files: 1, fileSize: maxBytes };
  const form = multer({ storage: memoryStorage(), defParamCharset: 'utf8', limits }).single(field);

  @Injectable()
  class ReadForm implements NestInterceptor {
    constructor(private readonly csrf: Csrf) {}

    async intercept(context: ExecutionContext, next: CallHandler) {
      const http = context.switchToHttp();
      const request = http.getRequest<Request>();
      await read(form, request, http.getResponse());
      this.csrf.check(request);
      return next.handle();
    }
  }
  return applyDecorators(SetMetadata(TOKEN_IN_PARTS, true), UseInterceptors(ReadForm));
}

/** What a form of `FormWithFile` brought; null: no file. @throws DomainError uploadTooLarge | formOneFile | formTooMuch | badRequest */
export function fileOf(request: Request): Express.Multer.File | null {
  const fault = faults.get(request);
  if (fault === undefined) return request.file ?? null;
  throw asDomainError(fault) ?? new DomainError('badRequest', {}, { cause: fault });
}

/** Reads what was typed into a form that was turned away unread, and nothing of its file. */
export async function readTyped(request: Request, response: Response): Promise<void> {
  if (request.body !== undefined || !request.is('multipart/form-data')) return;
  await read(texts, request, response);
}

async function read(form: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve) => {
    void form(request, response, (fault?: unknown) => {
      if (fault !== undefined) faults.set(request, fault);
      resolve();
    });
  });
}

/** Whether a form had more than what was typed into it. */
export function hadFile(request: Request): boolean {
  return request.file !== undefined || faults.has(request);
}
