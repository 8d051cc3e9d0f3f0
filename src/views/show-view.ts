// One view: his own, or a shared one. Those of others are not there.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { showView as operation } from './contract.ts';
import { findView } from './queries.ts';
import { ownerOf, viewShown } from './view.ts';

export const showView = action(operation, async ({ world, actor }, { id }) => {
  const row = await findView(world.db.read, { id, ownerNo: ownerOf(actor) });
  if (!row) throw new Refusal('view.missing');
  return viewShown(row, actor);
});
