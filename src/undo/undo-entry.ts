// undoEntry: takes back one entry as a new change under the undoer's own rights (rule 23). What is there now is read inside the transaction that changes it, and the
// inverse is carried out by the same actions as anything else, so gate, scope, last administrator and the rules of giving hold.
// Called by the actions of this room and, row by row, by jobs. Does not know how any operation is taken back: table.ts does.

import { listJournal } from '#journal/contract.ts';
import { addLink } from '#journal/links.ts';
import { loadModel } from '#permissions/model-queries.ts';
import { together } from '#together.ts';
import type { World } from '#world.ts';
import { inverseOf, type Undoing, type Undone } from './find-inverse.ts';
import type { Step } from './inverse.ts';
import { isApart, undoThere } from './undo-there.ts';

export const readingAll = listJournal.needs;

export async function undoEntry(world: World, number: number, undoing: Undoing): Promise<Undone> {
  try {
    return await undoHere(world, number, undoing);
  } catch (fault) {
    if (isApart(fault)) return undoThere(world, number, undoing);
    throw fault;
  }
}

/** All in one transaction, which asks no store. */
export function undoHere(world: World, number: number, undoing: Undoing): Promise<Undone> {
  return together(world, async (joined, tx) => {
    const now = world.now();
    const inverse = await inverseOf({ db: tx, model: await loadModel(tx), now }, number, undoing);
    const numbers = await carryOut(joined, inverse.steps, { ...undoing, number });
    for (const one of numbers) await addLink(tx, { number: one, undoes: number, jobNo: undoing.jobNo ?? 0 });
    const done = { numbers, changes: inverse.changes, conflicts: inverse.conflicts };
    undoing.told?.(done);
    await undoing.inside?.({ tx, now, number: numbers[0] ?? 0, output: done });
    return done;
  });
}

/** One after the other: a later step may need what an earlier one made. Gives the numbers of the new entries. */
async function carryOut(
  world: World,
  steps: readonly Step[],
  { actions, actor, number, rehearsing = false }: Undoing & { readonly number: number },
): Promise<readonly number[]> {
  const made: unknown[] = [];
  const numbers: number[] = [];
  for (const { operation, input } of steps) {
    const action = actions.find((one) => one.operation.name === operation);
    if (!action) throw new Error(`There is no action for ${operation}.`);
    const committed = (one: number) => void numbers.push(one);
    made.push(await action.run(world, actor, typeof input === 'function' ? input(made) : input, { reason: `Undoes entry ${number}`, rehearsing, committed }));
  }
  return numbers;
}
