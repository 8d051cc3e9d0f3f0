// Renames or describes a role, or sets its permissions anew. The rules are editRole's.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { updateRole as operation } from './contract.ts';
import { editRole } from './edit-role.ts';
import { findRole } from './queries.ts';
import { withRole } from './role.ts';
import { checkVersion, roleWhole } from './whole.ts';

export const updateRole = action(operation, (call, { id, version, ...changes }) =>
  call.change(async (doing) => {
    const row = await findRole(doing.tx, id);
    if (!row) throw new Refusal('role.missing');
    checkVersion(row.version, version);
    const edited = await editRole(doing, row, changes);
    return roleWhole(doing.tx, withRole(doing.model, edited.role), edited);
  }),
);
