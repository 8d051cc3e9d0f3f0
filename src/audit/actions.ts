// audit/: reading the journal and the sign-in events, as actions.
// Called through actions.ts by every door. Knows nothing about writing either.
import { type Action, action, type Call } from '#action.ts';
import { Refusal } from '#errors.ts';
import { listEvents as eventsOperation, type JournalEntry, listJournal as listOperation, verifyJournal as verifyOperation } from '#journal/contract.ts';
import { type Links, linksOf } from '#journal/links.ts';
import { type EntryRow, entriesBefore, type ImageRow, imagesOf, namesOf, newestEvents } from '#journal/queries.ts';
import { openHeadKey } from '#journal/sign.ts';
import { verify } from '#journal/verify.ts';

const limitDefault = 50;

/** The journal holds images of everybody: a right that is held only on some does not open it. */
function needsWhole(call: Call) {
  if (call.reach !== null) throw new Refusal('scope.too-wide');
}

const listJournal = action(listOperation, async (call, { cursor, limit = limitDefault, object, actor, operation, since }) => {
  needsWhole(call);
  const db = call.world.db.read;
  const rows = await entriesBefore(db, {
    before: readCursor(cursor),
    limit: limit + 1,
    ...(object ? { object } : {}),
    ...(actor ? { actor } : {}),
    ...(operation ? { operation } : {}),
    ...(since ? { since } : {}),
  });
  const page = rows.slice(0, limit);
  const images = Map.groupBy(
    await imagesOf(
      db,
      page.map(({ number }) => number),
    ),
    ({ number }) => number,
  );
  const links = await linksOf(
    db,
    page.map(({ number }) => number),
  );
  const users = [...page.map(({ actor_kind, actor_id }) => ({ actorKind: actor_kind, actorId: actor_id })), ...links.undoneBy.values()];
  const names = await namesOf(db, [...new Set(users.filter(({ actorKind }) => actorKind === 'user').map(({ actorId }) => actorId))]);
  const last = page.at(-1);
  return {
    items: page.map((row) => entryOf(row, { images: images.get(row.number) ?? [], names, links })),
    ...(rows.length > limit && last ? { next: String(last.number) } : {}),
    complete: true,
  };
});

function readCursor(cursor: string | undefined): number {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
  if (!Number.isSafeInteger(before) || before < 0) throw new Refusal('cursor.invalid');
  return before;
}

const read = (text: string): unknown => (text === '' ? null : JSON.parse(text));

type Beside = { readonly images: readonly ImageRow[]; readonly names: ReadonlyMap<string, string>; readonly links: Links };

function entryOf(row: EntryRow, { images, names, links }: Beside): JournalEntry {
  const undone = links.undoneBy.get(row.number);
  return {
    undoes: links.undoes.get(row.number) ?? 0,
    undoneBy: undone ? { number: undone.number, at: undone.at, name: names.get(undone.actorId) ?? undone.actorId } : null,
    job: links.jobs.get(row.number) ?? '',
    number: row.number,
    at: row.at,
    right: row.right_used,
    door: row.door,
    operation: row.operation,
    reason: row.reason,
    hash: row.hash,
    actor: { kind: row.actor_kind, id: row.actor_id, name: names.get(row.actor_id) ?? row.actor_id },
    images: images.map((image) => ({
      kind: image.kind,
      id: image.object_id,
      name: image.name,
      before: read(image.before),
      after: read(image.after),
      erased: image.erased_at > 0,
    })),
  };
}

const verifyJournal = action(verifyOperation, async (call) => {
  needsWhole(call);
  const { faults, ...verdict } = await verify(call.world.db.read, { key: openHeadKey(call.world.config.data, call.world.config.masterKeyFile) });
  return { ...verdict, faults: [...faults] };
});

const listEvents = action(eventsOperation, async (call, { failures = false, limit = limitDefault }) => {
  needsWhole(call);
  const rows = await newestEvents(call.world.db.read, { onlyFailures: failures, limit });
  const items = rows.map((row) => ({
    at: row.at,
    outcome: row.outcome,
    network: row.network,
    door: row.door,
    count: row.count,
    user: row.user_id && row.user_name && row.domain ? { id: row.user_id, userName: row.user_name, domain: row.domain } : null,
  }));
  return { items, complete: true };
});

export const auditActions: readonly Action[] = [listJournal, verifyJournal, listEvents];
