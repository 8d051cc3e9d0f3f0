// One role with its permissions.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { showRole as operation } from './contract.ts';
import { findRole } from './queries.ts';
import { roleWhole } from './whole.ts';

export const showRole = action(operation, async ({ world }, { id }) => {
  const { model } = world.authorizer;
  const row = await findRole(world.db.read, id);
  if (!row) throw new Refusal('role.missing');
  return roleWhole(world.db.read, model, { row, role: model.roles.get(row.no) });
});
