// change(): the one way to alter what Reeve knows. A short transaction that takes the next number first and writes its own journal entry last (rules 19–21).
// Called by action.ts, and by nothing else that acts for a person. Knows entries and images; not what they are about, nor who may.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { drawing } from '#chance.ts';
import type { Database, Manner } from '#db/database.ts';
import { forUpdate } from '#db/portable.ts';
import { first, prepared } from '#db/prepared.ts';
import type { Tx } from '#db/tables.ts';
import { digestOf, type Entry, hashOf, type StoredImage } from './chain.ts';

/** One object as the contract shows it, before and after, secrets left out; null = was not, or is no more. */
export type NewImage = { readonly kind: string; readonly id: string; readonly name: string; readonly before: unknown; readonly after: unknown };

/** An open change. */
export type Change = {
  readonly tx: Tx;
  /** The number this change gets if it records anything. */
  readonly number: number;
  /** Milliseconds; never before the newest entry. */
  readonly now: number;
  /** The newest change of roles, tree or nesting that this transaction sees. */
  readonly modelNumber: number;
  record(image: NewImage): void;
  /** Whether anything was recorded so far: else there will be no entry. */
  recorded(): boolean;
  /** Whether anything but new users was recorded, or nothing at all: only then can somebody have lost what he had. */
  takesSomething(): boolean;
  /** This change alters what decisions are made from: roles, entries, roles of groups, nesting, the tree. */
  touchModel(): void;
};
export type Header = {
  readonly actorKind: string;
  readonly actorId: string;
  readonly right: string;
  readonly door: string;
  readonly operation: string;
  readonly reason: string;
};
/** What was committed: the objects whose cached decisions, sessions and tokens must be forgotten. number 0 = nothing was recorded. */
export type Committed<T> = { readonly value: T; readonly number: number; readonly objects: readonly string[]; readonly model: boolean };

const saltBytes = 16;
const salt = drawing(randomBytes);

/** Runs `body` and journals what it recorded, or nothing at all. `model` of the result says that roles, tree or nesting changed. */
export async function change<T>(
  database: Database,
  now: number,
  header: Header,
  body: (change: Change) => Promise<T>,
  manner: Manner = {},
): Promise<Committed<T>> {
  return database.write(async (tx) => {
    const head = await lockHead(tx);
    const images: StoredImage[] = [];
    let model = false;
    const open: Change = {
      tx,
      number: head.number + 1,
      now: Math.max(now, head.changed_at),
      modelNumber: head.model_number,
      record: (image) => images.push(stored(image)),
      recorded: () => images.length > 0,
      takesSomething: () => model || images.length === 0 || images.some(({ kind, before }) => kind !== 'user' || before !== ''),
      touchModel: () => {
        model = true;
      },
    };
    const value = await body(open);
    if (images.length > 0) await append(database, tx, { header, number: open.number, at: open.now, previous: head.hash, images, model });
    return { value, number: images.length > 0 ? open.number : 0, objects: images.map((image) => image.object_id), model };
  }, manner);
}

type Head = { readonly number: number; readonly hash: string; readonly model_number: number; readonly changed_at: number };

/** The first statement of each change: whoever holds this row is alone, so numbers are gapless and in commit order. */
export async function lockHead(tx: Tx): Promise<Head> {
  const head = await first(headLocked(tx, {}));
  if (!head) throw new Error('The journal has no head: the database is not whole.');
  return head;
}

const headLocked = prepared<Record<never, never>, Head>((db, _values, kind) =>
  db.selectFrom('journal_head').select(['number', 'hash', 'model_number', 'changed_at']).where('only', '=', 1).modifyEnd(forUpdate(kind)),
);

const asText = (image: unknown) => (image === null || image === undefined ? '' : JSON.stringify(image));

function stored({ kind, id, name, before, after }: NewImage): StoredImage {
  return { kind, object_id: id, name, before: asText(before), after: asText(after), salt: salt(saltBytes).toString('hex') };
}

type Appending = {
  readonly header: Header;
  readonly number: number;
  readonly at: number;
  readonly previous: string;
  readonly images: readonly StoredImage[];
  readonly model: boolean;
};

async function append({ kind }: Database, tx: Tx, { header, number, at, previous, images, model }: Appending) {
  const said: Entry = {
    number,
    at,
    actor_kind: header.actorKind,
    actor_id: header.actorId,
    right_used: header.right,
    door: header.door,
    operation: header.operation,
    reason: header.reason,
    digests: JSON.stringify(images.map(digestOf)),
  };
  const entry = { ...said, hash: hashOf(previous, said) };
  const rows = images.map((image, position) => ({ number, position, ...image, erased_at: 0 }));
  if (kind === 'postgres') await sql`select reeve_append(${JSON.stringify(entry)}::jsonb, ${JSON.stringify(rows)}::jsonb, ${model})`.execute(tx);
  else await appendHere(tx, entry, rows, model);
}

type ImageRow = StoredImage & { readonly number: number; readonly position: number; readonly erased_at: number };
type NewHead = { readonly number: number; readonly hash: string; readonly at: number };

async function appendHere(tx: Tx, entry: Entry & { readonly hash: string }, rows: readonly ImageRow[], model: boolean) {
  await insertEntry(tx, entry);
  for (const row of rows) await insertImage(tx, row);
  await (model ? moveHeadAndModel : moveHead)(tx, entry);
}

const insertEntry = prepared<Entry & { readonly hash: string }, never>(
  (db, { number, at, actor_kind, actor_id, right_used, door, operation, reason, digests, hash }) =>
    db.insertInto('journal').values({ number, at, actor_kind, actor_id, right_used, door, operation, reason, digests, hash }),
);
const insertImage = prepared<ImageRow, never>((db, { number, position, kind, object_id, name, before, after, salt, erased_at }) =>
  db.insertInto('journal_images').values({ number, position, kind, object_id, name, before, after, salt, erased_at }),
);
const moveHead = prepared<NewHead, never>((db, { number, hash, at }) =>
  db.updateTable('journal_head').set({ number, hash, changed_at: at }).where('only', '=', 1),
);
const moveHeadAndModel = prepared<NewHead, never>((db, { number, hash, at }) =>
  db.updateTable('journal_head').set({ number, hash, changed_at: at, model_number: number }).where('only', '=', 1),
);
