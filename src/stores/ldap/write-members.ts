// Who is in a group, changed: one value of the group's member attribute, added or taken away.
// Called by the writers. What is so already is no fault.
import { say } from '#sentences/sentence.ts';
import { StoreFault, type Whom } from '#user-store.ts';
import type { Connection } from './connection.ts';
import { code, refusedWriting } from './faults.ts';
import { all, equal, present } from './filters.ts';
import { locate } from './find.ts';
import type { Layout } from './layout.ts';
import { dnOf } from './map-entry.ts';
import { holdsNames } from './members.ts';
import { modify } from './modify.ts';
import { entryBytesMax, readEntry, searchSome } from './search.ts';

export type MemberWriting = { readonly layout: Layout; readonly attribute: string; readonly milliseconds: number };

/** Groups that a deleted user is looked for in. */
const groupsMax = 1_000;
export async function changeMember(
  connection: Connection,
  { group, user, change }: { readonly group: Whom; readonly user: Whom; readonly change: 'add' | 'delete' },
  writing: MemberWriting,
): Promise<void> {
  const { layout, milliseconds } = writing;
  if (!layout.groups || writing.attribute === '') throw new StoreFault('refused', say('directory.no-groups'));
  const there = await locate(connection, layout.groups, group, milliseconds);
  if (!there) throw new StoreFault('refused', say('directory.group-gone', { name: group.name }));
  const member = await locate(connection, layout.users, user, milliseconds);
  if (!member && change === 'add') throw new StoreFault('refused', say('directory.user-gone', { name: user.name }));
  const value = holdsNames(writing.attribute) ? user.name : member ? dnOf(member) : user.address;
  await changeValue(connection, { dn: dnOf(there), value, change }, writing);
}

type Value = { readonly dn: string; readonly value: string; readonly change: 'add' | 'delete' };

/** Servers say in many ways that it is so already; whether it is, they are asked when they refuse. */
async function changeValue(connection: Connection, { dn, value, change }: Value, { attribute, milliseconds }: MemberWriting): Promise<void> {
  const result = await modify(connection, dn, [{ operation: change, attribute, values: [value] }], { milliseconds });
  if (result.code === code.success) return;
  const limits = { milliseconds, bytesMax: entryBytesMax };
  const group = await readEntry(connection, dn, [], { filter: present('objectClass'), ...limits });
  const isIn = group !== null && (await readEntry(connection, dn, [], { filter: equal(attribute, value), ...limits })) !== null;
  if (group && isIn === (change === 'add')) return;
  if (result.code === code.objectClassViolation && change === 'delete') throw new StoreFault('refused', say('directory.only-member'));
  throw refusedWriting(result, say(change === 'add' ? 'doing.join' : 'doing.leave'));
}

/** Whoever gets his DN or name later must not find himself in his groups. Most directories see to it themselves. */
export async function leaveAllGroups(connection: Connection, who: { readonly dn: string; readonly name: string }, writing: MemberWriting): Promise<void> {
  const { layout, attribute, milliseconds } = writing;
  if (!layout.groups || attribute === '' || who.dn === '' || (await isTaken(connection, who, writing))) return;
  const value = holdsNames(attribute) ? who.name : who.dn;
  const question = { ...layout.groups, filter: all([layout.groups.filter, equal(attribute, value)]), attributes: [] };
  const { entries } = await searchSome(connection, question, { max: groupsMax, milliseconds, bytesMax: entryBytesMax });
  for (const group of entries) await changeValue(connection, { dn: dnOf(group), value, change: 'delete' }, writing);
}

/** Where somebody else has his place by now, the memberships are that one's. */
async function isTaken(
  connection: Connection,
  { dn, name }: { readonly dn: string; readonly name: string },
  { layout, milliseconds }: MemberWriting,
): Promise<boolean> {
  const lies = await readEntry(connection, dn, [], { filter: present('objectClass'), milliseconds, bytesMax: entryBytesMax });
  return lies !== null || (await locate(connection, layout.users, { key: '', name }, milliseconds)) !== null;
}
