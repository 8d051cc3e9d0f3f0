// Groups of a store become rows. Their members and nesting follow in a second reading (take-members.ts), when all users and groups are known.
// Called by run.ts. Roles that a group was given here stay with it, whatever it is called there.

import { addGroupRow, touchGroupRow } from '#groups/queries.ts';
import type { Change } from '#journal/change.ts';
import { faultOfForeignName } from '#names/foreign-name.ts';
import { nameKeyOf } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import type { GroupEntry, Page } from '#user-store.ts';
import { addressKeyOf } from '#users/mapped.ts';
import { groupsByNo, groupsNamed } from './group-queries.ts';
import { noteNamesake } from './once-each.ts';
import { type EntryRow, entriesByKey, insertEntries, markSeen, updateEntry } from './queries.ts';
import { countChanged, inItsName, note, noteOnce, type Taking } from './taking.ts';

const descriptionLengthMax = 300;
type Group = { readonly entry: GroupEntry; readonly key: string; readonly nameKey: string; readonly description: string; readonly digest: string };

/** Gives how many are new. `before` = so many of this store are here. */
export async function takeGroups(taking: Taking, page: Page<GroupEntry>, before: number): Promise<number> {
  for (const skipped of page.skipped) note(taking, skipped);
  const groups = page.entries.flatMap((entry) => groupOf(taking, entry) ?? []);
  return inItsName(taking, 'stores.take-groups', (open) => take(taking, open, { groups, before }));
}

function groupOf(taking: Taking, entry: GroupEntry): Group | null {
  const { address, key, name } = entry;
  const odd = faultOfForeignName(name, 'group');
  if (odd !== null) {
    note(taking, { address, says: odd });
    return null;
  }
  const nameKey = nameKeyOf(name);
  const description = entry.description.slice(0, descriptionLengthMax);
  return { entry, key: key === '' ? `name ${nameKey}` : key, nameKey, description, digest: JSON.stringify([name, addressKeyOf(address), description]) };
}

async function take(taking: Taking, open: Change, { groups, before }: { readonly groups: readonly Group[]; readonly before: number }): Promise<number> {
  const { store, generation } = taking;
  const place = { storeNo: store.no, kind: 'group' } as const;
  const entries = await entriesByKey(
    open.tx,
    place,
    groups.map(({ key }) => key),
  );
  const holders = await groupsNamed(
    open.tx,
    store.no,
    groups.map(({ nameKey }) => nameKey),
  );
  const fresh: EntryRow[] = [];
  for (const group of groups) {
    const entry = entries.get(group.key);
    const holder = holders.get(group.nameKey);
    if (holder !== undefined && holder !== entry?.object_no) {
      if (entry) note(taking, { address: group.entry.address, says: say('taking.group-taken', { name: group.entry.name }) });
      else noteNamesake(taking, group.entry, 'group');
    } else if (entry) await follow(taking, open, { group, entry });
    else if (before + fresh.length >= taking.limits.groupsOfStore) noteOnce(taking, { address: group.entry.address, says: tooManyGroups(taking) });
    else {
      const no = await add(taking, open, group);
      holders.set(group.nameKey, no);
      taking.counted.group.add(no);
      fresh.push(entryOf(taking, group, no));
    }
  }
  await insertEntries(open.tx, fresh);
  await markSeen(open.tx, place, { keys: groups.map(({ key }) => key), generation });
  return fresh.length;
}

const tooManyGroups = ({ limits: { groupsOfStore } }: Taking): Sentence => say('taking.too-many-groups', { max: groupsOfStore });

async function add({ world, store }: Taking, open: Change, { entry, nameKey, description }: Group): Promise<number> {
  const id = world.newId();
  const row = {
    id,
    version: 1,
    store_no: store.no,
    name: entry.name,
    name_key: nameKey,
    sort_key: sortKeyOf(nameKey),
    description,
    created_at: open.now,
    changed_at: open.now,
    deleted_at: 0,
  };
  const no = await addGroupRow(open.tx, row);
  open.record({ kind: 'group', id, name: `${store.domain}/${entry.name}`, before: null, after: { id, domain: store.domain, name: entry.name, description } });
  open.touchModel();
  return no;
}

async function follow(taking: Taking, open: Change, { group, entry }: { readonly group: Group; readonly entry: EntryRow }): Promise<void> {
  if (entry.digest === group.digest && entry.gone_at === 0) return;
  const [row] = await groupsByNo(open.tx, [entry.object_no]);
  await updateEntry(open.tx, entryOf(taking, group, entry.object_no));
  const title = { name: group.entry.name, name_key: group.nameKey, description: group.description };
  const isAsBefore = row?.name === title.name && row.description === title.description;
  if (row?.deleted_at !== 0 || isAsBefore) return;
  await touchGroupRow(open.tx, { no: row.no, now: open.now, title });
  const image = (name: string, description: string) => ({ id: row.id, domain: taking.store.domain, name, description });
  open.record({
    kind: 'group',
    id: row.id,
    name: `${taking.store.domain}/${title.name}`,
    before: image(row.name, row.description),
    after: image(title.name, title.description),
  });
  open.touchModel();
  countChanged(taking, 'group', row.no);
}

const entryOf = ({ store, generation }: Taking, { key, digest, entry: { address } }: Group, no: number): EntryRow => ({
  store_no: store.no,
  kind: 'group',
  key,
  object_no: no,
  address,
  address_key: addressKeyOf(address),
  digest,
  generation,
  gone_at: 0,
});
