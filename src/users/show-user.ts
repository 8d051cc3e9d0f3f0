// One user, whole, by id or by name. The wrapper has found him within the caller's reach before the body runs.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { idOfUser } from '#permissions/queries.ts';
import { seenBy } from './attributes.ts';
import { showUser as operation } from './contract.ts';
import { findUser } from './queries.ts';
import { shownUser } from './shown-user.ts';

export const showUser = action(operation, async ({ world, now }, { id }) => {
  const row = await findUser(world.db.read, await idOfUser(world.db.read, id));
  if (!row) throw new Refusal('user.missing');
  return seenBy(world.authorizer.model.attributes, shownUser(row, now), 'administrator');
});
