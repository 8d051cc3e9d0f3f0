// A group is another entry of its store from now on. Its roles stay; who is in it, its store says with the next run.
import { type Action, action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { findGroup, touchGroupRow } from '#groups/queries.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { relinkGroup as operation } from '../contract.ts';
import { link } from './link.ts';

export const relinkGroup: Action<typeof operation> = action(operation, async (call, { id, version, entry }) => {
  needsWhole(call);
  return call.change(async (doing) => {
    const { tx, now } = doing;
    const row = await findGroup(tx, id);
    if (!row) throw new Refusal('group.missing');
    if (version !== undefined && version !== row.version) throw new Refusal('version.stale', { seen: version, now: row.version });
    const { no, domain, name } = row;
    const was = await link(doing, { kind: 'group', no, domain, entry });
    if (was === entry) return { id, version: row.version, entry };
    await touchGroupRow(tx, { no, now });
    const image = { id, domain, name };
    const after = { ...image, version: row.version + 1, entry };
    doing.record({ kind: 'group', id, name: `${domain}/${name}`, before: { ...image, version: row.version, entry: was }, after });
    return { id, version: after.version, entry };
  });
});
