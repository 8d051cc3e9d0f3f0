// views/: named filters, orders and columns of the list of users, private or shared.
// Called by the actions of this room, and through them by every door.
// Does not know users: a view holds nobody. It only asks, and is answered within the reach of whoever looks through it.

import type { Doing } from '#action.ts';
import type { Actor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { nameKeyOf } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import { mayNotGive } from '#permissions/contain.ts';
import { displayPath } from '#permissions/model.ts';
import { checkVersion } from '#roles/whole.ts';
import { say } from '#sentences/sentence.ts';
import { sharingNeeds, type View, viewsMax } from './contract.ts';
import { countViews, findView, isNameTaken, type ViewRow } from './queries.ts';

export type Content = Pick<View, 'filter' | 'sort' | 'descending' | 'columns'>;

/** Views made on the host belong to the host. */
export const ownerOf = (actor: Actor): number => (actor.kind === 'user' ? actor.no : 0);

/** What stands in the row was held against the contract when it was written. */
export const contentOf = (row: ViewRow): Content => JSON.parse(row.content) as Content;

export const viewShown = (row: ViewRow, actor: Actor): View => ({
  id: row.id,
  version: row.version,
  name: row.name,
  shared: row.shared === 1,
  mine: row.owner_no === ownerOf(actor),
  ...contentOf(row),
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

/** What the journal keeps. */
export const viewImage = (row: ViewRow) => ({ version: row.version, name: row.name, shared: row.shared === 1, ...contentOf(row) });

/** White space is one space each, and none around. */
export function nameOf(typed: string): Pick<ViewRow, 'name' | 'name_key' | 'sort_key'> {
  const name = typed.replace(/\s+/gu, ' ').trim();
  if (name === '') throw new Refusal('input.invalid', {}, [{ field: 'name', says: say('view.nameless') }]);
  const name_key = nameKeyOf(name);
  return { name, name_key, sort_key: sortKeyOf(name_key) };
}

/** The view an operation is about: his own or a shared one, as he has seen it. */
export async function viewToChange({ tx, actor }: Doing, { id, version }: { readonly id: string; readonly version?: number | undefined }): Promise<ViewRow> {
  const row = await findView(tx, { id, ownerNo: ownerOf(actor) });
  if (!row) throw new Refusal('view.missing');
  checkVersion(row.version, version);
  return row;
}

/** What others look through is put up, changed and taken down only by those who may share. */
export function checkSharing({ model, powers }: Doing): void {
  const node = model.byPath.get(sharingNeeds);
  if (!node || mayNotGive(model, powers, { nodes: [node], scope: null }))
    throw new Refusal('permission.denied', { permission: displayPath(model, sharingNeeds), path: sharingNeeds });
}

type Placed = { readonly no: number; readonly name: string; readonly name_key: string; readonly owner_no: number; readonly shared: number };

/** Throws when its name stands there already, or when there are too many. `isNew` there: it counts. */
export async function checkPlace({ tx }: Doing, { no, name, name_key, owner_no, shared }: Placed, isNew: boolean): Promise<void> {
  const shelf = { ownerNo: owner_no, shared };
  if (await isNameTaken(tx, { ...shelf, key: name_key, exceptNo: no })) throw new Refusal('view.name-taken', { name }, [{ field: 'name' }]);
  if (isNew && (await countViews(tx, shelf)) >= viewsMax) throw new Refusal('limit.reached', { max: viewsMax, what: say('limit.views') });
}
