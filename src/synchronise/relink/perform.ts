// Doing to one row what a plan of a re-link says: the action of its kind, in the actor's name, if it is still as it was rehearsed. After the last one the store is
// read whole, so that everybody becomes what his entry says. Handed to the runner of jobs by actions.ts of the house.
import { remembered } from '#action.ts';
import { admitActor } from '#admission.ts';
import type { Performer } from '#jobs/runner.ts';
import { storeById, updateState } from '#stores/queries.ts';
import { rehearseRelink } from '../contract.ts';
import { relinkGroup } from './relink-group.ts';
import { relinkUser } from './relink-user.ts';

export const relinkPerformer: Performer = {
  async admit(world, { actor }) {
    await admitActor(remembered(world, world.now()), actor, rehearseRelink);
  },
  async perform(world, { actor }, { object_kind, object_id: id, version, seen: entry }, along) {
    await (object_kind === 'group' ? relinkGroup : relinkUser).run(world, actor, { id, version, entry }, along);
  },
  async ended(world, { act }, tx) {
    const store = await storeById(tx, act.relink?.store ?? '');
    if (store?.enabled !== 1) return;
    // A run that is under way has read some of them before they were linked: it loses its lease, and another begins anew.
    const anew = { state: 'waiting', due_at: world.now(), full_run: 1, vanishing_max: -1, lease_owner: '', lease_until: 0 };
    await updateState(tx, store.no, anew);
  },
};
