// providers/: identity providers of others (OpenID Connect, and OAuth 2.0 by preset), and the accounts there that users have linked.
// Called through actions.ts by every door, and by authentication/ for whoever comes from there. Does not know users, flows or pages.
import { type Action, action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { addProvider } from './add-provider.ts';
import { deleteProvider as deleting, listProviders as listing, showProvider as showing } from './contract.ts';
import { editProvider } from './edit-provider.ts';
import { foundProvider } from './found.ts';
import { allProviders, removeProvider } from './queries.ts';
import { countsOf, providerImage, shownProvider } from './shown.ts';

const listProviders = action(listing, async (call) => {
  needsWhole(call);
  const { read } = call.world.db;
  const counts = await countsOf(call.world);
  return { items: (await allProviders(read)).map((row) => shownProvider(call.world, row, counts(row))), address: call.world.config.baseUrl };
});

const showProvider = action(showing, async (call, { id }) => {
  needsWhole(call);
  const { read } = call.world.db;
  const row = await foundProvider(read, { id });
  return shownProvider(call.world, row, (await countsOf(call.world))(row));
});

/** Switched off first: so that nobody deletes what people come in by just now. */
const deleteProvider = action(deleting, async (call, asked) => {
  needsWhole(call);
  await call.change(async ({ tx, record }) => {
    const row = await foundProvider(tx, asked);
    if (row.enabled === 1) throw new Refusal('provider.enabled', { name: row.name });
    await removeProvider(tx, row.no);
    record({ kind: 'provider', id: row.id, name: row.name, before: providerImage(row), after: null });
  });
  return {};
});

export const providerActions: readonly Action[] = [listProviders, showProvider, addProvider, editProvider, deleteProvider];
