// A page of users of a store becomes rows: new ones are added, changed ones follow, renamed ones keep their id, those that come back come back whole.
// Called by run.ts for pages and by discover.ts for one. What an administrator decides here (lock, roles, dates) is never touched.
import type { Change } from '#journal/change.ts';
import type { Page, UserEntry } from '#user-store.ts';
import { addressKeyOf, type Mapped, mapped } from '#users/mapped.ts';
import { addUser, recordAdded } from './add-user.ts';
import { defineUnknown } from './attributes.ts';
import { followUser } from './follow-user.ts';
import { type EntryRow, entriesByKey, insertEntries, markSeen, type UserRow, updateEntry, usersByNo, usersNamed } from './queries.ts';
import { inItsName, note, type Taking } from './taking.ts';

export type Known = { readonly entry: EntryRow; readonly row: UserRow };

/** Gives the row keys of those that were taken, in the order of the page. */
export async function takeUsers(taking: Taking, page: Page<UserEntry>): Promise<readonly number[]> {
  for (const skipped of page.skipped) note(taking, skipped);
  const wanted = onceEach(taking, page.entries);
  taking.tally.seen += wanted.length;
  await defineUnknown(taking, page.entries);
  return inItsName(taking, 'stores.take-users', (open) => take(taking, open, wanted));
}

/** Two entries of one page with one name or one id: the first is taken. */
function onceEach(taking: Taking, entries: readonly UserEntry[]): readonly Mapped[] {
  const [keys, names] = [new Set<string>(), new Set<string>()];
  return entries.flatMap((entry) => {
    const user = mapped(entry, (skipped) => note(taking, skipped));
    if (!user) return [];
    if (keys.has(user.key) || names.has(user.nameKey)) {
      note(taking, { address: entry.address, says: `Another entry has the user name ${entry.name} already.` });
      return [];
    }
    keys.add(user.key);
    names.add(user.nameKey);
    return [user];
  });
}

async function take(taking: Taking, open: Change, users: readonly Mapped[]): Promise<readonly number[]> {
  const { store, generation } = taking;
  const place = { storeNo: store.no, kind: 'user' } as const;
  const entries = await entriesByKey(
    open.tx,
    place,
    users.map(({ key }) => key),
  );
  const changed = users.filter(({ key, digest }) => entries.get(key)?.digest !== digest || entries.get(key)?.gone_at !== 0);
  const rows = await usersByNo(
    open.tx,
    changed.flatMap(({ key }) => entries.get(key)?.object_no ?? []),
  );
  const named = await usersNamed(
    open.tx,
    store.no,
    changed.map(({ nameKey }) => nameKey),
  );
  const fresh: EntryRow[] = [];
  for (const user of changed) {
    const entry = entries.get(user.key);
    const row = entry && rows.get(entry.object_no);
    const holder = named.get(user.nameKey);
    if (holder !== undefined && holder !== entry?.object_no) {
      note(taking, {
        address: user.entry.address,
        says: `The user name ${user.entry.name} belongs to another entry of this store, or to one that is in the recycle bin.`,
      });
      continue;
    }
    if (entry && row) await follow(taking, open, { user, known: { entry, row } });
    else if (!entry) fresh.push(entryOf(taking, user, await addUser(taking, open, user)));
  }
  await recordAdded(
    taking,
    open,
    fresh.map(({ object_no }) => object_no),
  );
  await insertEntries(open.tx, fresh);
  await markSeen(open.tx, place, { keys: users.filter((user) => !changed.includes(user)).map(({ key }) => key), generation });
  const taken = new Map([...entries.values(), ...fresh].map(({ key, object_no }) => [key, object_no]));
  return users.flatMap(({ key }) => taken.get(key) ?? []);
}

async function follow(taking: Taking, open: Change, { user, known }: { readonly user: Mapped; readonly known: Known }) {
  const isByName = user.entry.key === '';
  if (isByName && known.entry.gone_at !== 0) {
    // Rule 4: without an id of its own, a name that comes back may be somebody else.
    note(taking, {
      address: user.entry.address,
      says: `${user.entry.name} was away and has no id of its own. Restore him from the recycle bin if he is the same.`,
    });
    if (known.row.deleted_at !== 0) return;
  }
  await followUser(taking, open, { user, known });
  await updateEntry(open.tx, entryOf(taking, user, known.row.no));
}

const entryOf = ({ store, generation }: Taking, { key, digest, entry: { address } }: Mapped, no: number): EntryRow => ({
  store_no: store.no,
  kind: 'user',
  key,
  object_no: no,
  address,
  address_key: addressKeyOf(address),
  digest,
  generation,
  gone_at: 0,
});
