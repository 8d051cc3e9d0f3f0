// Something carried out inside an open transaction and taken back again, so that only its judgement is left.
// Called by action.ts. Knows no table.
import { sql } from 'kysely';
import type { Tx } from './tables.ts';

/** What `body` throws ends the whole transaction, as ever. */
export async function takenBack<T>(tx: Tx, body: () => Promise<T>): Promise<T> {
  await sql`savepoint tried`.execute(tx);
  const value = await body();
  await sql`rollback to savepoint tried`.execute(tx);
  await sql`release savepoint tried`.execute(tx);
  return value;
}
