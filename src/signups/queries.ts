// SQL of signing up. `source` is a reading handle or a transaction. Judges nothing.
import type { Selectable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

/** Whether so many links of a purpose that lead to nobody yet are good. */
export async function areWaiting(
  source: Db | Tx,
  { purpose, now, count }: { readonly purpose: string; readonly now: number; readonly count: number },
): Promise<boolean> {
  // Both kinds of handle read alike; their types only differ in what they may write.
  const nth = await (source as Db)
    .selectFrom('mail_links')
    .select('id')
    .where('user_no', '=', 0)
    .where('purpose', '=', purpose)
    .where('ends_at', '>', now)
    .orderBy('created_at')
    .offset(count - 1)
    .limit(1)
    .execute();
  return nth.length > 0;
}

type Room = { readonly place: string; readonly share: number; readonly places: number; readonly now: number };

/** For one link more: of a network that has its share, or, when all places are taken, of the fullest, the oldest goes. Whoever asks for many closes nobody's way in but his own. */
export async function makeRoom(tx: Tx, { place, share, places, now }: Room): Promise<void> {
  if (await hasItsShare(tx, { place, share, now })) return removeOldest(tx, { place, now });
  if (await areWaiting(tx, { purpose: 'sign-up', now, count: places })) await removeOldest(tx, { place: await fullestPlace(tx, now), now });
}

const open = (tx: Tx, now: number) => tx.selectFrom('mail_links').where('user_no', '=', 0).where('purpose', '=', 'sign-up').where('ends_at', '>', now);

async function hasItsShare(tx: Tx, { place, share, now }: Omit<Room, 'places'>): Promise<boolean> {
  const rows = await open(tx, now).select('id').where('place', '=', place).limit(share).execute();
  return rows.length === share;
}

async function fullestPlace(tx: Tx, now: number): Promise<string> {
  const fullest = await open(tx, now)
    .select(['place', ({ fn }) => fn.countAll().as('links')])
    .groupBy('place')
    .orderBy('links', 'desc')
    .orderBy('place')
    .limit(1)
    .executeTakeFirst();
  return fullest?.place ?? '';
}

/** Of those that can still be followed: what has ended takes nobody's place. */
async function removeOldest(tx: Tx, { place, now }: Pick<Room, 'place' | 'now'>): Promise<void> {
  await tx
    .deleteFrom('mail_links')
    .where('id', 'in', (row) =>
      row
        .selectFrom('mail_links')
        .select('id')
        .where('user_no', '=', 0)
        .where('purpose', '=', 'sign-up')
        .where('place', '=', place)
        .where('ends_at', '>', now)
        .orderBy('created_at')
        .limit(1),
    )
    .execute();
}

export async function writeAcceptedTerms(tx: Tx, row: Selectable<Tables['accepted_terms']>): Promise<void> {
  await tx.insertInto('accepted_terms').values(row).execute();
}
