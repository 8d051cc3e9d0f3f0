// Who is here: counts by kind and state, within the caller's reach. Counted like any list, so that the figures never differ from what a list shows.
import { action, type Call } from '#action.ts';
import { kinds, userSummary as operation, states } from './contract.ts';
import { type Counted, type CountInput, countInput, countProgram } from './count-program.ts';
import type { UserFilter } from './filter.ts';

export const userSummary = action(operation, async (call) => {
  const total = await count(call, {});
  const byKind = await counts(kinds, (kind) => count(call, { kind }));
  const byState = await counts(states, (state) => count(call, { state }));
  return { total, byKind, byState };
});

async function count({ world: { db }, reach, now }: Call, asked: UserFilter): Promise<number> {
  return (await db.lists.run<CountInput, Counted>(countProgram, countInput({ kind: db.kind, asked, reach, now }))).count;
}

async function counts<V extends string>(values: readonly V[], counting: (value: V) => Promise<number>): Promise<Record<string, number>> {
  const pairs: [V, number][] = [];
  for (const value of values) pairs.push([value, await counting(value)]);
  return Object.fromEntries(pairs);
}
