// What was in a store and is there no more: counted first, held against the brake, then taken to the recycle bin in parts, with their roles, so that they come
// back with them. Called by run.ts at the end of a run that read to its end. A group that vanished keeps its row and roles, and loses its members.

import { nameKeyOf } from '#names/name.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { endAll } from '#sessions/end-all.ts';
import { keyByName } from '#stores/entry-key.ts';
import type { EntryKind, Reading } from '#user-store.ts';
import { updateUserRow } from '#users/queries.ts';
import { groupsByNo, membersOf } from './group-queries.ts';
import { imageOf } from './image.ts';
import { type KeySet, keySet } from './key-set.ts';
import { countLiving, livingAfter, livingEntryOf, markGone, usersByNo } from './queries.ts';
import { inParts } from './take-members.ts';
import { inItsName, type Taking } from './taking.ts';

const partMax = 500;
/** So few may always go, unless they are all there are. */
const alwaysMax = 5;

export type Missing = { readonly kind: EntryKind; readonly missing: number; readonly living: number; parts(): AsyncIterable<readonly Gone[]> };
type Gone = { readonly key: string; readonly object_no: number };

/**
 * Whatever the store does not name any more. After a full run only what does not carry its number is asked for: an entry that could not be taken this time
 * (too large, another's name) is there all the same, and stays. What came during the run carries the next number.
 */
export async function missingOf(taking: Taking, reading: Pick<Reading, 'delta' | 'keys'>, kind: EntryKind): Promise<Missing> {
  const place = { storeNo: taking.store.no, kind };
  const living = await countLiving(taking.world.db.read, place);
  const before = reading.delta ? taking.generation + 1 : taking.generation;
  const [unseen] = await livingAfter(taking.world.db.read, place, { after: '', limit: 1, before });
  if (!unseen) return { kind, missing: 0, living, parts: async function* () {} };
  const there = await keySet(unseen.key.startsWith(keyByName) ? byName(reading.keys(kind)) : reading.keys(kind));
  const parts = () => livingParts(taking, kind, { before, there });
  let missing = 0;
  for await (const part of parts()) missing += part.length;
  return { kind, missing, living, parts };
}

/** A store without ids names its entries; here they are known by those names. */
async function* byName(pages: AsyncIterable<readonly string[]>): AsyncGenerator<readonly string[]> {
  for await (const names of pages) yield names.flatMap((name) => [name, `${keyByName}${nameKeyOf(name)}`]);
}

/** Everything that is left of a store that was deleted. */
export const missingAltogether = (taking: Taking, kind: EntryKind): Pick<Missing, 'kind' | 'parts'> => ({
  kind,
  parts: () => livingParts(taking, kind, { before: Number.POSITIVE_INFINITY, there: null }),
});

async function* livingParts({ world, store }: Taking, kind: EntryKind, { before, there }: { readonly before: number; readonly there: KeySet | null }) {
  for (let after = ''; ; ) {
    const rows = await livingAfter(world.db.read, { storeNo: store.no, kind }, { after, limit: partMax, before });
    if (rows.length === 0) return;
    after = rows.at(-1)?.key ?? '';
    const gone = rows.filter(({ key }) => !there?.has(key));
    if (gone.length > 0) yield gone;
  }
}

/** Null = may go on; else why it stops. `mayVanish` = so many were allowed by somebody who has seen the number; -1 = nobody has. */
export function brake({ kind, missing, living }: Missing, { percent, mayVanish }: { readonly percent: number; readonly mayVanish: number }): Sentence | null {
  if (missing === 0 || missing <= mayVanish) return null;
  if (missing < living && missing <= Math.max(alwaysMax, Math.floor((living * percent) / 100))) return null;
  return missing === living ? say(`brake.all-${kind}s`, { living }) : say(`brake.some-${kind}s`, { missing, living, percent });
}

export async function takeAway(taking: Taking, { kind, parts }: Pick<Missing, 'kind' | 'parts'>): Promise<void> {
  for await (const part of parts()) {
    if (kind === 'user') await usersGone(taking, part);
    else await groupsGone(taking, part);
    taking.tally.vanished += part.length;
  }
}

/** One user of whom it is known that he is there no more. */
export async function takeAwayUser(taking: Taking, userId: string): Promise<void> {
  const gone = await livingEntryOf(taking.world.db.read, userId);
  if (gone) await usersGone(taking, [gone]);
}

async function usersGone(taking: Taking, part: readonly Gone[]): Promise<void> {
  const { store } = taking;
  await inItsName(taking, 'stores.vanished', async (open) => {
    const rows = await usersByNo(
      open.tx,
      part.map(({ object_no }) => object_no),
    );
    await markGone(open.tx, { storeNo: store.no, kind: 'user' }, { keys: part.map(({ key }) => key), now: open.now });
    for (const row of rows.values()) {
      if (row.deleted_at !== 0) continue;
      await endAll(open.tx, { userNo: row.no, now: open.now });
      const set = {
        deleted_at: open.now,
        state_reason: `Not in ${store.domain} any more`,
        revocation_epoch: row.revocation_epoch + 1,
        version: row.version + 1,
        changed_at: open.now,
      };
      await updateUserRow(open.tx, row.no, set);
      const before = imageOf(taking, row, open.now);
      open.record({ kind: 'user', id: row.id, name: `${store.domain}/${row.user_name}`, before, after: imageOf(taking, { ...row, ...set }, open.now) });
    }
  });
}

async function groupsGone(taking: Taking, part: readonly Gone[]): Promise<void> {
  for (const row of await groupsByNo(
    taking.world.db.read,
    part.map(({ object_no }) => object_no),
  ))
    await inParts(taking, { groupNo: row.no, id: row.id, name: row.name }, { userNos: await membersOf(taking.world.db.read, row.no), joins: false });
  await taking.world.db.write((tx) => markGone(tx, { storeNo: taking.store.no, kind: 'group' }, { keys: part.map(({ key }) => key), now: taking.world.now() }));
}
