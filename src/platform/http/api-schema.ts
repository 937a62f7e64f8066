import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiQuery, type ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

type SchemaObject = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** Documents a JSON body by the very schema that checks it. */
export function ApiZodBody(schema: z.ZodType): MethodDecorator {
  return ApiBody({ schema: jsonSchema(schema) });
}

/** Documents each query parameter of an object schema. */
export function ApiZodQuery(schema: z.ZodObject): MethodDecorator {
  const { properties = {}, required = [] } = jsonSchema(schema);
  const parameters = Object.entries(properties).map(([name, property]) =>
    ApiQuery({ name, required: required.includes(name), schema: property }),
  );
  return applyDecorators(...parameters);
}

/** Documents a stream of server-sent events by the schema of one: its name and its data. */
export function ApiZodEvents(schema: z.ZodType): MethodDecorator {
  return ApiOkResponse({ content: { 'text/event-stream': { schema: jsonSchema(schema) } } });
}

function jsonSchema(
  schema: z.ZodType,
): SchemaObject & { properties?: Record<string, SchemaObject>; required?: string[] } {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest as SchemaObject & { properties?: Record<string, SchemaObject>; required?: string[] };
}
