// applications/: the systems that rely on Reeve, its own three doors among them: what they are called, where they are, what signing in to them looks like,
// and what must be shown to get in. Called through actions.ts by every door. Does not know users, flows or pages.
import { type Action, action } from '#action.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { addApplication, restoreApplication } from './add-application.ts';
import { shownApplication } from './application.ts';
import { deleteApplication as deleting, listApplications as listing, showApplication as showing } from './contract.ts';
import { dressApplication, editApplication } from './edit-application.ts';
import { foundApplication, putApplication, refuseBuiltIn } from './found.ts';
import { lookActions } from './look-actions.ts';
import { livingApplications, removeDeleted } from './queries.ts';
import { requireFactor } from './require.ts';

const keptMilliseconds = 90 * 86_400_000;

const listApplications = action(listing, async (call) => {
  needsWhole(call);
  const items = (await livingApplications(call.world.db.read)).map(shownApplication);
  return { items: items.sort((a, b) => Number(a.builtIn === '') - Number(b.builtIn === '') || (a.builtIn === '' ? a.name.localeCompare(b.name) : 0)) };
});

const showApplication = action(showing, async (call, { id }) => {
  needsWhole(call);
  return shownApplication(await foundApplication(call.world.db.read, { id }));
});

const deleteApplication = action(deleting, async (call, asked) => {
  needsWhole(call);
  await call.change(async (doing) => {
    const row = await foundApplication(doing.tx, asked);
    refuseBuiltIn(row);
    await removeDeleted(doing.tx, doing.now - keptMilliseconds);
    // Its name is free again; a line feed and the like stand in no name.
    await putApplication(doing, row, { deleted_at: doing.now, name_key: `\u001f${row.id}` });
  });
  return {};
});

export const applicationActions: readonly Action[] = [
  listApplications,
  showApplication,
  addApplication,
  editApplication,
  dressApplication,
  requireFactor,
  deleteApplication,
  restoreApplication,
  ...lookActions,
];
