// All SQL of sessions and tokens. `db` is a reading handle, `tx` a transaction.
// Called by the files of this room. Judges nothing.
import type { Selectable } from 'kysely';
import { first, prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';

/** A user's older sessions beyond this many end when a new one starts. */
const sessionsOfUserMax = 100;

const factColumns = [
  'users.id as user_id',
  'users.kind',
  'users.disabled_at',
  'users.locked_at',
  'users.locked_until',
  'users.pending',
  'users.starts_at as user_starts_at',
  'users.ends_at as user_ends_at',
  'users.deleted_at',
  'users.revocation_epoch',
  'users.state_reason',
  'stores.enabled as store_enabled',
] as const;

type FactsOfUser = Pick<
  Selectable<Tables['users']>,
  'kind' | 'disabled_at' | 'locked_at' | 'locked_until' | 'pending' | 'deleted_at' | 'revocation_epoch' | 'state_reason'
> & { readonly user_id: string; readonly user_starts_at: number; readonly user_ends_at: number; readonly store_enabled: number };
type SessionFacts = Pick<
  Selectable<Tables['sessions']>,
  'id' | 'user_no' | 'secret_hash' | 'epoch' | 'started_at' | 'last_seen_at' | 'ends_at' | 'proved_at' | 'factor'
> &
  FactsOfUser;
type TokenFacts = Pick<Selectable<Tables['tokens']>, 'id' | 'user_no' | 'secret_hash' | 'epoch' | 'permissions' | 'created_at' | 'last_used_at' | 'ends_at'> &
  FactsOfUser;

export const readSession = (db: Db, id: string): Promise<SessionFacts | undefined> => first(sessionById(db, { id }));
export const readToken = (db: Db, id: string): Promise<TokenFacts | undefined> => first(tokenById(db, { id }));

const sessionById = prepared<{ id: string }, SessionFacts>((db, { id }) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.no', 'sessions.user_no')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select([
      'sessions.id',
      'sessions.user_no',
      'sessions.secret_hash',
      'sessions.epoch',
      'sessions.started_at',
      'sessions.last_seen_at',
      'sessions.ends_at',
      'sessions.proved_at',
      'sessions.factor',
      ...factColumns,
    ])
    .where('sessions.id', '=', id),
);

const tokenById = prepared<{ id: string }, TokenFacts>((db, { id }) =>
  db
    .selectFrom('tokens')
    .innerJoin('users', 'users.no', 'tokens.user_no')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select([
      'tokens.id',
      'tokens.user_no',
      'tokens.secret_hash',
      'tokens.epoch',
      'tokens.permissions',
      'tokens.created_at',
      'tokens.last_used_at',
      'tokens.ends_at',
      ...factColumns,
    ])
    .where('tokens.id', '=', id),
);

export type SessionRow = {
  readonly id: string;
  readonly user_no: number;
  readonly secret_hash: string;
  readonly epoch: number;
  readonly started_at: number;
  readonly last_seen_at: number;
  readonly ends_at: number;
  readonly network: string;
  readonly browser: string;
  readonly factor: string;
  readonly proved_at: number;
  readonly provider_no: number;
};

export async function insertSession(tx: Tx, row: SessionRow): Promise<void> {
  await newSession(tx, row);
}

const newSession = prepared<SessionRow, never>(
  (db, { id, user_no, secret_hash, epoch, started_at, last_seen_at, ends_at, network, browser, factor, proved_at, provider_no }) =>
    db.insertInto('sessions').values({ id, user_no, secret_hash, epoch, started_at, last_seen_at, ends_at, network, browser, factor, proved_at, provider_no }),
);

/** Of a user with more than the limit, ended ones and the oldest beyond it. To see whether he has so many, an index is looked at and no row. */
export async function tidySessionsOf(tx: Tx, { userNo, now }: { readonly userNo: number; readonly now: number }): Promise<void> {
  if ((await oneTooMany(tx, { userNo })).length > 0) await surplusSessions(tx, { userNo, now });
}

const oneTooMany = prepared<{ userNo: number }, { user_no: number }>((db, { userNo }) =>
  db.selectFrom('sessions').select('user_no').where('user_no', '=', userNo).limit(1).offset(sessionsOfUserMax),
);

const surplusSessions = prepared<{ userNo: number; now: number }, never>((db, { userNo, now }) =>
  db
    .deleteFrom('sessions')
    .where('user_no', '=', userNo)
    .where((row) =>
      row.or([
        row('ends_at', '<=', now),
        row('id', 'not in', row.selectFrom('sessions').select('id').where('user_no', '=', userNo).orderBy('id', 'desc').limit(sessionsOfUserMax)),
      ]),
    ),
);

/** Only forward: requests that cross write it once. */
export async function touchSession(tx: Tx, { id, now }: { readonly id: string; readonly now: number }): Promise<void> {
  await tx.updateTable('sessions').set({ last_seen_at: now }).where('id', '=', id).where('last_seen_at', '<', now).execute();
}
export async function touchToken(tx: Tx, { id, now }: { readonly id: string; readonly now: number }): Promise<void> {
  await tx.updateTable('tokens').set({ last_used_at: now }).where('id', '=', id).where('last_used_at', '<', now).execute();
}

