// Measures pages of one class: the first one and a deep one, every sort, both ways, one client after another.
// Called by list.ts. A deep page begins at a row somewhere in the middle of the order.

import { sql } from 'kysely';
import type { Database } from '#db/database.ts';
import { chance } from '#demo/chance.ts';
import { orders } from '#users/list/plan.ts';
import type { Place } from '#users/list/walk.ts';
import { type ListInput, type ListPage, listInput, listProgram } from '#users/list-program.ts';
import { ownSorts } from '#users/words-contract.ts';
import { percentile } from './frame.ts';
import type { Class } from './list-classes.ts';
import { type Known, now } from './list-data.ts';

export type Timed = { readonly milliseconds: number; readonly complete: boolean; readonly says: string };

/** Somewhere between a fifth and four fifths of each order. */
export async function middles(database: Database): Promise<ReadonlyMap<string, readonly Place[]>> {
  const found = new Map<string, readonly Place[]>();
  for (const sort of ownSorts) {
    const { table, column, no } = orders[sort];
    const places: Place[] = [];
    for (const offset of [200_000, 390_000, 610_000, 790_000]) {
      const { rows } =
        await sql<Place>`select ${sql.ref(column)} as key, ${sql.ref(no)} as no from ${sql.table(table)} order by ${sql.ref(column)}, ${sql.ref(no)} limit 1 offset ${sql.lit(offset)}`.execute(
          database.read as never,
        );
      places.push(...rows);
    }
    found.set(sort, places);
  }
  return found;
}

export async function pagesOf(
  database: Database,
  kind: Class,
  {
    known,
    places,
    seed,
    limitMilliseconds,
  }: { readonly known: Known; readonly places: ReadonlyMap<string, readonly Place[]>; readonly seed: number; readonly limitMilliseconds?: number },
): Promise<readonly Timed[]> {
  const random = chance(seed);
  const timed: Timed[] = [];
  for (const sort of ownSorts)
    for (const descending of [false, true])
      for (const deep of [false, true]) {
        const asked = { ...kind.draw(random, known), sort, descending };
        const middle = places.get(sort)?.[random.below(4)] ?? null;
        const input = { ...listInput({ kind: database.kind, asked, reach: null, now }), ...(limitMilliseconds === undefined ? {} : { limitMilliseconds }) };
        const begun = performance.now();
        const { complete } = await database.lists.run<ListInput, ListPage>(listProgram, deep ? { ...input, from: middle } : input);
        timed.push({ milliseconds: performance.now() - begun, complete, says: JSON.stringify({ ...asked, deep }) });
      }
  return timed;
}

export function summary(timed: readonly Timed[]) {
  const times = timed.map(({ milliseconds }) => milliseconds);
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    max: Math.max(...times),
    incomplete: timed.filter(({ complete }) => !complete).length / timed.length,
  };
}
