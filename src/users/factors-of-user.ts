// Second factors of another, for whoever manages users: what he has, and taking all of it away when he has lost it.
// Called through actions.ts. Their secrets are shown to nobody; his sessions end, and so do browsers that were remembered.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { resetFactors as resetOperation, factorsOfUser as shownOperation } from '#factors/contract.ts';
import { isRequired } from '#factors/demand.ts';
import { countRecoveryCodes, factorsOf, removeFactorsOf } from '#factors/queries.ts';
import { factorImage, shownFactor } from '#factors/shown.ts';
import { storeByNo } from '#stores/queries.ts';
import { alterUser, seenUser } from './alter-user.ts';
import { findUser } from './queries.ts';
import { qualifiedName } from './shown-user.ts';

export const factorsOfUser = action(shownOperation, async ({ world }, { id }) => {
  const { read } = world.db;
  const row = await findUser(read, id);
  if (!row) throw new Refusal('user.missing');
  const store = await storeByNo(read, row.store_no);
  return {
    items: (await factorsOf(read, row.no)).map(shownFactor),
    recoveryCodes: await countRecoveryCodes(read, row.no),
    required: await isRequired(world, { id, kind: row.kind, store_id: store?.id ?? '' }),
  };
});

export const resetFactors = action(resetOperation, (call, { id, version }) =>
  call.change(async (doing) => {
    const row = await seenUser(doing.tx, { id, version });
    const { factors, recoveryCodes } = await removeFactorsOf(doing.tx, row.no);
    if (factors.length === 0) throw new Refusal('factor.missing');
    for (const { id: factor, kind, name } of factors)
      doing.record({ ...factorImage({ id, name: qualifiedName(row) }, name), before: { factor: { id: factor, kind, name } }, after: null });
    const { ended } = await alterUser(doing, { id }, () => ({ set: {}, ends: 'sessions' }));
    return { factors: factors.length, recoveryCodes, ended: { ...ended } };
  }),
);
