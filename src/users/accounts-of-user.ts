// Accounts elsewhere of another, for whoever manages users: what is linked, and unlinking one; his sessions end, since any of them may have come by it.
// Called through actions.ts.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { accountsOfUser as shownOperation, unlinkAccount as unlinkOperation } from '#providers/accounts-contract.ts';
import { accountImage, linkedImage, shownAccount } from '#providers/linked.ts';
import { linkedOf, removeLinked } from '#providers/queries.ts';
import { alterUser, seenUser } from './alter-user.ts';
import { findUser } from './queries.ts';
import { qualifiedName } from './shown-user.ts';

export const accountsOfUser = action(shownOperation, async ({ world }, { id }) => {
  const row = await findUser(world.db.read, id);
  if (!row) throw new Refusal('user.missing');
  return { items: (await linkedOf(world.db.read, row.no)).map(shownAccount) };
});

export const unlinkAccount = action(unlinkOperation, (call, { id, version, account }) =>
  call.change(async (doing) => {
    const row = await seenUser(doing.tx, { id, version });
    const linked = (await linkedOf(doing.tx, row.no)).find((one) => one.id === account);
    if (!linked) throw new Refusal('account.missing');
    await removeLinked(doing.tx, linked.no);
    const owner = { id, name: qualifiedName(row) };
    doing.record({ ...accountImage(owner, linked.provider_name), before: linkedImage({ ...linked, key: linked.provider_key }), after: null });
    const { ended } = await alterUser(doing, { id }, () => ({ set: {}, ends: 'sessions' }));
    return { ended: { ...ended } };
  }),
);
