// One group with its roles and nesting.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { showGroup as operation } from './contract.ts';
import { findGroup } from './queries.ts';
import { groupWhole } from './whole.ts';

export const showGroup = action(operation, async ({ world, now, reach }, { id }) => {
  const row = await findGroup(world.db.read, id);
  if (!row) throw new Refusal('group.missing');
  return groupWhole(world.db.read, { model: world.authorizer.model, now, reach }, row);
});
