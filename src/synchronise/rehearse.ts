// What synchronising would do, without doing it: the whole store is read, compared and counted. For the wizard, and before settings are changed.
// Called by actions.ts. Writes nothing.
import { type Action, action, type Call } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import { rehearseStore as operation } from '#stores/contract.ts';
import { foreignStore } from '#stores/found.ts';
import { withTried } from '#stores/try-store.ts';
import type { Page, Reading, Skipped, UserEntry } from '#user-store.ts';
import { type Mapped, mapped } from '#users/mapped.ts';
import { countLiving, entriesByKey, namesElsewhere } from './queries.ts';

/** A rehearsal that takes longer stops and says so. */
const secondsMax = 45;
const shownMax = 50;

type Found = { users: number; groups: number; added: number; changed: number; clashes: number; skipped: number; complete: boolean };
type Rehearsing = {
  readonly call: Call;
  readonly storeNo: number;
  readonly until: number;
  readonly found: Found;
  readonly clashing: string[];
  readonly notes: Skipped[];
};

export const rehearseStore: Action<typeof operation> = action(operation, (call, asked) =>
  withTried(call, asked, async (store) => {
    const { world } = call;
    const storeNo = asked.id === undefined ? 0 : (await foreignStore(world.db.read, { id: asked.id })).no;
    const found = { users: 0, groups: 0, added: 0, changed: 0, clashes: 0, skipped: 0, complete: true };
    const rehearsing = { call, storeNo, until: world.now() + secondsMax * 1_000, found, clashing: [], notes: [] };
    const reading = await store.read('');
    try {
      await readThrough(rehearsing, reading);
    } finally {
      await reading.close();
    }
    return shown(rehearsing, storeNo === 0 ? 0 : await countLiving(world.db.read, { storeNo, kind: 'user' }));
  }),
);

async function readThrough(rehearsing: Rehearsing, reading: Reading): Promise<void> {
  const { found } = rehearsing;
  for await (const page of inTime(rehearsing, reading.users())) await look(rehearsing, page);
  for await (const page of inTime(rehearsing, reading.groups())) {
    found.groups += page.entries.length;
    for (const skipped of page.skipped) note(rehearsing, skipped);
  }
}

async function* inTime<T>({ call, found, until }: Rehearsing, pages: AsyncIterable<T>): AsyncGenerator<T> {
  if (!found.complete) return;
  for await (const page of pages) {
    yield page;
    if (call.world.now() <= until) continue;
    found.complete = false;
    return;
  }
}

async function look(rehearsing: Rehearsing, page: Page<UserEntry>): Promise<void> {
  const { call, storeNo, found, clashing } = rehearsing;
  for (const skipped of page.skipped) note(rehearsing, skipped);
  const users = page.entries.flatMap((entry): Mapped | readonly Mapped[] => mapped(entry, (skipped) => note(rehearsing, skipped)) ?? []);
  const db = call.world.db.read;
  const known = await entriesByKey(
    db,
    { storeNo, kind: 'user' },
    users.map(({ key }) => key),
  );
  const elsewhere = new Set(
    await namesElsewhere(
      db,
      storeNo,
      users.map(({ nameKey }) => nameKey),
    ),
  );
  found.users += users.length;
  for (const { key, digest, nameKey, entry } of users) {
    const before = known.get(key);
    if (!before) found.added += 1;
    else if (before.digest !== digest || before.gone_at !== 0) found.changed += 1;
    if (!elsewhere.has(nameKey)) continue;
    found.clashes += 1;
    if (clashing.length < shownMax) clashing.push(entry.name);
  }
}

function note({ found, notes }: Rehearsing, skipped: Skipped): void {
  found.skipped += 1;
  if (notes.length < shownMax) notes.push(skipped);
}

function shown({ call, found, clashing, notes }: Rehearsing, living: number): OutputOf<typeof operation> {
  // Of those that are here, whoever was not met again would vanish.
  const vanished = found.complete ? Math.max(0, living - (found.users - found.added)) : 0;
  return { ...found, vanished, clashing, skippedEntries: notes.map(({ address, says }) => ({ address, says: call.speak(says) })) };
}
