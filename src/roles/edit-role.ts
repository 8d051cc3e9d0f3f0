// editRole: the one way to change a role, whatever door it comes through. What it opens is given to everybody who holds the role; what it closes
// is taken from them; both are judged here (rules 10, 15–17). Called inside change(). Does not know members.

import type { Doing } from '#action.ts';
import { type FieldFault, Refusal } from '#errors.ts';
import { prepareRoleName } from '#names/name.ts';
import { holdsMore, mayNotGive, nodesGiven } from '#permissions/contain.ts';
import { displayPath, type Node, type Role } from '#permissions/model.ts';
import { nearestPath } from '#permissions/nearest-path.ts';
import { say } from '#sentences/sentence.ts';
import type { Entry } from './contract.ts';
import { gains, hasEnded } from './giving.ts';
import { isNameTaken, type RoleRow, updateRoleRow, writeEntries } from './queries.ts';
import { type Entries, entriesShown, isAdministrative, minimal, withRole } from './role.ts';

/** What is absent stays. `entries` are the whole new set. */
export type RoleChanges = {
  readonly name?: string;
  readonly description?: string;
  readonly requestable?: boolean | undefined;
  readonly entries?: readonly Entry[];
};

/** Gives the role as it is now; its name and description are those of the row. */
export async function editRole(doing: Doing, row: RoleRow, changes: RoleChanges): Promise<{ readonly row: RoleRow; readonly role: Role }> {
  const before = roleOf(doing, row);
  if (row.built_in === 'admin') throw new Refusal('role.built-in', { role: row.name, verb: say('verb.changed') });
  const title = await titleOf(doing, row, changes);
  const entries = changes.entries ? entriesGiven(doing, changes.entries) : before.entries;
  const after = { ...before, name: title.name, entries };
  const isSame = same(before.entries, entries);
  const requestable = requestableAs(doing, row, { after, asked: changes.requestable });
  const isTitleSame = title.name === row.name && title.description === row.description;
  if (isSame && isTitleSame && requestable === row.requestable) return { row, role: before };
  checkEdit(doing, { before, after, isGivingOnly: !isSame && isTitleSame });
  const changed = { ...row, ...title, requestable, changed_at: doing.now, version: row.version + 1 };
  await updateRoleRow(doing.tx, row.no, { ...title, requestable, changed_at: doing.now });
  if (!isSame) await writeEntries(doing.tx, row.no, rowsOf(doing, entries));
  doing.touchModel();
  doing.record({ kind: 'role', id: row.id, name: title.name, before: roleImage(doing, row, before.entries), after: roleImage(doing, changed, entries) });
  return { row: changed, role: after };
}

/** Nobody asks for administrative permissions: a role that comes to hold some is asked for no more. */
function requestableAs({ model }: Doing, { requestable }: RoleRow, { after, asked }: { readonly after: Role; readonly asked: boolean | undefined }): number {
  const mayBe = after.builtIn === '' && !isAdministrative(withRole(model, after), after);
  if (asked && !mayBe) throw new Refusal('role.not-requestable', {}, [{ field: 'requestable' }]);
  return mayBe ? Number(asked ?? requestable === 1) : 0;
}

export const roleOf = ({ model }: Doing, { no, id, name, built_in }: RoleRow): Role =>
  model.roles.get(no) ?? { no, id, name, builtIn: built_in, entries: new Map() };

/** What the journal keeps of a role. */
export const roleImage = ({ model }: Doing, { version, name, description, requestable }: RoleRow, entries: Entries) => ({
  version,
  name,
  description,
  requestable: requestable === 1,
  entries: entriesShown(model, entries),
});

export const rowsOf = ({ model }: Doing, entries: Entries) => [...entries].flatMap(([index, allow]) => nodeNo(model.nodes[index], allow));
const nodeNo = (node: Node | undefined, allow: boolean) => (node ? [{ nodeNo: node.no, allow }] : []);

async function titleOf({ tx }: Doing, row: RoleRow, { name: typed, description = row.description }: RoleChanges) {
  const { name, key } = typed === undefined ? { name: row.name, key: row.name_key } : prepareRoleName(typed);
  if (name !== row.name && row.built_in !== '') throw new Refusal('role.built-in', { role: row.name, verb: say('verb.renamed') });
  if (key !== row.name_key && (await isNameTaken(tx, key))) throw new Refusal('role.name-taken', { name }, [{ field: 'name' }]);
  return { name, name_key: key, description };
}

/** Paths to nodes, in the fewest entries that say the same. Every unknown path is named. */
export function entriesGiven({ model }: Pick<Doing, 'model'>, given: readonly Entry[]): Entries {
  const faults: (FieldFault & { readonly path: string })[] = [];
  const entries = new Map<number, boolean>();
  for (const [place, { permission, effect }] of given.entries()) {
    const node = model.byPath.get(permission);
    if (node) entries.set(node.index, effect === 'allow' && entries.get(node.index) !== false);
    else faults.push({ field: `entries.${place}.permission`, says: say('permission.missing', missing(model, permission)), path: permission });
  }
  const first = faults[0];
  if (first) throw new Refusal('permission.missing', missing(model, first.path), faults);
  return minimal(model, entries);
}

function missing(model: Doing['model'], path: string) {
  const meant = nearestPath(model, path);
  return { path, near: meant === null ? '' : say('permission.near', { path: meant }) };
}

const same = (one: Entries, other: Entries) => one.size === other.size && [...one].every(([index, allow]) => other.get(index) === allow);

type Edit = { readonly before: Role; readonly after: Role; readonly isGivingOnly: boolean; readonly isNew?: boolean };

/** Opening is giving; anything else is acting on the role, and through it on whoever holds it. */
export function checkEdit({ model, powers }: Doing, { before, after, isGivingOnly, isNew = false }: Edit): void {
  const had = new Set(nodesGiven(model, before.no).map((node) => node.index));
  const has = nodesGiven(withRole(model, after), after.no);
  const opened = has.filter((node) => !had.has(node.index));
  const isClosing = has.length - opened.length < had.size || opened.length === 0;
  if (!isGivingOnly || isClosing) checkActing({ model, powers }, before);
  // Some may hold the role for good, so what is opened is given for good. A new role has nobody yet: whoever gets it is judged by giveRoles.
  const more = mayNotGive(model, powers, { nodes: opened, scope: null, ...(isNew ? {} : { until: 0 }) });
  if (more) throw new Refusal('role.may-not-give', { permission: displayPath(model, more.path), path: more.path });
  if (givesHimself({ model, powers }, before, opened)) throw new Refusal('self.refused');
}

function checkActing({ model, powers }: Pick<Doing, 'model' | 'powers'>, role: Role): void {
  const more = holdsMore(model, powers, { held: [{ role, grant: null, through: [] }], on: { kind: 'role', id: role.id } });
  if (more) throw new Refusal('target.holds-more', { kind: say('noun.role'), permission: displayPath(model, more.path), path: more.path });
}

/** Whether the actor holds this role himself, and would gain by what is opened. */
function givesHimself({ model, powers }: Pick<Doing, 'model' | 'powers'>, role: Role, opened: readonly Node[]): boolean {
  if (powers === 'everything') return false;
  const own = powers.held.filter((held) => held.role.no === role.no && !(held.grant && hasEnded(held.grant, powers.now)));
  return own.some(({ grant }) => gains(model, powers, { nodes: opened, until: grant?.until ?? 0 }));
}
