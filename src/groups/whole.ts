// A group as the contract shows it, and as something that is given roles. Called by the actions of this room, inside a change and outside.

import type { Doing } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { holdsMore } from '#permissions/contain.ts';
import { heldBy } from '#permissions/decide.ts';
import { displayPath, type Model, upward } from '#permissions/model.ts';
import { type Reach, reaches } from '#permissions/scope.ts';
import type { Receiver } from '#roles/give-roles.ts';
import { givenTo } from '#roles/queries.ts';
import { grantOf, whenOf } from '#roles/roles-held.ts';
import { checkVersion } from '#roles/whole.ts';
import { say } from '#sentences/sentence.ts';
import { readOnly } from '#stores/writing/writer-of.ts';
import type { Group, showGroup } from './contract.ts';
import { childrenOf, findGroup, type GroupRow, memberCounts, type Neighbour, parentsOf } from './queries.ts';

export type GroupWhole = OutputOf<typeof showGroup>;

export const groupShown = (row: GroupRow, members: number): Group => ({
  id: row.id,
  version: row.version,
  domain: row.domain,
  name: row.name,
  description: row.description,
  members,
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

type Seen = { readonly model: Model; readonly now: number; readonly reach: Reach };

/** Neighbours outside the reach are not there. */
export async function groupWhole(source: Db | Tx, { model, now, reach }: Seen, row: GroupRow): Promise<GroupWhole> {
  const counts = await memberCounts(source, [row.no]);
  const given = await givenTo(source, { kind: 'group', no: row.no });
  const roles = given.flatMap((one) => {
    const role = model.roles.get(one.role_no);
    return role ? [{ role: { id: role.id, name: role.name }, ...whenOf(grantOf(one), now) }] : [];
  });
  const shown = (all: readonly Neighbour[]) =>
    all.filter(({ id, store_id }) => reaches(reach, { kind: 'group', id, storeId: store_id })).map(({ id, name }) => ({ id, name }));
  const [parents, children] = [shown(await parentsOf(source, row.no)), shown(await childrenOf(source, row.no))];
  return { ...groupShown(row, counts.get(row.no) ?? 0), roles, parents, children };
}

/** The group an operation is about, as the caller has seen it. */
export async function groupToChange({ tx }: Doing, { id, version }: { readonly id: string; readonly version?: number | undefined }): Promise<GroupRow> {
  const row = await findGroup(tx, id);
  if (!row) throw new Refusal('group.missing');
  checkVersion(row.version, version);
  return row;
}

/** Read anew after the change, for the answer. */
export async function wholeAfter(doing: Doing, id: string): Promise<GroupWhole> {
  const row = await findGroup(doing.tx, id);
  if (!row) throw new Refusal('group.missing');
  return groupWhole(doing.tx, doing, row);
}

export const onGroup = ({ id, store_id }: Pick<GroupRow, 'id' | 'store_id'>) => ({ kind: 'group', id, storeId: store_id }) as const;

export const groupReceiver = (row: GroupRow): Receiver => ({ kind: 'group', no: row.no, id: row.id, name: row.name, on: onGroup(row) });

/** Names, nesting and end of a group that others own are theirs. */
export function refuseForeign({ store_kind, domain }: GroupRow): void {
  if (store_kind !== 'primary') throw readOnly({ domain });
}

/** Nobody acts on a group that holds administrative permissions he does not. */
export function checkActing({ model, powers }: Doing, row: GroupRow): void {
  const held = heldBy({ ...model, everyone: null }, { grants: [], groups: upward(model, row.no) });
  const more = holdsMore(model, powers, { held, on: onGroup(row) });
  if (more) throw new Refusal('target.holds-more', { kind: say('noun.group'), permission: displayPath(model, more.path), path: more.path });
}
