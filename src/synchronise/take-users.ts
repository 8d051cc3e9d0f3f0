// A page of users of a store becomes rows: new ones are added, changed ones follow, renamed ones keep their id, those that come back come back whole.
// Called by run.ts for pages and by discover.ts for one. What an administrator decides here (lock, roles, dates) is never touched.
import type { Change } from '#journal/change.ts';
import type { Page, UserEntry } from '#user-store.ts';
import { addressKeyOf, type Mapped, mapped } from '#users/mapped.ts';
import { addUsers } from './add-users.ts';
import { defineUnknown } from './attributes.ts';
import { followUser } from './follow-user.ts';
import { hasDoubles, isElsewhere, noteTaken, onceEach } from './once-each.ts';
import { type EntryRow, entriesByKey, insertEntries, markSeen, type UserRow, updateEntry, usersByNo, usersNamed } from './queries.ts';
import { inItsName, note, type Taking } from './taking.ts';

export type Known = { readonly entry: EntryRow; readonly row: UserRow };

/** Gives the row keys of those that were taken. */
export async function takeUsers(taking: Taking, page: Page<UserEntry>): Promise<readonly number[]> {
  for (const skipped of page.skipped) note(taking, skipped);
  const users = page.entries.flatMap((entry) => mapped(entry, (skipped) => note(taking, skipped)) ?? []);
  taking.counted.user.clear();
  await defineUnknown(taking, page.entries);
  return inItsName(taking, 'stores.take-users', (open) => take(taking, open, users));
}

type Here = { readonly entries: ReadonlyMap<string, EntryRow>; readonly rows: ReadonlyMap<number, UserRow>; readonly named: Map<string, number> };

async function take(taking: Taking, open: Change, users: readonly Mapped[]): Promise<readonly number[]> {
  const here = await whoIsHere(open, taking, users);
  const wanted = hasDoubles(users) ? onceEach(taking, users, here) : users;
  taking.tally.seen += wanted.length;
  const { fresh, followed } = await takeChanged(taking, open, { users: wanted.filter((user) => isChanged(user, here)), here });
  await insertEntries(open.tx, fresh);
  // Also whoever could not follow: he is there.
  const seen = wanted.map(({ key }) => key).filter((key) => here.entries.has(key) && !followed.has(key));
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

type Changed = { readonly users: readonly Mapped[]; readonly here: Here };

/** Stands for the row key of somebody who is to be added with others. */
const noRowYet = 0;

/** A name that another gives up on this page is free for who comes after him, in whichever order the store tells of them. Who is new is added with those beside him. */
async function takeChanged(taking: Taking, open: Change, { users, here }: Changed) {
  const [fresh, followed] = [[] as EntryRow[], new Set<string>()];
  let joining: Mapped[] = [];
  const addJoining = async () => {
    const nos = await addUsers(taking, open, joining);
    fresh.push(...joining.map((user, nth) => entryOf(taking, user, nos[nth] ?? noRowYet)));
    joining = [];
  };
  const takeOne = async (user: Mapped): Promise<boolean> => {
    const entry = here.entries.get(user.key);
    const row = entry && here.rows.get(entry.object_no);
    const holder = here.named.get(user.nameKey);
    if ((holder !== undefined && holder !== entry?.object_no) || (entry && isElsewhere(taking, user, entry))) return false;
    if (entry && row) {
      // Whoever comes first on the page comes first here: of two with one unique value, he has it.
      await addJoining();
      await follow(taking, open, { user, known: { entry, row } });
      followed.add(user.key);
      here.named.delete(row.name_key);
      here.named.set(user.nameKey, row.no);
    } else if (!entry) {
      joining.push(user);
      here.named.set(user.nameKey, noRowYet);
    }
    return true;
  };
  const waiting: Mapped[] = [];
  for (const user of users) if (!(await takeOne(user))) waiting.push(user);
  for (const user of waiting) {
    if (await takeOne(user)) continue;
    if (!here.entries.has(user.key)) taking.tally.namesakes += 1;
    noteTaken(taking, user.entry);
  }
  await addJoining();
  return { fresh, followed };
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
