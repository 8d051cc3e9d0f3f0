// Fills an empty Reeve with believable users of many countries, groups, roles, memberships and sign-ins, fast (reeve demo).
// Called by the command line and the benches, after set-up, while no server runs. The same seed gives the same users.
// Does not pretend a history that never was: each batch is one journal entry of its own that says what was filled in.
import { type Database, readOnly } from '#db/database.ts';
import type { Db, Tx } from '#db/tables.ts';
import { type Change, change } from '#journal/change.ts';
import { type HeadKey, signHead } from '#journal/sign.ts';
import { chance, idAt } from './chance.ts';
import { byDemo, Links } from './links.ts';
import { peopleMaker } from './people.ts';
import { foundations, isEmpty } from './queries/foundations.ts';
import { beginLoad, endLoad, fillIdentifiers, indexing, insertSheet, runAll } from './queries/load.ts';
import type { SearchIndex } from './queries/search.ts';
import { type Batch, drawRare, emptyBatch, type Laying, lay, nothing, type Tally } from './rows.ts';
import { Sheet } from './sheet.ts';
import { DemoRefused, openTarget, type Place } from './target.ts';
import { makeShared, sizesFor } from './world-of-roles.ts';

export type DemoInput = {
  readonly users: number;
  readonly seed: number;
  readonly now: number;
  /** One password hash for all of them; '' = nobody can sign in. */
  readonly hash: string;
  /** Signs the journal when all is done. */
  readonly key?: HeadKey;
  /** Told after every step: how much of the whole is done, 0 to 1. */
  readonly progress?: (step: string, done: number) => void;
};
export type DemoSummary = Tally & { readonly groups: number; readonly roles: number; entries: number };

/** Users to a journal entry. */
const batchUsers = 50_000;
/** Users made and handed to the database at a time: while it takes them, the next are made. */
const sheetUsers = 5_000;
/** Share of the time until all users are in, until all links are in, until every index is made. */
const shares = { users: 0.4, links: 0.55, indexes: 0.95 } as const;

/** All of it or nothing. DemoRefused where it may not. */
export async function fillDemo(place: Place, input: DemoInput): Promise<DemoSummary> {
  const target = await openTarget(place);
  const { database } = target;
  try {
    const summary = await database.write((tx) => fill({ ...database, write: (body) => body(tx), search: target.search }, tx, input));
    if (input.key) await signHead(database, input.key, input.now);
    await target.takeEffect();
    return summary;
  } catch (fault) {
    await target.abandon();
    throw fault;
  }
}

/** DemoRefused if anybody is there but whom set-up made, or any group. */
export async function refuseUnlessEmpty(db: Db): Promise<void> {
  if (!(await isEmpty(db)))
    throw new DemoRefused(
      'There are users or groups already. The demo fills only a Reeve that has just been set up: give it a data folder or a database of its own.',
    );
}

/** Writes into the one transaction that is open. */
type Within = Database & { readonly search: SearchIndex | null };

async function fill(within: Within, tx: Tx, input: DemoInput): Promise<DemoSummary> {
  const { kind, search } = within;
  const { progress = () => {} } = input;
  await refuseUnlessEmpty(readOnly(tx));
  const laying = await begin(tx, input);
  const definitions = await beginLoad(tx, kind);
  await search?.begin(tx);
  const shared = await fillShared(within, laying);
  const batches = await fillUsers(within, laying, input);
  await fillIdentifiers(tx, laying.base.users);
  await fillLinks(within, tx, laying, progress);
  const steps = [...indexing(definitions)];
  for (const [index, statements] of steps.entries()) {
    await runAll(tx, statements);
    progress('indexes', shares.links + ((shares.indexes - shares.links) * (index + 1)) / steps.length);
  }
  await search?.takeOver(tx);
  await runAll(tx, endLoad(kind, definitions));
  return { ...laying.tally, ...shared, entries: 1 + batches };
}

async function begin(tx: Tx, { users, seed, now, hash }: DemoInput): Promise<Laying> {
  const base = await foundations(tx);
  if (!base) throw new DemoRefused('Set Reeve up first: the demo builds on its permission tree.');
  const from = { chance: chance(seed), base, sizes: sizesFor(users) };
  return { ...from, now, hash, links: new Links(), rare: drawRare(from, users), owners: new Map(), tally: nothing() };
}

/** What all users share. */
async function fillShared(within: Within, laying: Laying): Promise<{ readonly groups: number; readonly roles: number }> {
  const shared = makeShared(laying);
  const brought = { groups: shared.groups.length, roles: shared.roles.length };
  await inOneEntry(within, laying, 'groups, roles, permissions and attributes', async ({ tx, touchModel }) => {
    for (const [table, rows] of [
      ['attributes', shared.attributes],
      ['permission_nodes', shared.nodes],
      ['roles', shared.roles],
      ['role_entries', shared.entries],
      ['groups', shared.groups],
      ['group_edges', shared.edges],
      ['role_groups', shared.rolesOfGroups],
    ] as const)
      await insertSheet(tx, within.kind, new Sheet(table, rows));
    touchModel();
    return { ...brought, permissions: shared.nodes.length, attributes: shared.attributes.length };
  });
  return brought;
}

/** Gives the number of entries it took. */
async function fillUsers(within: Within, laying: Laying, { users, now, progress = () => {} }: DemoInput): Promise<number> {
  const make = peopleMaker(laying.chance, now);
  const one = (nth: number, batch: Batch) => lay(laying, batch, laying.base.users + 1 + nth, make(nth, users));
  let entries = 0;
  for (let from = 0; from < users; from += batchUsers) {
    const to = Math.min(users, from + batchUsers);
    await inOneEntry(within, laying, `users ${from + 1} to ${to}`, async ({ tx }) => {
      const before = { ...laying.tally };
      let writing = Promise.resolve();
      for (let start = from; start < to; start += sheetUsers) {
        const batch = emptyBatch();
        for (let nth = start; nth < Math.min(to, start + sheetUsers); nth += 1) one(nth, batch);
        await writing;
        progress('users', (start / users) * shares.users);
        within.search?.addUsers(batch.users);
        writing = write(tx, within.kind, batch);
      }
      await writing;
      return difference(laying.tally, before);
    });
    entries += 1;
  }
  return entries;
}

async function write(tx: Tx, kind: Database['kind'], batch: Batch): Promise<void> {
  for (const sheet of Object.values(batch)) await insertSheet(tx, kind, sheet);
}

const difference = (after: Tally, before: Tally): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - before[name as keyof Tally]]));

async function fillLinks({ kind }: Database, tx: Tx, { links, tally }: Laying, progress: (step: string, done: number) => void): Promise<void> {
  const all = tally.memberships + tally.attributeValues;
  let rows = 0;
  for (const sheet of links.sheets()) {
    await insertSheet(tx, kind, sheet);
    rows += sheet.rows;
    progress('links', shares.users + (shares.links - shares.users) * (rows / all));
  }
}

/** The entry says in numbers what it brought; the rows themselves were never made by anybody, so they have no images. */
async function inOneEntry(
  within: Database,
  { chance: random, now }: Laying,
  name: string,
  body: (open: Change) => Promise<Record<string, number>>,
): Promise<void> {
  const header = { actorKind: 'host', actorId: byDemo, right: 'host', door: 'cli', operation: 'demo.fill', reason: 'Made-up data' };
  await change(within, now, header, async (open) => open.record({ kind: 'demo', id: idAt(now, random), name, before: null, after: await body(open) }));
}
