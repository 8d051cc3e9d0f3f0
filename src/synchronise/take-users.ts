// A page of users of a store becomes rows: new ones are added, changed ones follow, renamed ones keep their id, those that come back come back whole.
// Called by run.ts for pages and by discover.ts for one. What an administrator decides here (lock, roles, dates) is never touched.

import type { Change } from '#journal/change.ts';
import type { Page, UserEntry } from '#user-store.ts';
import { type Mapped, mapped } from '#users/mapped.ts';
import { defineUnknown } from './attributes.ts';
import { hasDoubles, onceEach } from './once-each.ts';
import { entriesByKey, insertEntries, markSeen, usersByNo, usersNamed } from './queries.ts';
import { type Changed, type Here, takeChanged } from './take-changed.ts';
import { inItsName, note, type Taking } from './taking.ts';

/**
 * Gives the row keys of those that were taken. `later` = where those wait whose name is another's who may come on a page further on, and give it up; without
 * it this is the last word.
 */
export async function takeUsers(taking: Taking, page: Page<UserEntry>, later?: UserEntry[]): Promise<readonly number[]> {
  for (const skipped of page.skipped) note(taking, skipped);
  const users = page.entries.flatMap((entry) => mapped(entry, (skipped) => note(taking, skipped)) ?? []);
  taking.counted.user.clear();
  await defineUnknown(taking, page.entries);
  return inItsName(taking, 'stores.take-users', (open) => take(taking, open, { users, later }));
}

async function take(taking: Taking, open: Change, { users, later }: Omit<Changed, 'here'>): Promise<readonly number[]> {
  const here = await whoIsHere(open, taking, users);
  const wanted = hasDoubles(users) ? onceEach(taking, users, here) : users;
  const { fresh, followed, left } = await takeChanged(taking, open, { users: wanted.filter((user) => isChanged(user, here)), here, later });
  taking.tally.seen += wanted.length - left.size;
  await insertEntries(open.tx, fresh);
  // Also whoever could not follow: he is there.
  const seen = wanted.map(({ key }) => key).filter((key) => here.entries.has(key) && !followed.has(key) && !left.has(key));
  await markSeen(open.tx, { storeNo: taking.store.no, kind: 'user' }, { keys: seen, generation: taking.generation });
  const taken = new Map([...here.entries.values(), ...fresh].map(({ key, object_no }) => [key, object_no]));
  return wanted.flatMap(({ key }) => taken.get(key) ?? []);
}

const isChanged = ({ key, digest }: Mapped, { entries }: Pick<Here, 'entries'>): boolean =>
  entries.get(key)?.digest !== digest || entries.get(key)?.gone_at !== 0;

async function whoIsHere({ tx }: Change, { store }: Taking, users: readonly Mapped[]): Promise<Here> {
  const entries = await entriesByKey(
    tx,
    { storeNo: store.no, kind: 'user' },
    users.map(({ key }) => key),
  );
  const changed = users.filter((user) => isChanged(user, { entries }));
  const rows = await usersByNo(
    tx,
    changed.flatMap(({ key }) => entries.get(key)?.object_no ?? []),
  );
  const named = await usersNamed(
    tx,
    store.no,
    (hasDoubles(users) ? users : changed).map(({ nameKey }) => nameKey),
  );
  return { entries, rows, named: new Map(named) };
}
