// All SQL of second factors, recovery codes and spent challenges. `source` is a reading handle or a transaction. Judges nothing.
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type FactorRow = Readonly<Omit<Tables['factors'], 'no'>> & { readonly no: number };

/** Those that count, and with `begun` also what was begun and not confirmed. */
export function factorsOf(source: Source, userNo: number, { begun = false } = {}): Promise<readonly FactorRow[]> {
  const all = reading(source).selectFrom('factors').selectAll().where('user_no', '=', userNo).orderBy('no');
  return (begun ? all : all.where('confirmed_at', '>', 0)).execute();
}
export const factorById = (source: Source, { id, userNo }: { readonly id: string; readonly userNo: number }): Promise<FactorRow | undefined> =>
  reading(source).selectFrom('factors').selectAll().where('id', '=', id).where('user_no', '=', userNo).executeTakeFirst();
export const factorByCredential = (source: Source, credentialId: string): Promise<FactorRow | undefined> =>
  credentialId === ''
    ? Promise.resolve(undefined)
    : reading(source).selectFrom('factors').selectAll().where('credential_id', '=', credentialId).executeTakeFirst();

export async function insertFactor(tx: Tx, row: Omit<FactorRow, 'no'>): Promise<void> {
  await tx.insertInto('factors').values(row).execute();
}

/** One app is begun at a time in each session and flow: the newest. What is begun elsewhere stays. */
export async function removeBegun(tx: Tx, { userNo, begunIn }: { readonly userNo: number; readonly begunIn: string }): Promise<void> {
  await tx.deleteFrom('factors').where('user_no', '=', userNo).where('confirmed_at', '=', 0).where('begun_in', '=', begunIn).execute();
}

type Confirmed = { readonly no: number; readonly secret: string; readonly counter: number; readonly now: number };
/** Whether it was still unconfirmed. */
export async function confirmFactor(tx: Tx, { no, secret, counter, now }: Confirmed): Promise<boolean> {
  const result = await tx
    .updateTable('factors')
    .set({ confirmed_at: now, last_used_at: now, secret, counter, begun_in: '' })
    .where('no', '=', no)
    .where('confirmed_at', '=', 0)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** Its counter only goes forward: of two that show the same code, one gets the row. */
export async function advanceFactor(tx: Tx, { no, counter, now }: { readonly no: number; readonly counter: number; readonly now: number }): Promise<boolean> {
  const result = await tx
    .updateTable('factors')
    .set({ counter, last_used_at: now })
    .where('no', '=', no)
    .where('suspended_at', '=', 0)
    .where((row) => (counter === 0 ? row('counter', '=', 0) : row('counter', '<', counter)))
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export async function suspendFactor(tx: Tx, { no, now }: { readonly no: number; readonly now: number }): Promise<void> {
  await tx.updateTable('factors').set({ suspended_at: now }).where('no', '=', no).where('suspended_at', '=', 0).execute();
}
export async function removeFactor(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('factors').where('no', '=', no).execute();
}
/** What was there. */
export async function removeFactorsOf(tx: Tx, userNo: number): Promise<{ readonly factors: readonly FactorRow[]; readonly recoveryCodes: number }> {
  const factors = await factorsOf(tx, userNo);
  const recoveryCodes = await countRecoveryCodes(tx, userNo);
  await tx.deleteFrom('factors').where('user_no', '=', userNo).execute();
  await tx.deleteFrom('recovery_codes').where('user_no', '=', userNo).execute();
  return { factors, recoveryCodes };
}

// ── Recovery codes ──

/** Not yet used. */
export async function countRecoveryCodes(source: Source, userNo: number): Promise<number> {
  const rows = await reading(source).selectFrom('recovery_codes').select('code_hash').where('user_no', '=', userNo).where('used_at', '=', 0).execute();
  return rows.length;
}
export async function replaceRecoveryCodes(tx: Tx, userNo: number, hashes: readonly string[]): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('user_no', '=', userNo).execute();
  const rows = hashes.map((code_hash) => ({ user_no: userNo, code_hash, used_at: 0 }));
  if (rows.length > 0) await tx.insertInto('recovery_codes').values(rows).execute();
}
/** Whether it was there, and not used before. */
export async function spendRecoveryCode(
  tx: Tx,
  { userNo, hash, now }: { readonly userNo: number; readonly hash: string; readonly now: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('user_no', '=', userNo)
    .where('code_hash', '=', hash)
    .where('used_at', '=', 0)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

// ── Browsers that are spared a second factor ──

/** None of them longer than until then. */
export async function shortenTrust(tx: Tx, until: number): Promise<void> {
  await tx.updateTable('known_browsers').set({ trusted_until: until }).where('trusted_until', '>', until).execute();
}

// ── Challenges that were answered ──

/** Whether nobody has answered it before. */
export async function spendChallenge(tx: Tx, { hash, endsAt }: { readonly hash: string; readonly endsAt: number }): Promise<boolean> {
  const result = await tx
    .insertInto('challenges')
    .values({ hash, ends_at: endsAt })
    .onConflict((known) => known.column('hash').doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

/** What nobody needs any more: challenges that have ended, and apps that were begun and left. */
export async function removeOldFactors(tx: Tx, { now, begunBefore }: { readonly now: number; readonly begunBefore: number }): Promise<void> {
  await tx.deleteFrom('challenges').where('ends_at', '<=', now).execute();
  await tx.deleteFrom('factors').where('confirmed_at', '=', 0).where('created_at', '<', begunBefore).execute();
}
