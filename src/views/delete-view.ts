// Deletes a view. Nobody whom it has shown is touched.
import { action } from '#action.ts';
import { deleteView as operation } from './contract.ts';
import { removeViewRow } from './queries.ts';
import { checkSharing, viewImage, viewToChange } from './view.ts';

export const deleteView = action(operation, (call, { id, version }) =>
  call.change(async (doing) => {
    const row = await viewToChange(doing, { id, version });
    if (row.shared === 1) checkSharing(doing);
    await removeViewRow(doing.tx, row.no);
    doing.record({ kind: 'view', id, name: row.name, before: viewImage(row), after: null });
    return {};
  }),
);
