// Asks a database what a list program would ask it, but here, where a test can look on. `?` is the place of a value, whatever the database.
// Called by tests of lists and of query plans.
import { CompiledQuery } from 'kysely';
import type { Database, Query } from '#db/database.ts';

/** As this database wants its statements. */
export function inItsWords({ kind }: Database, text: string): string {
  let place = 0;
  return kind === 'postgres' ? text.replace(/\?/g, () => `$${++place}`) : text;
}

export const askedAsList =
  (database: Database): Query =>
  async (text, values) =>
    (await database.write((tx) => tx.executeQuery<Record<string, string | number>>(CompiledQuery.raw(inItsWords(database, text), [...values])))).rows;
