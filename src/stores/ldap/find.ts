// One user or group of a directory, by key or by name. Two that fit are a fault: whoever could be either is nobody.
// Called by the drivers and by whatever writes or verifies. Whom somebody means is looked up each time, because DNs change and are used again.
import { say } from '#sentences/sentence.ts';
import { StoreFault, type UserEntry, type Whom } from '#user-store.ts';
import { limits } from '../driver.ts';
import type { Connection } from './connection.ts';
import { all, equal, type Filter } from './filters.ts';
import type { Kind, Layout } from './layout.ts';
import { dnOf } from './map-entry.ts';
import type { Entry } from './response.ts';
import { entryBytesMax, readEntry, searchSome } from './search.ts';

type Sought = Pick<Kind<unknown>, 'word' | 'base' | 'scope' | 'filter' | 'attributes' | 'key' | 'nameAttribute'>;

/** By key where there is one, else by name: only by what is the same user for sure. */
export const locate = (connection: Connection, kind: Sought, { key, name }: Pick<Whom, 'key' | 'name'>, milliseconds: number): Promise<Entry | null> =>
  key === '' ? locateByName(connection, kind, name, milliseconds) : locateByKey(connection, kind, key, milliseconds);

async function locateByKey(connection: Connection, kind: Sought, key: string, milliseconds: number): Promise<Entry | null> {
  const filter = kind.key.filterOf(key);
  return filter ? one(connection, kind, filter, milliseconds) : null;
}

/** By the directory's own rule of case. */
async function locateByName(connection: Connection, kind: Sought, name: string, milliseconds: number): Promise<Entry | null> {
  if (name.trim() === '' || name.length > limits.nameLengthMax || !name.isWellFormed() || name.includes('\u0000')) return null;
  return one(connection, kind, equal(kind.nameAttribute, name), milliseconds);
}

async function one(connection: Connection, kind: Sought, filter: Filter, milliseconds: number): Promise<Entry | null> {
  const question = { ...kind, filter: all([kind.filter, filter]) };
  const { entries, complete } = await searchSome(connection, question, { max: 2, milliseconds, bytesMax: entryBytesMax });
  const [entry, other] = entries;
  if (other || !complete) throw new StoreFault('settings', say(`directory.several-${kind.word}`));
  return entry ?? null;
}

export async function findUser(
  connection: Connection,
  layout: Layout,
  by: { readonly name: string } | { readonly key: string },
  milliseconds: number,
): Promise<UserEntry | null> {
  const entry = await ('key' in by
    ? locateByKey(connection, layout.users, by.key, milliseconds)
    : locateByName(connection, layout.users, by.name, milliseconds));
  return entry && mappedUser(connection, layout, entry, milliseconds);
}

/** Null = it cannot be taken; a reading says why. */
export async function mappedUser(connection: Connection, { users, disabledFilter }: Layout, entry: Entry, milliseconds: number): Promise<UserEntry | null> {
  const user = users.map(entry, new Set()).entry;
  if (!user || !disabledFilter || user.disabled) return user;
  const fits = await readEntry(connection, dnOf(entry), [], { filter: disabledFilter, milliseconds, bytesMax: entryBytesMax });
  return { ...user, disabled: fits !== null };
}
