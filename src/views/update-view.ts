// Changes a view; what is absent stays. One that is shared, or is to be, only by those who may share.
import { action } from '#action.ts';
import { updateView as operation } from './contract.ts';
import { updateViewRow, type ViewRow } from './queries.ts';
import { checkPlace, checkSharing, contentOf, nameOf, viewImage, viewShown, viewToChange } from './view.ts';

export const updateView = action(operation, (call, { id, version, name, shared, ...asked }) =>
  call.change(async (doing) => {
    const { tx, now, actor } = doing;
    const row = await viewToChange(doing, { id, version });
    const content = JSON.stringify({ ...contentOf(row), ...asked });
    const set = {
      ...(name === undefined ? { name: row.name, name_key: row.name_key, sort_key: row.sort_key } : nameOf(name)),
      shared: (shared ?? row.shared === 1) ? 1 : 0,
      content,
    };
    if (set.shared === row.shared && set.name === row.name && set.content === row.content) return viewShown(row, actor);
    if (row.shared + set.shared > 0) checkSharing(doing);
    const after: ViewRow = { ...row, ...set, version: row.version + 1, changed_at: now };
    await checkPlace(doing, after, set.shared !== row.shared);
    await updateViewRow(tx, row.no, { ...set, version: after.version, changed_at: now });
    doing.record({ kind: 'view', id, name: after.name, before: viewImage(row), after: viewImage(after) });
    return viewShown(after, actor);
  }),
);
