// Those of a page who are new or not as they were: each is added or follows, as soon as his name is free. Called by take-users.ts inside its change.

import type { Change } from '#journal/change.ts';
import { say } from '#sentences/sentence.ts';
import type { UserEntry } from '#user-store.ts';
import { addressKeyOf, type Mapped } from '#users/mapped.ts';
import { addUsers } from './add-users.ts';
import { exchanging } from './exchanged-names.ts';
import { followUser } from './follow-user.ts';
import { isElsewhere, noteNamesake, noteTaken } from './once-each.ts';
import { type EntryRow, setNamesAside, type UserRow, updateEntry } from './queries.ts';
import { note, type Taking } from './taking.ts';

/** So many may wait for a name until the end of a run. */
const laterMax = 500;

export type Known = { readonly entry: EntryRow; readonly row: UserRow };

/** Who is here of a page: `named` = row keys by name, of others too. */
export type Here = { readonly entries: ReadonlyMap<string, EntryRow>; readonly rows: ReadonlyMap<number, UserRow>; readonly named: Map<string, number> };
export type Changed = {
  readonly users: readonly Mapped[];
  readonly here: Here;
  /** Where those wait whose names are not free yet; absent = this is the last word. */
  readonly later: UserEntry[] | undefined;
};

/** Stands for the row key of somebody who is to be added with others. */
const noRowYet = 0;

/** A name that another gives up on this page is free for who comes after him, in whichever order the store tells of them. Who is new is added with those beside him. */
export async function takeChanged(taking: Taking, open: Change, { users, here, later }: Changed) {
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
      if (here.named.get(row.name_key) === row.no) here.named.delete(row.name_key);
      here.named.set(user.nameKey, row.no);
    } else if (!entry) {
      joining.push(user);
      here.named.set(user.nameKey, noRowYet);
    }
    return true;
  };
  const takeEach = async (some: readonly Mapped[]): Promise<readonly Mapped[]> => {
    const waiting: Mapped[] = [];
    for (const user of some) if (!(await takeOne(user))) waiting.push(user);
    return waiting;
  };
  let waiting = await takeEach(await takeEach(users));
  if (!later && waiting.length > 1) {
    await giveUpNames(taking, open, { waiting, here });
    waiting = await takeEach(await takeEach(waiting));
  }
  await addJoining();
  return { fresh, followed, left: leave(taking, { waiting, here, later }) };
}

/** Whoever could not be taken waits for the end of the run, or is said. Gives the keys of those who wait. */
function leave(taking: Taking, { waiting, here, later }: Pick<Changed, 'here' | 'later'> & { readonly waiting: readonly Mapped[] }): ReadonlySet<string> {
  const left = new Set<string>();
  for (const user of waiting) {
    if (later && later.length < laterMax) {
      later.push(user.entry);
      left.add(user.key);
    } else if (here.entries.has(user.key)) noteTaken(taking, user.entry);
    else noteNamesake(taking, user.entry, 'user');
  }
  return left;
}

/** Those who exchange names have none for a moment, so that each can take his new one. */
async function giveUpNames(taking: Taking, { tx }: Change, { waiting, here }: { readonly waiting: readonly Mapped[]; readonly here: Here }): Promise<void> {
  const rowOf = ({ key }: Mapped) => here.rows.get(here.entries.get(key)?.object_no ?? noRowYet);
  const free = waiting.filter((user) => {
    const entry = here.entries.get(user.key);
    return entry && rowOf(user) && !isElsewhere(taking, user, entry);
  });
  const rows = exchanging(free, { rowOf: (user) => rowOf(user)?.no, holderOf: (nameKey) => here.named.get(nameKey) }).flatMap((user) => rowOf(user) ?? []);
  await setNamesAside(
    tx,
    rows.map(({ no }) => no),
  );
  for (const { name_key } of rows) here.named.delete(name_key);
}

async function follow(taking: Taking, open: Change, { user, known }: { readonly user: Mapped; readonly known: Known }) {
  const isByName = user.entry.key === '';
  if (isByName && known.entry.gone_at !== 0) {
    // Rule 4: without an id of its own, a name that comes back may be somebody else.
    note(taking, {
      address: user.entry.address,
      says: say('taking.was-away', { name: user.entry.name }),
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
