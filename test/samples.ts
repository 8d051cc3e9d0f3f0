// Values made from schemas: the least input that fits, and for every field one that does not. For the tests that walk all operations.
import type { TSchema } from 'typebox';
import type { AnyOperation } from '#contract.ts';

type Schema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

export const someId = '0192f0c1-2345-7abc-8def-0123456789ab';
const asSchema = (schema: TSchema): Schema => schema as Schema;

/** The least that fits: required fields only. `known` gives values that mean something, such as the id of a user. */
export function leastInput({ input }: AnyOperation, known: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const required = (input.required ?? []) as readonly string[];
  return Object.fromEntries(required.map((field) => [field, known[field] ?? fitting(asSchema(input.properties[field]))]));
}

function fitting(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.description === 'UUIDv7') return someId;
  if (schema.pattern?.startsWith('^/permission')) return '/permission/admin';
  if (schema.type === 'string') return 'Sample-value-7'.padEnd(schema.minLength ?? 0, 'x').slice(0, Math.min(schema.maxLength ?? 64, 64));
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return [];
  if (schema.anyOf) return fitting(schema.anyOf[0] ?? {});
  return Object.fromEntries((schema.required ?? []).map((name) => [name, fitting(schema.properties?.[name] ?? {})]));
}

/** A value of every field that does not fit, in a form that its place (path, query, body) can carry. */
export function wrongValues(operation: AnyOperation): readonly { readonly field: string; readonly value: unknown }[] {
  const inText = operation.method === 'GET' || operation.method === 'DELETE';
  return Object.entries(operation.input.properties as Record<string, Schema>).map(([field, schema]) => ({
    field,
    value: wrong(schema, inText || operation.path.includes(`{${field}}`)),
  }));
}

function wrong(schema: Schema, inText: boolean): unknown {
  if (!inText) return schema.type === 'string' ? 7 : { wrong: true };
  if (schema.type === 'string' && schema.maxLength && !schema.enum) return 'x'.repeat(schema.maxLength + 1);
  return 'not, at all, what fits';
}
