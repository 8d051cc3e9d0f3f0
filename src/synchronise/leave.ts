// Users of a store that was deleted go to the recycle bin, little by little. Called by runner.ts; any node may do so, and stop half-way.
import type { World } from '#world.ts';
import { deletedStoreWithUsers } from './run-queries.ts';
import { newTaking } from './taking.ts';
import { missingAltogether, takeAway } from './vanish.ts';

export async function leaveDeleted(world: World, stop: AbortSignal): Promise<void> {
  const store = await deletedStoreWithUsers(world.db.read);
  if (!store || stop.aborted) return;
  const taking = newTaking(world, store);
  for (const kind of ['user', 'group'] as const) await takeAway(taking, missingAltogether(taking, kind));
}
