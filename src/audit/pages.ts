// A page of the journal: what an index finds, tested by the other filters and by the reader's scope, newest first.
// Called by the actions of this room, for screens and for files. Looks at so many entries at most; then the page says that it is incomplete and where to go on.
import { setImmediate as others } from 'node:timers/promises';
import type { Call } from '#action.ts';
import type { JournalEntry } from '#journal/contract.ts';
import { linksOf } from '#journal/links.ts';
import { candidates, type EntryRow, firstSince, type ImageRow, imagesOf, type Looked, namesOf } from '#journal/queries.ts';
import { reaches } from '#permissions/scope.ts';
import { type Beside, entryOf } from './entry.ts';

export type Filters = {
  readonly number?: number | undefined;
  readonly object?: string | undefined;
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly door?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
};
export type JournalPage = { readonly items: JournalEntry[]; readonly next: number | null; readonly complete: boolean };

const lookedAtOnce = 200;
const lookedAtMax = 4_000;

/** Numbers instead of moments: asked once, for all pages of a reading. */
export async function lookingFor(call: Call, { number, since, until, ...filters }: Filters): Promise<Looked> {
  const db = call.world.db.read;
  const from = since === undefined ? 0 : await firstSince(db, since);
  const before = until === undefined ? Number.MAX_SAFE_INTEGER : await firstSince(db, until);
  return number === undefined ? { ...filters, from, before } : { ...filters, from: Math.max(from, number), before: Math.min(before, number + 1) };
}

type Kept = { readonly row: EntryRow; readonly images: readonly ImageRow[] };

export async function pageBefore(call: Call, looked: Looked, limit: number): Promise<JournalPage> {
  const kept: Kept[] = [];
  let [before, seen] = [looked.before, 0];
  while (kept.length < limit && seen < lookedAtMax) {
    const rows = await candidates(call.world.db.read, { ...looked, before }, lookedAtOnce);
    for (const one of await tested(call, looked, rows)) {
      if (kept.length === limit) return page(call, kept, { next: kept.at(-1)?.row.number ?? null, complete: true });
      kept.push(one);
    }
    seen += rows.length;
    before = rows.at(-1)?.number ?? before;
    if (rows.length < lookedAtOnce) return page(call, kept, { next: null, complete: true });
    // SQLite answers at once: without a pause, a long look would keep everybody else waiting.
    await others();
  }
  return page(call, kept, { next: before, complete: kept.length === limit });
}

async function tested(call: Call, { actor, operation, door }: Looked, rows: readonly EntryRow[]): Promise<readonly Kept[]> {
  const fits = (row: EntryRow) =>
    (actor === undefined || row.actor_id === actor) && (operation === undefined || row.operation === operation) && (door === undefined || row.door === door);
  const fitting = rows.filter(fits);
  const images = Map.groupBy(
    await imagesOf(
      call.world.db.read,
      fitting.map(({ number }) => number),
    ),
    ({ number }) => number,
  );
  const all = fitting.map((row) => ({ row, images: images.get(row.number) ?? [] }));
  return call.reach === null ? all : withinReach(call, all);
}

/** Of an entry, what was done to those in the reader's scope; of the others not even that there was something. */
async function withinReach(call: Call, all: readonly Kept[]): Promise<readonly Kept[]> {
  const known = new Map<string, boolean>();
  const isWithin = async (id: string): Promise<boolean> => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const on = await call.world.authorizer.target(id, call.now);
    const within = on !== null && reaches(call.reach, on);
    known.set(id, within);
    return within;
  };
  const kept: Kept[] = [];
  for (const { row, images } of all) {
    const own: ImageRow[] = [];
    for (const image of images) if (await isWithin(image.object_id)) own.push(image);
    if (own.length > 0) kept.push({ row, images: own });
  }
  return kept;
}

async function page(call: Call, kept: readonly Kept[], { next, complete }: Omit<JournalPage, 'items'>): Promise<JournalPage> {
  const db = call.world.db.read;
  const links = await linksOf(
    db,
    kept.map(({ row }) => row.number),
  );
  const users = [...kept.map(({ row }) => ({ actorKind: row.actor_kind, actorId: row.actor_id })), ...links.undoneBy.values()];
  const ids = [...new Set(users.filter(({ actorKind }) => actorKind === 'user').map(({ actorId }) => actorId))];
  const beside: Omit<Beside, 'images'> = { names: await namesSeen(call, ids), links };
  return { items: kept.map(({ row, images }) => entryOf(row, { images, ...beside })), next, complete };
}

/** Whoever reads within a scope learns the names of those in it, and his own. */
async function namesSeen(call: Call, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = await namesOf(call.world.db.read, ids);
  if (call.reach === null) return names;
  const seen = new Map<string, string>();
  for (const [id, name] of names) {
    const on = await call.world.authorizer.target(id, call.now);
    if (id === call.subject?.id || (on && reaches(call.reach, on))) seen.set(id, name);
  }
  return seen;
}
