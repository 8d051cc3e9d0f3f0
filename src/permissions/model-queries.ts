// Loading the model that decisions need. Called by the authorizer, and by changes that must see what they have changed themselves.
// `source` is a reading handle or a transaction. Knows tables; judges nothing.
import { definitionColumns, definitionsOf } from '#attributes/queries.ts';
import { asList, listed } from '#db/portable.ts';
import { prepared } from '#db/prepared.ts';
import type { Db, Tx } from '#db/tables.ts';
import type { Model, Node, Role } from './model.ts';
import { grantColumns, grantOf } from './queries.ts';

/** The whole model as one statement sees it: never half of a change. */
export async function loadModel(source: Db | Tx): Promise<Model> {
  const [row] = await wholeModel(source, {});
  if (!row) throw new Error('The head of the journal is missing.');
  const nodes = inOrder(listed(row.nodes));
  const roles = rolesOf(listed(row.roles), listed(row.entries), new Map(nodes.map((node) => [node.no, node.index])));
  const groups = listed(row.groups);
  const edges = listed(row.edges);
  const stores = listed(row.stores);
  return {
    number: row.model_number,
    nodes,
    byPath: new Map(nodes.map((node) => [node.path, node])),
    roles: new Map(roles.map((role) => [role.no, role])),
    roleById: new Map(roles.map((role) => [role.id, role])),
    groups: new Map(groups.map((group) => [group.no, group])),
    groupById: new Map(groups.map((group) => [group.id, group])),
    parentsOf: gather(edges, (edge) => [edge.child, edge.parent]),
    childrenOf: gather(edges, (edge) => [edge.parent, edge.child]),
    grantsOfGroup: gather(listed(row.grants), (grant) => [grant.group_no, grantOf(grant)]),
    attributes: definitionsOf(listed(row.attributes)),
    storesOff: new Set(stores.filter(({ enabled }) => enabled === 0).map(({ no }) => no)),
    discovers: stores.some(({ kind, enabled }) => kind !== 'primary' && enabled === 1),
    everyone: roles.find((role) => role.builtIn === 'everyone') ?? null,
    effects: new Map(),
    suggested: new Map(),
  };
}

const wholeModel = prepared((db, _none: Record<never, never>, kind) =>
  db
    .selectFrom('journal_head')
    .where('only', '=', 1)
    .select([
      'model_number',
      asList(
        kind,
        db.selectFrom('permission_nodes').select(['no', 'id', 'parent_no as parentNo', 'path', 'display_name as displayName', 'description', 'administrative']),
      ).as('nodes'),
      asList(kind, db.selectFrom('roles').select(['no', 'id', 'name', 'built_in as builtIn']).where('deleted_at', '=', 0)).as('roles'),
      asList(kind, db.selectFrom('role_entries').select(['role_no as role', 'node_no as node', 'allow'])).as('entries'),
      asList(kind, db.selectFrom('groups').select(['no', 'id', 'name', 'store_no as storeNo']).where('deleted_at', '=', 0)).as('groups'),
      asList(kind, db.selectFrom('group_edges').select(['parent_no as parent', 'child_no as child'])).as('edges'),
      asList(kind, db.selectFrom('role_groups').select(['group_no', ...grantColumns])).as('grants'),
      asList(kind, db.selectFrom('stores').select(['no', 'kind', 'enabled'])).as('stores'),
      asList(kind, db.selectFrom('attributes').select(definitionColumns)).as('attributes'),
    ]),
);

type NodeRow = Omit<Node, 'index' | 'parent' | 'administrative'> & { readonly parentNo: number; readonly administrative: number };
type RoleRow = Omit<Role, 'entries'>;
type EntryRow = { readonly role: number; readonly node: number; readonly allow: number };

/** Sorted by path, a parent stands before its children. */
function inOrder(rows: readonly NodeRow[]): readonly Node[] {
  const sorted = [...rows].sort((a, b) => (a.path < b.path ? -1 : 1));
  const indexOf = new Map(sorted.map((row, index) => [row.no, index]));
  return sorted.map(({ no, id, parentNo, path, displayName, description, administrative }, index) => ({
    index,
    no,
    id,
    parent: indexOf.get(parentNo) ?? -1,
    path,
    displayName,
    description,
    administrative: administrative === 1,
  }));
}

function rolesOf(roles: readonly RoleRow[], entries: readonly EntryRow[], indexOf: ReadonlyMap<number, number>): readonly Role[] {
  const byRole = new Map<number, Map<number, boolean>>();
  for (const { role, node, allow } of entries) {
    const index = indexOf.get(node);
    if (index === undefined) continue;
    const known = byRole.get(role) ?? new Map<number, boolean>();
    // At the same node deny wins (rule 12).
    known.set(index, allow === 1 && known.get(index) !== false);
    byRole.set(role, known);
  }
  return roles.map(({ no, id, name, builtIn }) => ({ no, id, name, builtIn, entries: byRole.get(no) ?? new Map() }));
}

function gather<R, V>(rows: readonly R[], pair: (row: R) => readonly [number, V]): ReadonlyMap<number, readonly V[]> {
  const all = new Map<number, V[]>();
  for (const row of rows) {
    const [key, value] = pair(row);
    const known = all.get(key);
    if (known) known.push(value);
    else all.set(key, [value]);
  }
  return all;
}
