// Deletes a group: its members lose what they held through it, at once. Its id is never used again, so a group of the same name inherits nothing.
// A group of a store that others own is deleted there; here only what is left of one that is there no more.
import { action } from '#action.ts';
import { entryOf, forgetEntry } from '#stores/writing/queries.ts';
import { deleteGroup as operation } from './contract.ts';
import { deleteGroupRow, hideGroupRow, membersAfter } from './queries.ts';
import { groupToChange, groupWhole, refuseForeign } from './whole.ts';

/** Up to so many members have an image each, to be read one by one; beyond, the group's image has their number. */
const imagesMax = 1_000;
/** More members than this are removed little by little: see delete-role.ts. */
export const atOnceMax = 100;

export const deleteGroup = action(operation, (call, { id, version }) =>
  call.change(async (doing) => {
    const { tx } = doing;
    const row = await groupToChange(doing, { id, version });
    if ((await entryOf(tx, { kind: 'group', no: row.no }))?.gone_at === 0) refuseForeign(row);
    await forgetEntry(tx, { kind: 'group', no: row.no });
    const { name } = row;
    // The whole neighbourhood, whatever the actor sees of it: the journal forgets nothing.
    const { roles, parents, children, members, description, domain } = await groupWhole(tx, { ...doing, reach: null }, row);
    doing.record({ kind: 'group', id, name, before: { version: row.version, domain, name, description, members, roles, parents, children }, after: null });
    const held = await membersAfter(tx, { groupNo: row.no, after: 0, limit: imagesMax + 1 });
    // Nobody has to forget those who are too many to list: without the group in the model, being in it means nothing.
    for (const user of held.length > imagesMax ? [] : held)
      doing.record({ kind: 'membership', id: user.id, name: `${user.domain}/${user.user_name} · ${name}`, before: { group: { id, name } }, after: null });
    if (held.length > atOnceMax) await hideGroupRow(tx, { no: row.no, id, now: doing.now });
    else await deleteGroupRow(tx, row.no);
    doing.touchModel();
    return {};
  }),
);
