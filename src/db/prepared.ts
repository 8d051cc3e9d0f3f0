// A statement that is built and compiled once for each kind of database, and run with other values each time: building one anew costs more than running it.
// For statements that every request or every change runs; all others are written plainly. Knows no table.
import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import { HandleAdapter } from './handle-adapter.ts';
import type { Kind } from './portable.ts';
import type { Db, Tables, Tx } from './tables.ts';

/** Stands in a statement where a value will; kept in its list of parameters. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Values = Readonly<Record<string, string | number>>;
type Compiled = { readonly query: CompiledQuery; readonly sql: string; readonly values: (given: Values) => readonly unknown[] };

export type Prepared<V extends Values, R> = (source: Db | Tx, values: V) => Promise<readonly R[]>;

/** `build` is called once per kind of database. It may only pass its values on to the statement: what it gets are places, not values. */
export function prepared<V extends Values, R>(build: (db: Kysely<Tables>, values: V, kind: Kind) => Compilable<R>): Prepared<V, R> {
  const compiled = new Map<Kind, Compiled>();
  const of = (db: Kysely<Tables>, kind: Kind): Compiled => {
    const known = compiled.get(kind);
    if (known) return known;
    const made = compile(build(db, places<V>(), kind).compile());
    compiled.set(kind, made);
    return made;
  };
  return async (source, values) => {
    // A reading handle and a transaction are both a Kysely; only their types take means away.
    const db = source as unknown as Kysely<Tables>;
    const { adapter } = db.getExecutor();
    if (!(adapter instanceof HandleAdapter)) {
      const statement = of(db, 'postgres');
      // Its rows are what `build` selects.
      return (await db.executeQuery({ ...statement.query, parameters: statement.values(values) })).rows as readonly R[];
    }
    const statement = of(db, 'sqlite');
    return adapter.run(statement.sql, statement.values(values)).rows as readonly R[];
  };
}

/** Every value asked for is a place that bears its name. */
const places = <V extends Values>(): V => new Proxy({}, { get: (_none, name) => new Place(String(name)) }) as V;

function compile(query: CompiledQuery): Compiled {
  const { sql, parameters } = query;
  return { query, sql, values: (given) => parameters.map((value) => (value instanceof Place ? given[value.name] : value)) };
}

/** For a statement that gives at most one row. */
export const first = async <R>(rows: Promise<readonly R[]>): Promise<R | undefined> => (await rows)[0];
