// A new user whom synchronising has found in his store before we could take him over: what was asked for beside is put on his row. Called by add-user-there.ts.
import type { Call, Doing } from '#action.ts';
import { alterUser, shownNow } from './alter-user.ts';
import { claimFields, indexAttributes } from './attributes.ts';
import { differing, profileColumns, profileOver } from './columns.ts';
import type { User } from './contract.ts';
import { giveMemberships, type New } from './new-user.ts';
import { ownerNo } from './owner.ts';
import type { StoreRow } from './queries.ts';
import { attributesOf } from './shown-user.ts';

type Place = { readonly store: Pick<StoreRow, 'domain'>; readonly known: { readonly no: number; readonly id: string } };

export async function followNew(call: Call, doing: Doing, { asked, kind, name, profile, attributes }: New, { store, known }: Place): Promise<User> {
  const { model, now, tx } = doing;
  await alterUser(doing, { id: known.id }, async (row) => {
    const [before, after] = [attributesOf(row), { ...attributesOf(row), ...attributes }];
    await indexAttributes(doing, { definitions: model.attributes, userNo: row.no, before, after, newId: call.world.newId });
    await claimFields(doing, model.attributes, { userNo: row.no, before: profileOver(row, {}), after: profile });
    const set = differing(row, {
      kind,
      ...profileColumns(profile, name.name),
      attributes: JSON.stringify(after),
      owner_no: await ownerNo(doing, { owner: asked.owner ?? '', kind }),
      starts_at: asked.startsAt ?? 0,
      ends_at: asked.endsAt ?? 0,
      disabled_at: asked.disabled ? now : row.disabled_at,
    });
    return Object.keys(set).length === 0 ? null : { set };
  });
  await giveMemberships(doing, { ...known, name: `${store.domain}/${name.name}` }, asked);
  return shownNow({ ...doing, tx }, known.id);
}
