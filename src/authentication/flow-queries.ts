// SQL of what lies between two proofs, and of what is remembered of a browser. `db` is a reading handle, `tx` a transaction. Judges nothing.
import type { Selectable } from 'kysely';
import { first, prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';
import { pushedOut } from '#fair-share.ts';

const knownBrowsersMax = 20;

// ── Known browsers ──

type BrowserOf = { readonly userNo: number; readonly browserHash: string };
export type KnownBrowserRow = Pick<Selectable<Tables['known_browsers']>, 'seen_at' | 'trusted_until' | 'trusted_epoch'>;

export const readKnownBrowser = (db: Db, { userNo, browserHash }: BrowserOf): Promise<KnownBrowserRow | undefined> =>
  first(knownBrowser(db, { userNo, browserHash }));

const knownBrowser = prepared<BrowserOf, KnownBrowserRow>((db, { userNo, browserHash }) =>
  db.selectFrom('known_browsers').select(['seen_at', 'trusted_until', 'trusted_epoch']).where('user_no', '=', userNo).where('browser_hash', '=', browserHash),
);

type KnownBrowser = { readonly userNo: number; readonly browserHash: string; readonly now: number };

/** Keeps the newest few of a user. */
export async function writeKnownBrowser(tx: Tx, { userNo, browserHash, now }: KnownBrowser): Promise<void> {
  await newKnownBrowser(tx, { userNo, browserHash, now });
  await removeOldBrowsers(tx, { userNo });
}

const newKnownBrowser = prepared<KnownBrowser, never>((db, { userNo, browserHash, now }) =>
  db
    .insertInto('known_browsers')
    .values({ user_no: userNo, browser_hash: browserHash, seen_at: now })
    .onConflict((conflict) => conflict.columns(['user_no', 'browser_hash']).doUpdateSet({ seen_at: now })),
);
/** One more comes with each sign-in, and at most this many go. */
const oldBrowsersAtOnce = 5;
const removeOldBrowsers = prepared<{ userNo: number }, never>((db, { userNo }) =>
  db
    .deleteFrom('known_browsers')
    .where('user_no', '=', userNo)
    .where('browser_hash', 'in', (row) =>
      row
        .selectFrom('known_browsers')
        .select('browser_hash')
        .where('user_no', '=', userNo)
        .orderBy('seen_at', 'desc')
        .limit(oldBrowsersAtOnce)
        .offset(knownBrowsersMax),
    ),
);

type Trust = BrowserOf & { readonly until: number; readonly epoch: number };

/** It need not show a second factor until then, or until he is signed out everywhere. */
export async function trustBrowser(tx: Tx, { userNo, browserHash, until, epoch }: Trust): Promise<void> {
  await tx
    .updateTable('known_browsers')
    .set({ trusted_until: until, trusted_epoch: epoch })
    .where('user_no', '=', userNo)
    .where('browser_hash', '=', browserHash)
    .execute();
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
  readonly factor: string;
  readonly must_choose: number;
  readonly linked_no: number;
  readonly place: string;
};

/** Of one user: whoever knows his password begins as many as he likes, and must not end the owner's. Guesses are counted across all of them (prove-factor.ts). */
export const flowLimits = { ofPlaceMax: 5, allMax: 100 } as const;

export async function insertFlow(tx: Tx, row: FlowRow): Promise<void> {
  await tx.insertInto('flows').values(row).execute();
  const held = await tx
    .selectFrom('flows')
    .select(['id', 'place'])
    .where('user_no', '=', row.user_no)
    .orderBy('ends_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const out = pushedOut(held, flowLimits);
  if (out.length === 0) return;
  await tx.deleteFrom('flows').where('id', 'in', out).execute();
  await tx.deleteFrom('factors').where('user_no', '=', row.user_no).where('confirmed_at', '=', 0).where('begun_in', 'in', out).execute();
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

// ── What was shown in a session ──

type Shown = { readonly factor: string; readonly proved_at: number };
/** Which factor was shown in it, and when its user last proved himself. */
export async function shownInSession(db: Db, id: string): Promise<Shown> {
  return (await db.selectFrom('sessions').select(['factor', 'proved_at']).where('id', '=', id).executeTakeFirst()) ?? { factor: '', proved_at: 0 };
}
/** '' = no second factor, or no session. */
export const factorOfSession = async (db: Db, id: string): Promise<string> => (await shownInSession(db, id)).factor;
/** What was shown stays shown: a code after a passkey takes nothing from it. */
export async function writeFactorOfSession(tx: Tx, { id, factor, now }: { readonly id: string; readonly factor: string; readonly now: number }): Promise<void> {
  await tx.updateTable('sessions').set({ proved_at: now }).where('id', '=', id).execute();
  await tx.updateTable('sessions').set({ factor }).where('id', '=', id).where('factor', '!=', 'passkey').execute();
}
/** A code by mail stands for a factor that is lacking: what was let past by one is asked for the factor that has come. */
export async function endMailProofs(tx: Tx, userNo: number): Promise<void> {
  await tx.updateTable('sessions').set({ factor: '' }).where('user_no', '=', userNo).where('factor', '=', 'mail').execute();
  await tx.updateTable('flows').set({ factor: '' }).where('user_no', '=', userNo).where('factor', '=', 'mail').execute();
  await tx.updateTable('known_browsers').set({ trusted_until: 0 }).where('user_no', '=', userNo).execute();
}
