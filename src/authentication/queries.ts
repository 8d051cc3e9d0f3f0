// SQL of signing in: who a name means, what proves him, and the events that are kept of it. What lies between two proofs is in flow-queries.ts.
// `db` is a reading handle, `tx` a transaction. Judges nothing.
import { type Kysely, type Selectable, sql } from 'kysely';
import { first, prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';

const eventMinuteMilliseconds = 60_000;
/** Rows about one user, or about strangers, in one minute; more are added up without their network, so that a flood fills no table. */
const rowsPerMinuteMax = 100;

const columns = [
  'users.no',
  'users.id',
  'users.kind',
  'users.user_name',
  'users.mail',
  'users.shown_name',
  'users.disabled_at',
  'users.locked_at',
  'users.locked_until',
  'users.pending',
  'users.starts_at',
  'users.ends_at',
  'users.deleted_at',
  'users.revocation_epoch',
  'users.state_reason',
  'users.store_no',
  'users.signed_in',
  'stores.id as store_id',
  'stores.domain',
  'stores.domain_key',
  'stores.kind as store_kind',
  'stores.enabled as store_enabled',
  'credentials.password_hash',
  'credentials.changed_at as credential_at',
  'credentials.must_change',
  'credentials.temporary_until',
] as const;

export type CredentialRow = Pick<
  Selectable<Tables['users']>,
  | 'no'
  | 'id'
  | 'kind'
  | 'user_name'
  | 'mail'
  | 'shown_name'
  | 'disabled_at'
  | 'locked_at'
  | 'locked_until'
  | 'pending'
  | 'starts_at'
  | 'ends_at'
  | 'deleted_at'
  | 'revocation_epoch'
  | 'state_reason'
  | 'store_no'
  | 'signed_in'
> & {
  readonly store_id: string;
  readonly domain: string;
  readonly domain_key: string;
  readonly store_kind: string;
  readonly store_enabled: number;
  /** Null = he has no password. */
  readonly password_hash: string | null;
  readonly credential_at: number | null;
  readonly must_change: number | null;
  readonly temporary_until: number | null;
  /** 1 = he has a second factor that counts. */
  readonly has_factor: number;
};

/** Of what was committed, or, within a transaction, of its rows. */
export const readCredential = (source: Db | Tx, no: number): Promise<CredentialRow | undefined> => first(credentialOf(source, { no }));

const hasFactor = sql<number>`case when exists (select 1 from factors where factors.user_no = users.no and factors.confirmed_at > 0) then 1 else 0 end`;

const credentials = (db: Kysely<Tables>) =>
  db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .leftJoin('credentials', 'credentials.user_no', 'users.no')
    .select(columns)
    .select(hasFactor.as('has_factor'));
const credentialOf = prepared<{ no: number }, CredentialRow>((db, { no }) => credentials(db).where('users.no', '=', no));

/** Who is meant by a key: of several, PRIMARY's first, then by the order of the stores. One statement, whether he is anybody or not. */
export const credentialByKey = (db: Db, { key, domainKey }: { readonly key: string; readonly domainKey: string | null }): Promise<CredentialRow | undefined> =>
  first(domainKey === null ? meantAnywhere(db, { key }) : meantIn(db, { key, domainKey }));

const meantBy = (db: Kysely<Tables>, key: string) =>
  credentials(db).innerJoin('identifiers', 'identifiers.user_no', 'users.no').where('identifiers.key', '=', key).orderBy('stores.position').limit(1);
const meantAnywhere = prepared<{ key: string }, CredentialRow>((db, { key }) => meantBy(db, key));
const meantIn = prepared<{ key: string; domainKey: string }, CredentialRow>((db, { key, domainKey }) =>
  meantBy(db, key).where('stores.domain_key', '=', domainKey),
);

export async function writePasswordHash(
  tx: Tx,
  { no, was, passwordHash }: { readonly no: number; readonly was: string; readonly passwordHash: string },
): Promise<void> {
  await tx.updateTable('credentials').set({ password_hash: passwordHash }).where('user_no', '=', no).where('password_hash', '=', was).execute();
}

/** A password of his own, which does not expire. The number of rows that still had the old one: 0 or 1. */
export async function replacePassword(
  tx: Tx,
  { no, was, passwordHash, now }: { readonly no: number; readonly was: string; readonly passwordHash: string; readonly now: number },
): Promise<number> {
  const result = await tx
    .updateTable('credentials')
    .set({ password_hash: passwordHash, changed_at: now, must_change: 0, temporary_until: 0, warned_at: 0 })
    .where('user_no', '=', no)
    .where('password_hash', '=', was)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Everything signed in before proves nothing any more. */
export async function raiseEpoch(
  tx: Tx,
  { no, now }: { readonly no: number; readonly now: number },
): Promise<{ readonly version: number; readonly epoch: number }> {
  const row = await tx
    .updateTable('users')
    .set((old) => ({ revocation_epoch: old('revocation_epoch', '+', 1), version: old('version', '+', 1), changed_at: now }))
    .where('no', '=', no)
    .returning(['version', 'revocation_epoch'])
    .executeTakeFirstOrThrow();
  return { version: row.version, epoch: row.revocation_epoch };
}

/** The first is marked in his own row (migration 0028), and before the other: whoever changes a user takes the two in this order, so neither waits for the other in vain. */
export async function writeLastSignIn(tx: Tx, { no, signed_in }: Pick<CredentialRow, 'no' | 'signed_in'>, now: number): Promise<void> {
  if (signed_in === 0) await firstSignIn(tx, { no });
  await lastSignIn(tx, { no, now });
}

const firstSignIn = prepared<{ no: number }, never>((db, { no }) =>
  db.updateTable('users').set({ signed_in: 1 }).where('no', '=', no).where('signed_in', '=', 0),
);

const lastSignIn = prepared<{ no: number; now: number }, never>((db, { no, now }) =>
  db
    .insertInto('user_sign_ins')
    .values({ user_no: no, last_sign_in_at: now })
    .onConflict((conflict) => conflict.column('user_no').doUpdateSet({ last_sign_in_at: now })),
);

// ── Events ──

export type NewEvent = { readonly at: number; readonly outcome: string; readonly userNo: number; readonly network: string; readonly door: string };

export async function insertEvent(tx: Tx, event: NewEvent): Promise<void> {
  await newEvent(tx, event);
}

const newEvent = prepared<NewEvent, never>((db, { at, outcome, userNo, network, door }) =>
  db.insertInto('events').values({ at, outcome, user_no: userNo, network, door, count: 1 }),
);

/** Failures of one minute that look alike are one row with a count. */
export async function countEvent(tx: Tx, event: NewEvent): Promise<void> {
  const minute = event.at - (event.at % eventMinuteMilliseconds);
  if (await addedUp(tx, event, minute)) return;
  const crowded = (await rowsSince(tx, event.userNo, minute)) >= rowsPerMinuteMax;
  const kept = crowded ? { ...event, network: '' } : event;
  if (crowded && (await addedUp(tx, kept, minute))) return;
  await insertEvent(tx, kept);
}

async function addedUp(tx: Tx, { at, outcome, userNo, network, door }: NewEvent, minute: number): Promise<boolean> {
  const result = await tx
    .updateTable('events')
    .set((old) => ({ count: old('count', '+', 1), at }))
    .where('user_no', '=', userNo)
    .where('at', '>=', minute)
    .where('outcome', '=', outcome)
    .where('network', '=', network)
    .where('door', '=', door)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

async function rowsSince(tx: Tx, userNo: number, minute: number): Promise<number> {
  return (await tx.selectFrom('events').select('no').where('user_no', '=', userNo).where('at', '>=', minute).limit(rowsPerMinuteMax).execute()).length;
}

/** What nobody needs any more: events beyond their time, flows that were left. */
export async function removeOld(tx: Tx, { eventsBefore, now }: { readonly eventsBefore: number; readonly now: number }): Promise<void> {
  await tx.deleteFrom('events').where('at', '<', eventsBefore).execute();
  await tx.deleteFrom('flows').where('ends_at', '<=', now).execute();
}

// ── Users of stores that others own ──

/** His entry there. */
export const readEntry = (source: Db | Tx, userNo: number) =>
  (source as Db)
    .selectFrom('store_entries')
    .select(['key', 'address', 'gone_at'])
    .where('kind', '=', 'user')
    .where('object_no', '=', userNo)
    .executeTakeFirst();

type Verifier = Tables['outage_verifiers'];
export const readVerifier = (db: Db, userNo: number): Promise<Verifier | undefined> =>
  db.selectFrom('outage_verifiers').selectAll().where('user_no', '=', userNo).executeTakeFirst();

export async function writeVerifier(tx: Tx, row: Verifier): Promise<void> {
  const { user_no: _no, ...set } = row;
  await tx
    .insertInto('outage_verifiers')
    .values(row)
    .onConflict((known) => known.column('user_no').doUpdateSet(set))
    .execute();
}
