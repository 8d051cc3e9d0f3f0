// Adds a group to PRIMARY, empty and without roles.

import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { prepareGroupName } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import { reaches } from '#permissions/scope.ts';
import { addGroup as operation } from './contract.ts';
import { addGroupRow, findPrimary, isNameTaken } from './queries.ts';
import { onGroup, wholeAfter } from './whole.ts';

export const addGroup = action(operation, (call, { name: typed, description = '' }) => {
  const { name, key } = prepareGroupName(typed);
  const id = call.world.newId();
  return call.change(async (doing) => {
    const { tx, now, reach } = doing;
    const store = await findPrimary(tx);
    if (!reaches(reach, onGroup({ id, store_id: store.id }))) throw new Refusal('scope.too-wide');
    if (await isNameTaken(tx, { storeNo: store.no, key })) throw new Refusal('group.name-taken', { name }, [{ field: 'name' }]);
    await addGroupRow(tx, {
      id,
      version: 1,
      store_no: store.no,
      name,
      name_key: key,
      sort_key: sortKeyOf(key),
      description,
      created_at: now,
      changed_at: now,
      deleted_at: 0,
    });
    doing.touchModel();
    doing.record({ kind: 'group', id, name, before: null, after: { version: 1, domain: store.domain, name, description } });
    return wholeAfter(doing, id);
  });
});
