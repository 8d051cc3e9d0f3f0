// Renames or describes a group. That is acting on it: a group people trust is known by its name.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { prepareGroupName } from '#names/name.ts';
import { updateGroup as operation } from './contract.ts';
import { type GroupRow, isNameTaken, touchGroupRow } from './queries.ts';
import { checkActing, groupToChange, refuseForeign, wholeAfter } from './whole.ts';

export const updateGroup = action(operation, (call, { id, version, name: typed, description }) =>
  call.change(async (doing) => {
    const row = await groupToChange(doing, { id, version });
    const { name, key } = typed === undefined ? { name: row.name, key: row.name_key } : prepareGroupName(typed);
    const title = { name, name_key: key, description: description ?? row.description };
    if (title.name === row.name && title.description === row.description) return wholeAfter(doing, id);
    checkActing(doing, row);
    refuseForeign(row);
    const isTaken = key !== row.name_key && (await isNameTaken(doing.tx, { storeNo: row.store_no, key }));
    if (isTaken) throw new Refusal('group.name-taken', { name }, [{ field: 'name' }]);
    await touchGroupRow(doing.tx, { no: row.no, now: doing.now, title });
    doing.touchModel();
    doing.record({ kind: 'group', id, name, before: image(row), after: image({ ...row, ...title, version: row.version + 1 }) });
    return wholeAfter(doing, id);
  }),
);

const image = ({ version, domain, name, description }: GroupRow) => ({ version, domain, name, description });
