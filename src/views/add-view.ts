// Keeps a filter, an order and columns under a name.
import { action } from '#action.ts';
import { addView as operation } from './contract.ts';
import { addViewRow } from './queries.ts';
import { checkPlace, checkSharing, nameOf, ownerOf, viewImage, viewShown } from './view.ts';

export const addView = action(operation, (call, { name, shared = false, filter = {}, sort = 'userName', descending = false, columns = [] }) => {
  const id = call.world.newId();
  const named = nameOf(name);
  return call.change(async (doing) => {
    const { tx, now, actor } = doing;
    if (shared) checkSharing(doing);
    const content = JSON.stringify({ filter, sort, descending, columns });
    const made = { id, version: 1, owner_no: ownerOf(actor), ...named, shared: shared ? 1 : 0, content, created_at: now, changed_at: now };
    await checkPlace(doing, { no: 0, ...made }, true);
    await addViewRow(tx, made);
    const row = { no: 0, ...made };
    doing.record({ kind: 'view', id, name: row.name, before: null, after: viewImage(row) });
    return viewShown(row, actor);
  });
});
