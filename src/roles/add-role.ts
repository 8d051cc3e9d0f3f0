// Adds a role: a name, entries in the tree, and who gets it; one change, so that it is there whole or not at all.

import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { prepareRoleName } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { addRole as operation } from './contract.ts';
import { checkEdit, entriesGiven, roleImage, rowsOf } from './edit-role.ts';
import { giveRoles } from './give-roles.ts';
import { addRoleRow, isNameTaken, writeEntries } from './queries.ts';
import { userReceiver } from './receiver.ts';
import { withRole } from './role.ts';
import { roleWhole } from './whole.ts';

export const addRole = action(operation, (call, { name: typed, description = '', entries: given = [], users = [] }) => {
  const { name, key } = prepareRoleName(typed);
  const id = call.world.newId();
  return call.change(async (doing) => {
    const { tx, now, model } = doing;
    // A scope names roles that exist; a new one lies outside of any.
    needsWhole(doing);
    if (await isNameTaken(tx, key)) throw new Refusal('role.name-taken', { name }, [{ field: 'name' }]);
    const fresh = {
      id,
      version: 1,
      name,
      name_key: key,
      sort_key: sortKeyOf(key),
      description,
      built_in: '',
      created_at: now,
      changed_at: now,
      deleted_at: 0,
      requestable: 0,
    };
    const row = { ...fresh, no: await addRoleRow(tx, fresh) };
    const role = { no: row.no, id, name, builtIn: '', entries: entriesGiven(doing, given) };
    const before = { ...role, entries: new Map() };
    checkEdit({ ...doing, model: withRole(model, before) }, { before, after: role, isGivingOnly: true, isNew: true });
    await writeEntries(tx, row.no, rowsOf(doing, role.entries));
    doing.touchModel();
    doing.record({ kind: 'role', id, name, before: null, after: roleImage(doing, row, role.entries) });
    const made = { ...doing, model: withRole(model, role) };
    for (const user of new Set(users)) await giveRoles(made, await userReceiver(made, user), [{ role: id }]);
    return roleWhole(tx, made.model, { row, role });
  });
});
