// Taking back what stands in a store that others own: the store is asked first, outside of any transaction, and then one change takes over what it has and is linked
// to the entry. Best effort (rule 23): what the store refuses is not undone, and that is said before. Only what a store can have again as it was: values, whether somebody
// is disabled, and who is in a group; a deleted entry comes back by its store alone.
// Called by undo-entry.ts, where the way through one transaction ended at a store, and by actions.ts for what would come of it.
import { isDeepStrictEqual } from 'node:util';
import { remembered } from '#action.ts';
import { admitActor, admitTarget } from '#admission.ts';
import { Refusal } from '#errors.ts';
import { addLink } from '#journal/links.ts';
import { loadModel } from '#permissions/model-queries.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { inverseOf, type Undoing, type Undone } from './find-inverse.ts';
import type { Inverse, Step } from './inverse.ts';

const writable: readonly string[] = ['users.update', 'users.disable', 'users.enable', 'groups.change-members'];

/** It would be written where the user lives. */
export const isApart = (fault: unknown): boolean => fault instanceof Refusal && fault.code === 'store.apart';

/** A store does one thing after the other and takes none back: so there is one, or none at all. */
function onlyStep({ steps }: Inverse): Step & { readonly input: Readonly<Record<string, unknown>> } {
  const [step, ...others] = steps;
  if (!step || others.length > 0 || typeof step.input === 'function' || !writable.includes(step.operation)) throw new Refusal('store.apart');
  return { operation: step.operation, input: step.input };
}

const actionOf = ({ actions }: Pick<Undoing, 'actions'>, { operation }: Step) => {
  const action = actions.find((one) => one.operation.name === operation);
  if (!action) throw new Error(`There is no action for ${operation}.`);
  return action;
};

export async function undoThere(world: World, number: number, undoing: Undoing): Promise<Undone> {
  const inverse = await inverseOf(remembered(world, world.now()), number, undoing);
  const step = onlyStep(inverse);
  const numbers: number[] = [];
  const done = { numbers, changes: inverse.changes, conflicts: inverse.conflicts };
  await actionOf(undoing, step).run(world, undoing.actor, step.input, {
    reason: `Undoes entry ${number}`,
    // Judged anew wherever something is changed: what somebody has changed meanwhile is no longer what would be put back.
    first: async ({ tx, now }) => {
      const { steps, conflicts } = await inverseOf({ db: tx, model: await loadModel(tx), now }, number, undoing);
      if (!isDeepStrictEqual(steps, inverse.steps)) throw new Refusal('undo.conflict', { says: conflicts.length > 0 ? conflicts : say('undo.nothing-left') });
    },
    inside: async ({ tx, now, number: entry }) => {
      if (entry > 0) await addLink(tx, { number: entry, undoes: number, jobNo: undoing.jobNo ?? 0 });
      await undoing.inside?.({ tx, now, number: entry, output: done });
    },
    committed: (entry) => void numbers.push(entry),
  });
  return done;
}

/** What would come of it, without asking the store: nobody knows what it will say. */
export async function foreseenThere(world: World, number: number, undoing: Undoing): Promise<Undone> {
  const source = remembered(world, world.now());
  const inverse = await inverseOf(source, number, undoing);
  const step = onlyStep(inverse);
  const { operation } = actionOf(undoing, step);
  await admitTarget(source, await admitActor(source, undoing.actor, operation), { actor: undoing.actor, operation, input: step.input });
  return { numbers: [], changes: [...inverse.changes, say('undo.in-store')], conflicts: inverse.conflicts };
}
