// Groups by name, a page at a time; those the actor's scope does not reach are not there.
import { action } from '#action.ts';
import { nameKeyOf } from '#names/name.ts';
import { reaches } from '#permissions/scope.ts';
import { namePage, pageSizeDefault } from '#roles/name-pages.ts';
import { listGroups as operation } from './contract.ts';
import { groupsAfter, memberCounts } from './queries.ts';
import { groupShown, onGroup } from './whole.ts';

export const listGroups = action(operation, async ({ world, reach }, { search = '', cursor, limit = pageSizeDefault }) => {
  const { read } = world.db;
  const part = nameKeyOf(search.trim());
  const { items, ...page } = await namePage({
    cursor,
    mark: `groups ${part}`,
    limit,
    after: (place, rows) => groupsAfter(read, { ...place, part, limit: rows }),
    placeOf: (row) => ({ key: row.sort_key, no: row.no }),
    keep: (row) => reaches(reach, onGroup(row)),
  });
  const counts = await memberCounts(
    read,
    items.map((row) => row.no),
  );
  return { items: items.map((row) => groupShown(row, counts.get(row.no) ?? 0)), ...page };
});