export async function sessionsOf(db: Db, { userNo, now, idleSince }: { readonly userNo: number; readonly now: number; readonly idleSince: number }) {
  return db
    .selectFrom('sessions')
    .select(['id', 'started_at', 'last_seen_at', 'ends_at', 'network', 'browser'])
    .where('user_no', '=', userNo)
    .where('ends_at', '>', now)
    .where('last_seen_at', '>', idleSince)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sessionsOfUserMax)
    .execute();
}
export async function tokensOf(db: Db, { userNo, now }: { readonly userNo: number; readonly now: number }) {
  return db
    .selectFrom('tokens')
    .select(['id', 'name', 'permissions', 'created_at', 'created_by', 'ends_at', 'last_used_at'])
    .where('user_no', '=', userNo)
    .where('ends_at', '>', now)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}
export async function countTokens(tx: Tx, { userNo, now }: { readonly userNo: number; readonly now: number }): Promise<number> {
  const rows = await tx.selectFrom('tokens').select('id').where('user_no', '=', userNo).where('ends_at', '>', now).execute();
  return rows.length;
}

export type TokenRow = {
  readonly id: string;
  readonly user_no: number;
  readonly secret_hash: string;
  readonly epoch: number;
  readonly name: string;
  readonly permissions: string;
  readonly created_at: number;
  readonly created_by: string;
  readonly ends_at: number;
  readonly last_used_at: number;
};
export async function insertToken(tx: Tx, row: TokenRow): Promise<void> {
  await tx.insertInto('tokens').values(row).execute();
}

type Owned = { readonly id: string; readonly userNo: number };

/** The row that was there and is no more; undefined = it was not his, or not there. */
export async function takeSession(tx: Tx, { id, userNo }: Owned) {
  return tx.deleteFrom('sessions').where('id', '=', id).where('user_no', '=', userNo).returning(['id', 'started_at', 'network', 'browser']).executeTakeFirst();
}
export async function takeToken(tx: Tx, { id, userNo }: Owned) {
  return tx.deleteFrom('tokens').where('id', '=', id).where('user_no', '=', userNo).returning(['id', 'name', 'permissions', 'ends_at']).executeTakeFirst();
}

/** As the journal calls him. */
export async function qualifiedNameOf(tx: Tx, userNo: number): Promise<string> {
  const row = await tx
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['stores.domain', 'users.user_name'])
    .where('users.no', '=', userNo)
    .executeTakeFirstOrThrow();
  return `${row.domain}/${row.user_name}`;
}

/** Ends everything a user is signed in with; how many of each still held. */
export async function takeAll(tx: Tx, { userNo, now }: { readonly userNo: number; readonly now: number }) {
  const tokens = await tx.deleteFrom('tokens').where('user_no', '=', userNo).returning('ends_at').execute();
  return { sessions: await takeSessionsOf(tx, { userNo, now }), tokens: tokens.filter((row) => row.ends_at > now).length };
}

/** What would let him in while his store does not answer. */
export async function removeVerifier(tx: Tx, userNo: number): Promise<void> {
  await tx.deleteFrom('outage_verifiers').where('user_no', '=', userNo).execute();
}

export async function rebindSession(tx: Tx, { id, epoch }: { readonly id: string; readonly epoch: number }): Promise<void> {
  await tx.updateTable('sessions').set({ epoch }).where('id', '=', id).execute();
}

export async function epochOf(tx: Tx, userNo: number): Promise<number> {
  return (await tx.selectFrom('users').select('revocation_epoch').where('no', '=', userNo).executeTakeFirstOrThrow()).revocation_epoch;
}

export async function readUser(db: Db, id: string) {
  return db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.no', 'users.id', 'users.kind', 'users.user_name', 'users.shown_name', 'users.mail'])
    .select(['stores.domain', 'stores.kind as store_kind', 'stores.writable as store_writable'])
    .where('users.id', '=', id)
    .executeTakeFirst();
}

/** What has ended long since: nobody can use it, and nobody needs to see it. */
export async function removeEnded(tx: Tx, now: number): Promise<void> {
  await tx.deleteFrom('viewings').where('ends_at', '<=', now).execute();
  await tx.deleteFrom('sessions').where('ends_at', '<=', now).execute();
  await tx.deleteFrom('tokens').where('ends_at', '<=', now).execute();
}

/** A user's sessions, but for one; how many still held. */
export async function takeSessionsOf(
  tx: Tx,
  { userNo, except = '', now }: { readonly userNo: number; readonly except?: string; readonly now: number },
): Promise<number> {
  const rows = await tx.deleteFrom('sessions').where('user_no', '=', userNo).where('id', '<>', except).returning('ends_at').execute();
  return rows.filter((row) => row.ends_at > now).length;
}

/** Those that were begun by an identity provider; gives the ids of them that still held. */
export async function takeSessionsOfProvider(tx: Tx, { providerNo, now }: { readonly providerNo: number; readonly now: number }): Promise<readonly string[]> {
  const rows = await tx.deleteFrom('sessions').where('provider_no', '=', providerNo).where('provider_no', '<>', 0).returning(['id', 'ends_at']).execute();
  return rows.filter((row) => row.ends_at > now).map(({ id }) => id);
}

/** How many of each identity provider still hold. */
export async function sessionsByProvider(db: Db, now: number): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('sessions')
    .select((expression) => ['provider_no', expression.fn.countAll<number>().as('count')])
    .where('provider_no', '<>', 0)
    .where('ends_at', '>', now)
    .groupBy('provider_no')
    .execute();
  return new Map(rows.map(({ provider_no, count }) => [provider_no, Number(count)]));
}

/** Tokens of this epoch go on under another; older ones stay worthless. */
export async function rebindTokensOf(tx: Tx, { userNo, from, to }: { readonly userNo: number; readonly from: number; readonly to: number }): Promise<void> {
  await tx.updateTable('tokens').set({ epoch: to }).where('user_no', '=', userNo).where('epoch', '=', from).execute();
}
