// Who is in a group of a directory: DNs in the group (member, uniqueMember), or user names (memberUid), whose DNs are then asked for.
// Called by reading.ts through the layout. Members are read group by group and only when wanted, so that no page holds more than one list.

import type { Filter } from 'ldapts';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import { limits } from '../driver.ts';
import type { Connection } from './connection.ts';
import { canonicalDn } from './dn.ts';
import { all, any, equal, present } from './filters.ts';
import type { GroupHead, Members } from './layout.ts';
import { addressOf } from './map-entry.ts';
import type { Values } from './response.ts';
import { entryBytesMax, readEntry, searchSome } from './search.ts';

/** Members handed on at once. */
const partMax = 1_000;
/** User names looked up in one question. */
const namesMax = 100;

export type MemberRules = {
  readonly attribute: string;
  readonly milliseconds: number;
  readonly users: { readonly base: string; readonly scope: 'one' | 'sub'; readonly filter: Filter; readonly nameAttribute: string };
};

/** `memberUid` and its like hold names (RFC 2307); every other attribute holds DNs. */
export const holdsNames = (attribute: string): boolean => attribute.toLowerCase() === 'memberuid';

export const membersInGroup = (rules: MemberRules): Members =>
  holdsNames(rules.attribute) ? (connection, group) => () => byName(connection, group, rules) : (connection, group) => () => byDn(connection, group, rules);

async function* byDn(connection: Connection, group: GroupHead, rules: MemberRules): AsyncGenerator<readonly string[]> {
  for (const part of inParts(await valuesIn(connection, group, rules), partMax)) yield part.map((value) => canonicalDn(asText(value)));
}

async function* byName(connection: Connection, group: GroupHead, { users, milliseconds, attribute }: MemberRules): AsyncGenerator<readonly string[]> {
  for (const part of inParts(await valuesIn(connection, group, { attribute, milliseconds }), namesMax)) {
    const filter = all([users.filter, any(part.map((name) => equal(users.nameAttribute, name)))]);
    const found = await searchSome(connection, { ...users, filter, attributes: [] }, { max: namesMax * 2, milliseconds, bytesMax: entryBytesMax });
    yield found.entries.map(({ dn }) => addressOf(dn));
  }
}

/** A group that has vanished since has nobody. */
async function valuesIn(
  connection: Connection,
  group: GroupHead,
  { attribute, milliseconds }: Pick<MemberRules, 'attribute' | 'milliseconds'>,
): Promise<Iterable<Buffer>> {
  try {
    const entry = await readEntry(connection, group.dn, [attribute], { filter: present('objectClass'), milliseconds, bytesMax: limits.messageBytesMax });
    const values: Values | undefined = entry?.attributes.get(attribute.toLowerCase());
    return values ?? [];
  } catch (fault) {
    if (!(fault instanceof StoreFault) || (fault.reason !== 'protocol' && fault.reason !== 'too-large')) throw fault;
    throw new StoreFault(fault.reason, say('directory.members-unread', { group: group.address, why: fault.says }), { cause: fault });
  }
}

const asText = (value: Buffer): string => value.toString('utf8');

function* inParts<T>(values: Iterable<T>, max: number): Generator<readonly T[]> {
  let part: T[] = [];
  for (const value of values) {
    part.push(value);
    if (part.length < max) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
