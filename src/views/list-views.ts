// The views that somebody sees, by name: his own and the shared ones.
import { action } from '#action.ts';
import { nameKeyOf } from '#names/name.ts';
import { namePage, pageSizeDefault } from '#roles/name-pages.ts';
import { listViews as operation } from './contract.ts';
import { viewsAfter } from './queries.ts';
import { ownerOf, viewShown } from './view.ts';

export const listViews = action(operation, async ({ world, actor }, { search = '', cursor, limit = pageSizeDefault }) => {
  const ownerNo = ownerOf(actor);
  const part = nameKeyOf(search.trim());
  const { items, ...page } = await namePage({
    cursor,
    mark: `views ${ownerNo} ${part}`,
    limit,
    after: (place, rows) => viewsAfter(world.db.read, { ...place, ownerNo, part, limit: rows }),
    placeOf: (row) => ({ key: row.sort_key, no: row.no }),
    keep: () => true,
  });
  return { items: items.map((row) => viewShown(row, actor)), ...page };
});
