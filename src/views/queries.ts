// All SQL of views/. `db` is a reading handle or a transaction. Judges nothing.
import type { Db, Tables, Tx } from '#db/tables.ts';
import { containing } from '#roles/queries.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type ViewRow = Readonly<Omit<Tables['saved_views'], 'no'>> & { readonly no: number };
/** Whose views besides the shared ones: a user's row key, or 0 for the host. */
type Seen = { readonly id: string; readonly ownerNo: number };

const seenBy = (source: Source, ownerNo: number) =>
  reading(source)
    .selectFrom('saved_views')
    .selectAll()
    .where((row) => row.or([row('owner_no', '=', ownerNo), row('shared', '=', 1)]));

export const findView = (source: Source, { id, ownerNo }: Seen): Promise<ViewRow | undefined> =>
  seenBy(source, ownerNo).where('id', '=', id).executeTakeFirst();

type Place = { readonly ownerNo: number; readonly key: string; readonly no: number; readonly part: string; readonly limit: number };

export async function viewsAfter(source: Source, { ownerNo, key, no, part, limit }: Place): Promise<readonly ViewRow[]> {
  let query = seenBy(source, ownerNo)
    .where((row) => row.or([row('sort_key', '>', key), row.and([row('sort_key', '=', key), row('no', '>', no)])]))
    .orderBy('sort_key')
    .orderBy('no')
    .limit(limit);
  if (part !== '') query = query.where(containing('sort_key', part));
  return query.execute();
}

type Shelf = { readonly ownerNo: number; readonly shared: number };

/** Where a view stands: among those of its owner, or among those that all share. Names are unique there. */
const onShelf = (source: Source, { ownerNo, shared }: Shelf) => {
  const all = reading(source).selectFrom('saved_views').where('shared', '=', shared);
  return shared === 1 ? all : all.where('owner_no', '=', ownerNo);
};

export async function isNameTaken(source: Source, { key, exceptNo, ...shelf }: Shelf & { readonly key: string; readonly exceptNo: number }): Promise<boolean> {
  const taken = await onShelf(source, shelf).select('no').where('name_key', '=', key).where('no', '<>', exceptNo).executeTakeFirst();
  return taken !== undefined;
}

export async function countViews(source: Source, shelf: Shelf): Promise<number> {
  const { n } = await onShelf(source, shelf)
    .select((row) => row.fn.countAll<number | string>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

export async function addViewRow(tx: Tx, row: Omit<Tables['saved_views'], 'no'>): Promise<void> {
  await tx.insertInto('saved_views').values(row).execute();
}

export type ViewContent = Pick<Tables['saved_views'], 'name' | 'name_key' | 'sort_key' | 'shared' | 'content'>;

export async function updateViewRow(tx: Tx, no: number, set: ViewContent & Pick<Tables['saved_views'], 'version' | 'changed_at'>): Promise<void> {
  await tx.updateTable('saved_views').set(set).where('no', '=', no).execute();
}

export async function removeViewRow(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('saved_views').where('no', '=', no).execute();
}
