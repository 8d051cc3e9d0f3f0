// The roles of a user, direct and through groups, each with where it comes from; and his groups, those around them too.
import { action } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { storesByNo } from '#groups/queries.ts';
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
  const own = (await groupsOf(source, userNo)).filter((group) => group.deleted_at === 0);
  const stores = await storesByNo(source);
  const shown = ({ id, name, storeNo }: Group, through: readonly Group[]) => ({
    id,
    name,
    domain: stores.get(storeNo)?.domain ?? '',
    through: through.map((each) => ({ id: each.id, name: each.name })),
  });
  return {
    items: await rolesHeldBy(source, model, userNo, now),
    groups: [
      ...own.map(({ id, name, store_no }) => shown({ id, name, storeNo: store_no }, [])),
      ...around(model, own).map(([group, through]) => shown(group, through)),
    ],
  };
}

type Group = { readonly id: string; readonly name: string; readonly storeNo: number };

/** Groups that his own lie in, each with the shortest way up to it. */
function around(model: Model, own: readonly { readonly no: number }[]): readonly (readonly [Group, readonly Group[]])[] {
  const ways = new Map<number, readonly number[]>(own.map(({ no }) => [no, []]));
  for (const [no, way] of ways) for (const parent of model.parentsOf.get(no) ?? []) if (!ways.has(parent)) ways.set(parent, [...way, no]);
  const named = (no: number) => model.groups.get(no) ?? [];
  return [...ways].filter(([, way]) => way.length > 0).flatMap(([no, way]) => [named(no)].flat().map((group) => [group, way.flatMap(named)] as const));
}
