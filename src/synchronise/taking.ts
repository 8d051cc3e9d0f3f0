// What taking over needs to know of its run: the store, the run's number, whose turn it is, and where notes go.
// Made by run.ts and discover.ts. Writes the journal as the store itself: what happens there is nobody's doing here.
import type { Definitions } from '#attributes/definition.ts';
import { type Change, type Committed, change, type Header } from '#journal/change.ts';
import type { StoreRow } from '#stores/queries.ts';
import type { Skipped } from '#user-store.ts';
import type { World } from '#world.ts';

export type Tally = { seen: number; added: number; changed: number; vanished: number; skipped: number };
export type Taking = {
  readonly world: World;
  readonly store: Pick<StoreRow, 'no' | 'id' | 'domain'>;
  readonly generation: number;
  readonly tally: Tally;
  readonly notes: Skipped[];
};

/** Notes that are shown; further ones are counted. */
const notesMax = 100;

export const newTally = (): Tally => ({ seen: 0, added: 0, changed: 0, vanished: 0, skipped: 0 });

export function note(taking: Taking, skipped: Skipped): void {
  taking.tally.skipped += 1;
  if (taking.notes.length < notesMax) taking.notes.push(skipped);
}

export const definitionsOf = ({ world }: Taking): Definitions => world.authorizer.model.attributes;

/** One change, in the name of the store. */
export async function inItsName<T>({ world, store }: Pick<Taking, 'world' | 'store'>, operation: string, body: (open: Change) => Promise<T>): Promise<T> {
  const header: Header = { actorKind: 'store', actorId: `store:${store.domain}`, right: 'store', door: 'store', operation, reason: '' };
  const committed: Committed<T> = await change(world.db, world.now(), header, body);
  await world.changes.committed(committed);
  return committed.value;
}
