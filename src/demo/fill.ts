// Fills an empty Reeve with believable users of many countries, groups, roles, memberships and sign-ins, fast (reeve demo).
// Called by the command line and the benches, after set-up, while no server runs. The same seed gives the same users.
// Does not pretend a history that never was: each batch is one journal entry of its own that says what was filled in.
import type { Database } from '#db/database.ts';
import { type Change, change } from '#journal/change.ts';
import { chance, idAt } from './chance.ts';
import { peopleMaker } from './people.ts';
import { beginBulk, endBulk, foundations, insertRows, isEmpty, runAll, settle, tuneBulk } from './queries.ts';
import { type Batch, emptyBatch, type Laying, lay, laySmallRoles } from './rows.ts';
import { makeShared, sizesFor } from './world-of-roles.ts';

export type DemoInput = {
  readonly users: number;
  readonly seed: number;
  readonly now: number;
  /** One password hash for all of them; '' = nobody can sign in. */
  readonly hash: string;
  /** Told after every step: how much of the whole is done, 0 to 1. */
  readonly progress?: (step: string, done: number) => void;
};
export type DemoSummary = {
  users: number;
  persons: number;
  devices: number;
  programs: number;
  groups: number;
  roles: number;
  memberships: number;
  givings: number;
  attributeValues: number;
  entries: number;
};

export class DemoRefused extends Error {
  override readonly name = 'DemoRefused';
}

const batchUsers = 50_000;
/** Share of the time that making users takes; indexes take the rest. */
const fillShare = 0.6;

export async function fillDemo(database: Database, { users, seed, now, hash, progress = () => {} }: DemoInput): Promise<DemoSummary> {
  if (!(await isEmpty(database.read))) throw new DemoRefused('There are users or groups already. The demo fills only a Reeve that has just been set up.');
  const tally: DemoSummary = { users: 0, persons: 0, devices: 0, programs: 0, groups: 0, roles: 0, memberships: 0, givings: 0, attributeValues: 0, entries: 0 };
  const laying = await layFoundations(database, { users, seed, now, hash }, tally);
  const make = peopleMaker(laying.chance, now);
  for (let from = 0; from < users; from += batchUsers) {
    const batch = emptyBatch();
    for (let nth = from; nth < Math.min(users, from + batchUsers); nth += 1) lay(laying, batch, laying.base.users + 1 + nth, make(nth, users));
    await inOneEntry(database, laying, `users ${from + 1} to ${from + batch.users.length}`, async ({ tx }) => writeBatch(tx, database.kind, batch, tally));
    tally.entries += 1;
    progress(`${tally.users} users`, (tally.users / users) * fillShare);
  }
  await finish(database, { laying, users, tally, progress });
  return tally;
}

type Tx = Change['tx'];

/** Indexes away, and what all users share. */
async function layFoundations(database: Database, { users, seed, now, hash }: DemoInput, tally: DemoSummary): Promise<Laying> {
  const random = chance(seed);
  const sizes = sizesFor(users);
  const base = await database.write(foundations);
  if (!base) throw new DemoRefused('Set Reeve up first: the demo builds on its permission tree.');
  const laying: Laying = { chance: random, now, base, sizes, hash, givings: 0 };
  const shared = makeShared({ chance: random, now, base, sizes });
  await database.write((tx) => beginBulk(tx, database.kind));
  await inOneEntry(database, laying, 'groups, roles, permissions and attributes', async ({ tx, touchModel }) => {
    const { kind } = database;
    for (const [table, rows] of [
      ['attributes', shared.attributes],
      ['permission_nodes', shared.nodes],
      ['roles', shared.roles],
      ['role_entries', shared.entries],
      ['groups', shared.groups],
      ['group_edges', shared.edges],
      ['role_groups', shared.rolesOfGroups],
    ] as const)
      await insertRows(tx, kind, table, rows);
    touchModel();
    return { groups: shared.groups.length, roles: shared.roles.length, permissions: shared.nodes.length, attributes: shared.attributes.length };
  });
  Object.assign(tally, { groups: shared.groups.length, roles: shared.roles.length, entries: 1 });
  return laying;
}

/** The entry says in numbers what it brought; the rows themselves were never made by anybody, so they have no images. */
async function inOneEntry(
  database: Database,
  { chance: random, now }: Laying,
  name: string,
  body: (open: Change) => Promise<Record<string, number>>,
): Promise<void> {
  const header = { actorKind: 'host', actorId: 'host:demo', right: 'host', door: 'cli', operation: 'demo.fill', reason: 'Made-up data' };
  await change(database, now, header, async (open) => {
    await tuneBulk(open.tx, database.kind);
    open.record({ kind: 'demo', id: idAt(now, random), name, before: null, after: await body(open) });
  });
}

async function writeBatch(tx: Tx, kind: Database['kind'], batch: Batch, tally: DemoSummary): Promise<Record<string, number>> {
  for (const table of ['users', 'user_sign_ins', 'credentials', 'identifiers', 'user_attributes', 'group_members', 'role_users'] as const)
    await insertRows(tx, kind, table, batch[table]);
  const kinds = { persons: 'person', devices: 'device', programs: 'program' } as const;
  const count = (wanted: string) => batch.users.filter((user) => user.kind === wanted).length;
  const brought = {
    users: batch.users.length,
    persons: count(kinds.persons),
    devices: count(kinds.devices),
    programs: count(kinds.programs),
    memberships: batch.group_members.length,
    givings: batch.role_users.length,
    attributeValues: batch.user_attributes.length,
  };
  for (const [name, number] of Object.entries(brought)) tally[name as keyof typeof brought] += number;
  return brought;
}

type Finishing = { readonly laying: Laying; readonly users: number; readonly tally: DemoSummary; readonly progress: (step: string, done: number) => void };

async function finish(database: Database, { laying, users, tally, progress }: Finishing): Promise<void> {
  const { kind } = database;
  const steps = [...endBulk(kind, laying.base.users + users)];
  for (const [index, statements] of steps.entries()) {
    await database.write(async (tx) => {
      await tuneBulk(tx, kind);
      await runAll(tx, statements);
    });
    progress('indexes', fillShare + ((1 - fillShare) * (index + 1)) / (steps.length + 1));
  }
  // With the triggers back in their place, so that they count.
  await inOneEntry(database, laying, 'small roles', async ({ tx }) => {
    const rows = laySmallRoles(laying, users);
    await insertRows(tx, kind, 'role_users', rows);
    tally.givings += rows.length;
    return { givings: rows.length };
  });
  tally.entries += 1;
  await settle(database);
  progress('done', 1);
}
