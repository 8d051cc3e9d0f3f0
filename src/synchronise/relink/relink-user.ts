// A user is another entry of his store from now on. What would let somebody in by the old one's password while the store is away ends.
import { type Action, action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { removeVerifier } from '#sessions/queries.ts';
import { entryOf } from '#stores/writing/queries.ts';
import { leaveUngivable } from '#users/leave-ungivable.ts';
import { findUser, updateUserRow } from '#users/queries.ts';
import { onOf } from '#users/reach.ts';
import { qualifiedName, shownUser } from '#users/shown-user.ts';
import { relinkUser as operation } from '../contract.ts';
import { link } from './link.ts';

export const relinkUser: Action<typeof operation> = action(operation, async (call, { id, version, entry }) => {
  needsWhole(call);
  return call.change(async (doing) => {
    const { tx, now } = doing;
    const row = await findUser(tx, id);
    if (!row) throw new Refusal('user.missing');
    if (version !== undefined && version !== row.version) throw new Refusal('version.stale', { seen: version, now: row.version });
    const goneAt = (await entryOf(tx, { kind: 'user', no: row.no }))?.gone_at ?? 0;
    const was = await link(doing, { kind: 'user', no: row.no, domain: row.domain, entry });
    if (was === entry) return { id, version: row.version, entry };
    await removeVerifier(tx, row.no);
    // The next run brings him back, and it is this actor who has said who he is.
    if (row.deleted_at !== 0 && row.deleted_at === goneAt) await leaveUngivable(doing, row, await onOf(doing, id));
    const set = { version: row.version + 1, changed_at: now };
    await updateUserRow(tx, row.no, set);
    const before = { ...shownUser(row, now), entry: was };
    doing.record({ kind: 'user', id, name: qualifiedName(row), before, after: { ...shownUser({ ...row, ...set }, now), entry } });
    return { id, version: set.version, entry };
  });
});
