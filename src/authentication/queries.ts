// All SQL of signing in: who a name means, what proves him, flows between two proofs, known browsers, and the events that are kept of it.
// `db` is a reading handle, `tx` a transaction. Judges nothing.
import type { Db, Tx } from '#db/tables.ts';

const eventMinuteMilliseconds = 60_000;
/** Rows about one user, or about strangers, in one minute; more are added up without their network, so that a flood fills no table. */
const rowsPerMinuteMax = 100;
const knownBrowsersMax = 20;

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
  'stores.domain',
  'stores.domain_key',
  'credentials.password_hash',
  'credentials.changed_at as credential_at',
  'credentials.must_change',
  'credentials.temporary_until',
] as const;

const withCredential = (db: Db) =>
  db.selectFrom('users').innerJoin('stores', 'stores.no', 'users.store_no').leftJoin('credentials', 'credentials.user_no', 'users.no').select(columns);

export type CredentialRow = NonNullable<Awaited<ReturnType<typeof readCredential>>>;

export async function readCredential(db: Db, no: number) {
  return withCredential(db).where('users.no', '=', no).executeTakeFirst();
}
/** The same on the rows of an open transaction. */
export const readCredentialNow = (tx: Tx, no: number) => readCredential(tx as unknown as Db, no);

/** Users who may be meant by a key, PRIMARY's first. */
export async function findByIdentifier(db: Db, { key, domainKey }: { readonly key: string; readonly domainKey: string | null }) {
  const asked = db
    .selectFrom('identifiers')
    .innerJoin('stores', 'stores.no', 'identifiers.store_no')
    .select(['identifiers.user_no', 'stores.kind'])
    .where('identifiers.key', '=', key);
  const rows = await (domainKey === null ? asked : asked.where('stores.domain_key', '=', domainKey)).orderBy('stores.position').limit(3).execute();
  return rows;
}

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
    .set({ password_hash: passwordHash, changed_at: now, must_change: 0, temporary_until: 0 })
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

export async function writeLastSignIn(tx: Tx, { no, now }: { readonly no: number; readonly now: number }): Promise<void> {
  await tx
    .insertInto('user_sign_ins')
    .values({ user_no: no, last_sign_in_at: now })
    .onConflict((conflict) => conflict.column('user_no').doUpdateSet({ last_sign_in_at: now }))
    .execute();
}

// ── Events ──

export type NewEvent = { readonly at: number; readonly outcome: string; readonly userNo: number; readonly network: string; readonly door: string };

export async function insertEvent(tx: Tx, { at, outcome, userNo, network, door }: NewEvent): Promise<void> {
  await tx.insertInto('events').values({ at, outcome, user_no: userNo, network, door, count: 1 }).execute();
}

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

// ── Known browsers ──

export async function isKnownBrowser(db: Db, { userNo, browserHash }: { readonly userNo: number; readonly browserHash: string }): Promise<boolean> {
  return (
    (await db.selectFrom('known_browsers').select('seen_at').where('user_no', '=', userNo).where('browser_hash', '=', browserHash).executeTakeFirst()) !==
    undefined
  );
}

/** Keeps the newest few of a user. */
export async function writeKnownBrowser(
  tx: Tx,
  { userNo, browserHash, now }: { readonly userNo: number; readonly browserHash: string; readonly now: number },
): Promise<void> {
  await tx
    .insertInto('known_browsers')
    .values({ user_no: userNo, browser_hash: browserHash, seen_at: now })
    .onConflict((conflict) => conflict.columns(['user_no', 'browser_hash']).doUpdateSet({ seen_at: now }))
    .execute();
  const surplus = await tx
    .selectFrom('known_browsers')
    .select('browser_hash')
    .where('user_no', '=', userNo)
    .orderBy('seen_at', 'desc')
    .limit(knownBrowsersMax + 5)
    .execute();
  const old = surplus.slice(knownBrowsersMax).map((row) => row.browser_hash);
  if (old.length > 0) await tx.deleteFrom('known_browsers').where('user_no', '=', userNo).where('browser_hash', 'in', old).execute();
}

// ── Flows ──

export type FlowRow = {
  readonly id: string;
  readonly secret_hash: string;
  readonly user_no: number;
  readonly step: string;
  readonly epoch: number;
  readonly credential_at: number;
  readonly to_path: string;
  readonly ends_at: number;
};

/** One flow per user and step: a new proof takes the place of the one before. */
export async function insertFlow(tx: Tx, row: FlowRow): Promise<void> {
  await tx.deleteFrom('flows').where('user_no', '=', row.user_no).where('step', '=', row.step).execute();
  await tx.insertInto('flows').values(row).execute();
}
export async function readFlow(db: Db, id: string) {
  return db.selectFrom('flows').selectAll().where('id', '=', id).executeTakeFirst();
}
/** Consumes it: of two at once, one gets the row. */
export async function takeFlow(tx: Tx, id: string) {
  return tx.deleteFrom('flows').where('id', '=', id).returningAll().executeTakeFirst();
}
export async function removeFlowsOf(tx: Tx, userNo: number): Promise<void> {
  await tx.deleteFrom('flows').where('user_no', '=', userNo).execute();
}

/** What nobody needs any more: events beyond their time, flows that were left. */
export async function removeOld(tx: Tx, { eventsBefore, now }: { readonly eventsBefore: number; readonly now: number }): Promise<void> {
  await tx.deleteFrom('events').where('at', '<', eventsBefore).execute();
  await tx.deleteFrom('flows').where('ends_at', '<=', now).execute();
}
