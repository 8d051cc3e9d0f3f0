// What a part of the settings is, as data: a name, its fields with what they are until somebody says otherwise, and the two operations over it.
// Imported by the contracts of rooms that have settings, and by the browser. Imports nothing of the house but #contract.ts. Knows no part.
// Settings are what administrators change while Reeve runs; what only its host may say is configuration (reeve.toml).
import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import { closed, type Needs, operation, Version } from '#contract.ts';

export type Section<S extends TObject = TObject> = {
  /** Stable for ever: it stands in the database and in the journal. */
  readonly key: string;
  readonly fields: S;
};
export type ValueOf<S extends Section> = Static<S['fields']>;

/** Every field has a `default`. */
export const section = <P extends TProperties>(key: string, fields: P) => ({ key, fields: closed(fields) });

type AllOptional<P extends TProperties> = { [K in keyof P]: Type.TOptional<P[K]> };
const optional = <P extends TProperties>(properties: P): AllOptional<P> =>
  // Every field of P, each made optional.
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, Type.Optional(withoutDefault(schema))])) as AllOptional<P>;

/** What is absent stays as it is: no checker may fill it in. */
function withoutDefault(schema: TSchema): TSchema {
  const { default: _none, ...rest } = schema as TSchema & { readonly default?: unknown };
  return rest;
}

type Described = { readonly needs: Needs; readonly show: string; readonly change: string; readonly refusals?: readonly string[] };

/** `settings.KEY` shows it, `settings.change-KEY` changes the fields that are given. */
export function sectionOperations<P extends TProperties>({ key, fields }: Section<TObject<P>>, { needs, show, change, refusals = [] }: Described) {
  const output = closed({ version: Type.Integer({ minimum: 0, description: '0 = never changed' }), settings: fields });
  return {
    show: operation({ name: `settings.${key}`, method: 'GET', path: `/settings/${key}`, summary: show, needs, input: closed({}), output }),
    change: operation({
      name: `settings.change-${key}`,
      method: 'PATCH',
      path: `/settings/${key}`,
      summary: change,
      needs,
      dangerous: true,
      input: closed({ version: Type.Optional(Version), ...optional(fields.properties) }),
      output,
      refusals,
    }),
  };
}
