// The roles of a user, direct and through groups, each with where it comes from; and the groups he is in himself.
import { action } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import type { Model } from '#permissions/model.ts';
import { rolesHeldBy } from '#roles/roles-held.ts';
import { rolesOfUser as operation } from './contract.ts';
import { findUser, groupsOf, type Source } from './queries.ts';

export const rolesOfUser = action(operation, async ({ world, now }, { id }) => {
  const row = await findUser(world.db.read, id);
  if (!row) throw new Refusal('user.missing');
  return membershipsShown(world.db.read, world.authorizer.model, { userNo: row.no, now });
});

type Whose = { readonly userNo: number; readonly now: number };

export async function membershipsShown(source: Source, model: Model, { userNo, now }: Whose): Promise<OutputOf<typeof operation>> {
  const groups = await groupsOf(source, userNo);
  return {
    items: await rolesHeldBy(source, model, userNo, now),
    groups: groups.filter((group) => group.deleted_at === 0).map(({ id, name }) => ({ id, name })),
  };
}
