// Several actions as one change: all of them are done, or none. Each asks its own rights and writes its own entry, and nobody hears of any before the commit.
// Called by undo/, whose inverses may need more than one operation. Knows no operation.

import { readOnly } from '#db/database.ts';
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { type Committed, lockHead } from '#journal/change.ts';
import { authorizerWithin } from '#permissions/authorizer.ts';
import type { World } from '#world.ts';

/** `joined` is the World as seen from inside the transaction. Await nothing but the database, and actions that do the same. */
export async function together<T>(world: World, body: (joined: World, tx: Tx) => Promise<T>): Promise<T> {
  const heard: Omit<Committed<unknown>, 'value'>[] = [];
  const lifted: string[] = [];
  const value = await world.db.write(async (tx) => {
    // Alone from here on, so that what is read now is what is changed.
    await lockHead(tx);
    const db = { ...world.db, read: readOnly(tx), write: <R>(inner: (within: Tx) => Promise<R>) => inner(tx) };
    let { authorizer } = world;
    const committed = async (one: Omit<Committed<unknown>, 'value'>) => {
      heard.push(one);
      // What one action made, the next one may be about.
      if (one.model) authorizer = await authorizerWithin(db);
    };
    const joined: World = {
      ...world,
      db,
      changes: { ...world.changes, committed },
      // Kept in memory, which no transaction takes back.
      throttle: { ...world.throttle, lift: (key) => void lifted.push(key) },
      // A store cannot take back what it was asked, and is not called while others wait for this transaction.
      stores: { ...world.stores, of: async () => apart() },
      get authorizer() {
        return authorizer;
      },
    };
    return body(joined, tx);
  });
  for (const key of lifted) world.throttle.lift(key);
  for (const one of heard) await world.changes.committed(one);
  return value;
}

const apart = (): never => {
  throw new Refusal('store.apart');
};
