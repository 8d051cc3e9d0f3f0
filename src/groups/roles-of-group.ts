// The roles that members of a group hold through it – its own, and those of the groups around it with the way to each – and what they open.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { counts, type Held, heldBy } from '#permissions/decide.ts';
import { effectsOf, type Model } from '#permissions/model.ts';
import { reaches } from '#permissions/scope.ts';
import { whenOf } from '#roles/roles-held.ts';
import { rolesOfGroup as operation } from './contract.ts';
import { storesByNo } from './queries.ts';

export const rolesOfGroup = action(operation, async ({ world, reach, now }, { id }) => {
  const { model } = world.authorizer;
  const group = model.groupById.get(id);
  if (!group) throw new Refusal('group.missing');
  const stores = await storesByNo(world.db.read);
  const named = (no: number) => {
    const known = model.groups.get(no);
    const isSeen = known && reaches(reach, { kind: 'group', id: known.id, storeId: stores.get(known.storeNo)?.id ?? '' });
    return isSeen ? [{ id: known.id, name: known.name }] : [];
  };
  // A member of just this group, who was given nothing himself.
  const held = heldBy({ ...model, everyone: null }, { grants: [], groups: [group.no] });
  const items = held.flatMap(({ role, grant, through }) =>
    grant
      ? [
          {
            role: { id: role.id, name: role.name },
            ...whenOf(grant, now),
            inherited: through.length > 1,
            through: through.slice(1).flatMap(named),
          },
        ]
      : [],
  );
  return {
    items,
    opens: opensOf(
      model,
      held.filter(({ grant }) => counts(grant, now)),
    ),
  };
});

/** In the order of the tree. */
function opensOf(model: Model, held: readonly Held[]) {
  const opening = (index: number) => held.filter(({ role }) => effectsOf(model, role)[index] === 1);
  return model.nodes.flatMap((node) => {
    const by = opening(node.index);
    if (by.length === 0) return [];
    const roles = [...new Set(by.map(({ role }) => role))].map(({ id, name }) => ({ id, name }));
    return [
      {
        path: node.path,
        displayName: node.displayName,
        top: node.parent < 0 || opening(node.parent).length === 0,
        scoped: by.every(({ grant }) => grant?.scope !== null),
        roles,
      },
    ];
  });
}
