// Who is in a group of Active Directory: its members, asked for in ranges because it gives only so many at once (MS-ADTS §3.1.1.3.1.3.3), and those
// who have it as their primary group, whom it does not list.
// Called by reading.ts through the layout.

import type { Filter } from 'ldapts';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import type { Connection } from '../ldap/connection.ts';
import { canonicalDn } from '../ldap/dn.ts';
import { all, equal, present } from '../ldap/filters.ts';
import type { GroupHead, Members } from '../ldap/layout.ts';
import { addressOf, firstValues } from '../ldap/map-entry.ts';
import type { Entry, Values } from '../ldap/response.ts';
import { entryBytesMax, readEntry, searchAll } from '../ldap/search.ts';
import { ridOf } from './identifiers.ts';

/** A server may give fewer at once; then its range counts. */
const rangeSize = 1_000;
/** One range holds that many DNs, each of them bounded by what the directory itself allows. */
const rangeBytesMax = 16 * 1024 * 1024;
const rangesMax = 10_000;

export type RangeRules = {
  readonly milliseconds: number;
  readonly pageSize: number;
  readonly users: { readonly base: string; readonly scope: 'one' | 'sub'; readonly filter: Filter };
};

export const rangedMembers =
  (rules: RangeRules): Members =>
  (connection, group) =>
  () =>
    membersOf(connection, group, rules);

async function* membersOf(connection: Connection, group: GroupHead, rules: RangeRules): AsyncGenerator<readonly string[]> {
  yield* listed(connection, group, rules);
  yield* primary(connection, group, rules);
}

async function* listed(connection: Connection, group: GroupHead, { milliseconds }: RangeRules): AsyncGenerator<readonly string[]> {
  const limits = { milliseconds, bytesMax: rangeBytesMax, filter: present('objectClass') };
  let from = 0;
  for (let n = 0; n < rangesMax; n++) {
    const entry = await readEntry(connection, group.dn, [`member;range=${from}-${from + rangeSize - 1}`], limits);
    const range = entry && rangeIn(entry, from);
    if (!range) return;
    const members = [...range.values].map((value) => canonicalDn(value.toString('utf8')));
    if (members.length > 0) yield members;
    if (range.next === null) return;
    from = range.next;
  }
  throw new StoreFault('too-large', say('directory.members-endless', { group: group.address }));
}

/** Null = no members, or none any more. */
function rangeIn({ attributes }: Entry, from: number): { readonly values: Values; readonly next: number | null } | null {
  for (const [name, values] of attributes) {
    const [, first = '', last = ''] = /^member;range=(\d{1,9})-(\d{1,9}|\*)$/.exec(name) ?? [];
    if (first === '') continue;
    const next = last === '*' ? null : Number(last) + 1;
    if (Number(first) !== from || (next !== null && next <= from)) throw new StoreFault('protocol', say('directory.other-range'));
    return { values, next };
  }
  const whole = attributes.get('member');
  return whole && from === 0 ? { values: whole, next: null } : null;
}

async function* primary(connection: Connection, group: GroupHead, { users, milliseconds, pageSize }: RangeRules): AsyncGenerator<readonly string[]> {
  const [sid] = firstValues(group.entry, 'objectSid', 1);
  const rid = sid ? ridOf(sid) : null;
  if (rid === null) return;
  const question = { ...users, filter: all([users.filter, equal('primaryGroupID', String(rid))]), attributes: [] };
  const made = (part: { readonly kind: string; readonly entry?: Entry }): string | null =>
    part.kind === 'entry' && part.entry ? addressOf(part.entry.dn) : null;
  for await (const page of searchAll(connection, question, { milliseconds, pageSize, bytesMax: entryBytesMax, made })) if (page.length > 0) yield page;
}
