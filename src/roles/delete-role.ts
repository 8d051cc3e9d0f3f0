// Deletes a role: everybody who held it loses it at once. Its id is never used again, so a role of the same name inherits nothing.

import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { deleteRole as operation } from './contract.ts';
import { roleImage, roleOf } from './edit-role.ts';
import { deleteRoleRow, endRequestsFor, findRole, groupHolders, hideRoleRow, userHolders } from './queries.ts';
import { scopeOf } from './role.ts';
import { checkVersion } from './whole.ts';

/** Up to so many holders have an image each, to be read one by one; beyond, the role's image has their number. */
const imagesMax = 1_000;
/** More holders than this are removed little by little: in one transaction 200,000 of them would hold everybody up for half a minute. */
export const atOnceMax = 100;

export const deleteRole = action(operation, (call, { id, version }) =>
  call.change(async (doing) => {
    const { tx } = doing;
    const row = await findRole(tx, id);
    if (!row) throw new Refusal('role.missing');
    if (row.built_in !== '') throw new Refusal('role.built-in', { role: row.name, verb: say('verb.deleted') });
    checkVersion(row.version, version);
    const start = { role: row.no, holder: 0, given: 0, limit: imagesMax + 1 };
    const held = [...(await groupHolders(tx, start)), ...(await userHolders(tx, start))];
    const isMany = held.length > imagesMax;
    doing.record({
      kind: 'role',
      id,
      name: row.name,
      before: { ...roleImage(doing, row, roleOf(doing, row).entries), ...(isMany ? { holders: `more than ${imagesMax}` } : {}) },
      after: null,
    });
    for (const one of isMany ? [] : held) {
      const before = { role: { id, name: row.name }, from: one.from_at, until: one.until_at, scope: scopeOf(one.scope) };
      doing.record({ kind: 'membership', id: one.id, name: `${one.name} · ${row.name}`, before, after: null });
    }
    await endRequestsFor(tx, { no: row.no, now: doing.now });
    if (held.length > atOnceMax) await hideRoleRow(tx, { no: row.no, id, now: doing.now });
    else await deleteRoleRow(tx, row.no);
    doing.touchModel();
    return {};
  }),
);
