import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { findingsOf, unknownKeyNamesKnownOnes } from '../config/zod-finding';
import { InvalidInput, type InputFault } from './problem';

/**
 * Checks what came from outside: `@Body(parseBody(schema))`, and the same for @Query and @Param. Gives the schema's
 * output, or throws DomainError invalidInput naming every fault.
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema): PipeTransform<unknown, z.output<Schema>> {
  return { transform: (value) => parseInput(schema, value) };
}

/** @throws InvalidInput */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: unknownKeyNamesKnownOnes });
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.flatMap((issue) => findingsOf(issue, value));
  throw new InvalidInput(
    findings.map(({ path, found, allowed }): InputFault => ({ path: showPath(path), found, allowed })),
  );
}

function showPath(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
