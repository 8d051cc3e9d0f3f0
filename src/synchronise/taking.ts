// What taking over needs to know of its run: the store, the run's number, whose turn it is, and where notes go.
// Made by run.ts and discover.ts. Writes the journal as the store itself: what happens there is nobody's doing here.

import type { Definitions } from '#attributes/definition.ts';
import { type Change, type Committed, change, type Header } from '#journal/change.ts';
import { toKeep } from '#sentences/sentence.ts';
import type { StoreRow } from '#stores/queries.ts';
import type { EntryKind, Skipped } from '#user-store.ts';
import type { World } from '#world.ts';

/**
 * `changed` = users and groups that were here before and are not as they were, who is in a group included; each once.
 * `namesakes` = new entries left out because their names belong to users or groups of others: many of them are a store that was rebuilt.
 */
export type Tally = { seen: number; added: number; changed: number; vanished: number; skipped: number; namesakes: number };
export type Taking = {
  readonly world: World;
  readonly store: Pick<StoreRow, 'no' | 'id' | 'domain'>;
  readonly generation: number;
  readonly tally: Tally;
  readonly notes: Skipped[];
  /** Row keys of those that are in the tally already: groups of the whole run, users of a page. */
  readonly counted: Readonly<Record<EntryKind, Set<number>>>;
  readonly limits: Limits;
};
type Limits = { readonly groupsOfStore: number; readonly membersOfGroup: number };

/** Notes that are shown; further ones are counted. */
const notesMax = 100;

/** Groups are in memory for decisions, and the members of one while it is compared. What is beyond is left out, and said. */
const takingLimits: Limits = { groupsOfStore: 100_000, membersOfGroup: 1_000_000 };

export const newTaking = (
  world: World,
  store: Taking['store'],
  { generation = 0, limits = takingLimits }: Partial<Pick<Taking, 'generation' | 'limits'>> = {},
): Taking => ({
  world,
  store,
  generation,
  tally: { seen: 0, added: 0, changed: 0, vanished: 0, skipped: 0, namesakes: 0 },
  notes: [],
  counted: { user: new Set(), group: new Set() },
  limits,
});

export function note(taking: Taking, skipped: Skipped): void {
  taking.tally.skipped += 1;
  if (taking.notes.length < notesMax) taking.notes.push(skipped);
}

/** What is so of very many is shown of the first: their notes would push out all others. */
export function noteOnce(taking: Taking, skipped: Skipped): void {
  if (taking.notes.some(({ says }) => toKeep(says) === toKeep(skipped.says))) taking.tally.skipped += 1;
  else note(taking, skipped);
}

export function countChanged({ tally, counted }: Taking, kind: EntryKind, no: number): void {
  if (counted[kind].has(no)) return;
  counted[kind].add(no);
  tally.changed += 1;
}

export const definitionsOf = ({ world }: Taking): Definitions => world.authorizer.model.attributes;

/** One change, in the name of the store. */
export async function inItsName<T>({ world, store }: Pick<Taking, 'world' | 'store'>, operation: string, body: (open: Change) => Promise<T>): Promise<T> {
  const header: Header = { actorKind: 'store', actorId: `store:${store.domain}`, right: 'store', door: 'store', operation, reason: '' };
  const committed: Committed<T> = await change(world.db, world.now(), header, body);
  await world.changes.committed(committed);
  return committed.value;
}
