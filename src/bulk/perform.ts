// Doing to one user what an act says: the action of that operation, in the actor's name, if he is still as he was rehearsed.
// Handed to the runner by actions.ts of the house, with the table of all actions.
import { type Action, remembered } from '#action.ts';
import { admitActor } from '#admission.ts';
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { type Deed, deeds } from '#jobs/contract.ts';
import type { Performer, Performing, Row } from '#jobs/runner.ts';
import { findRole, givenTo } from '#roles/queries.ts';
import { findUser } from '#users/queries.ts';
import { inputOf, operationOf } from './acts.ts';
import { seenGivings } from './judge.ts';

export const usersPerformer = (actions: () => readonly Action[]): Performer => ({
  async admit(world, { act, actor }) {
    if (isDeed(act.do)) await admitActor(remembered(world, world.now()), actor, operationOf[act.do]);
  },
  async perform(world, performing, row, along) {
    const { act, actor } = performing;
    if (!isDeed(act.do)) throw new Error(`Nothing is done to users by ${act.do}.`);
    const { name } = operationOf[act.do];
    const action = actions().find((one) => one.operation.name === name);
    if (!action) throw new Error(`There is no action for ${name}.`);
    const first = row.seen === '' ? {} : { first: ({ tx }: { readonly tx: Tx }) => checkSeen(tx, performing, row) };
    await action.run(world, actor, inputOf(act, row), { ...along, ...first });
  },
});

const isDeed = (text: string): text is Deed => (deeds as readonly string[]).includes(text);

/** Roles do not count in a user's version: what he holds of this one is compared itself. */
async function checkSeen(source: Db | Tx, { act }: Performing, { object_id, seen }: Row): Promise<void> {
  const user = await findUser(source, object_id);
  if (!user) throw new Refusal('user.missing');
  const held = await givenTo(source, { kind: 'user', no: user.no });
  const role = await findRole(source, act.role?.id ?? '');
  if (seenGivings(held.filter((one) => one.role_no === role?.no)) !== seen) throw new Refusal('row.changed');
}
