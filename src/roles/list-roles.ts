// Roles by name, a page at a time; those the actor's scope does not reach are not there.
import { action } from '#action.ts';
import { nameKeyOf } from '#names/name.ts';
import { reaches } from '#permissions/scope.ts';
import { listRoles as operation } from './contract.ts';
import { namePage, pageSizeDefault } from './name-pages.ts';
import { holdersOf, rolesAfter } from './queries.ts';
import { roleShown } from './whole.ts';

export const listRoles = action(operation, async ({ world, reach }, { search = '', cursor, limit = pageSizeDefault }) => {
  const { db, authorizer } = world;
  const part = nameKeyOf(search.trim());
  const { items, ...page } = await namePage({
    cursor,
    mark: `roles ${part}`,
    limit,
    after: ({ key }, rows) => rolesAfter(db.read, { after: key, part, limit: rows }),
    placeOf: (row) => ({ key: row.sort_key, no: row.no }),
    keep: (row) => reaches(reach, { kind: 'role', id: row.id }),
  });
  const holders = await holdersOf(
    db.read,
    items.map((row) => row.no),
  );
  return { items: items.map((row) => roleShown(authorizer.model, row, holders)), ...page };
});
