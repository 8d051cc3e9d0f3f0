// A World for benches, in a folder of its own: an administrator, and if wanted thousands of users, roles and nodes, filled in as rows.
// Called by bench files and by the servers they start. The rows are what the actions would have written, without their journal.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '#config.ts';
import { openDatabase } from '#db/open.ts';
import type { Tx } from '#db/tables.ts';
import { openWorld } from '#open-world.ts';
import { finishSetup, repairAdministrator } from '#setup/finish.ts';
import type { World } from '#world.ts';

export const administrator = { userName: 'admin', password: 'tulip-9 Orchard kettle' };

/** A folder that goes when the bench ends. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(process.env.BENCH_FOLDER ?? tmpdir(), 'reeve-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const benchConfig = (data: string, env: Readonly<Record<string, string>> = {}) => loadConfig({ argv: [], env: { REEVE_DATA: data, ...env } });

/** A World over a new SQLite database, set up. */
export async function openBenchWorld(data: string, env: Readonly<Record<string, string>> = {}): Promise<World> {
  const config = benchConfig(data, env);
  const database = await openDatabase({ url: '', dataFolder: data, readers: 1 });
  const world = await openWorld({ config, database, log: pino({ level: 'silent' }), now: Date.now, random: randomBytes });
  await finishSetup(world, administrator);
  return world;
}

/** A World over users who were filled in without set-up: gives them an administrator, and a journal that is not ahead of the clock. */
export async function administer(data: string): Promise<World> {
  const database = await openDatabase({ url: '', dataFolder: data, readers: 1 });
  await database.write(async (tx) => {
    await tx.updateTable('journal_head').set({ changed_at: 1 }).where('only', '=', 1).execute();
    await tx
      .insertInto('meta')
      .values({ key: 'setup_done_at', value: '1' })
      .onConflict((known) => known.doNothing())
      .execute();
  });
  const world = await openWorld({ config: benchConfig(data), database, log: pino({ level: 'silent' }) });
  await repairAdministrator(world, administrator, async () => {});
  return world;
}

export type Size = { readonly users: number; readonly roles: number; readonly nodes: number; readonly rolesOfUser: number };
export type Organisation = {
  readonly users: readonly { readonly id: string; readonly no: number; readonly roles: readonly number[] }[];
  /** Role → the path that it allows, with everything below. */
  readonly allowed: readonly string[];
  readonly paths: readonly string[];
};

/** Nodes in three levels below one application: areas of ten branches of ten leaves. */
const pathsOf = (nodes: number): readonly string[] =>
  Array.from({ length: nodes }, (_, nth) => {
    const [area, branch, leaf] = [Math.floor(nth / 111), Math.floor(((nth % 111) - 1) / 11), ((nth % 111) - 1) % 11];
    const top = `/permission/applications/bench/area${String(area).padStart(3, '0')}`;
    if (nth % 111 === 0) return top;
    return leaf === 0 ? `${top}/branch${branch}` : `${top}/branch${branch}/leaf${String(leaf - 1)}`;
  });

/** Fills in roles that each allow one node, and users who each hold some roles, spread evenly. The model is read anew afterwards. */
export async function fillOrganisation(world: World, size: Size): Promise<Organisation> {
  const paths = pathsOf(size.nodes);
  const allowed = Array.from({ length: size.roles }, (_, nth) => paths[(nth * 7) % paths.length] ?? '');
  const rolesOf = (user: number) => Array.from({ length: size.rolesOfUser }, (_, nth) => (user * 31 + nth * 377) % size.roles);
  const users = await world.db.write(async (tx) => {
    const nodeNo = await addNodes(tx, world, paths);
    const roleNo = await addRoles(tx, world, { allowed, nodeNo });
    return addUsers(tx, world, { count: size.users, rolesOf, roleNo });
  });
  return { users, allowed, paths };
}

/** How many rows one statement takes: SQLite binds 32,766 values at most. */
const rowsAtOnce = 500;

async function inParts<T>(rows: readonly T[], insert: (part: T[]) => Promise<unknown>) {
  for (let from = 0; from < rows.length; from += rowsAtOnce) await insert(rows.slice(from, from + rowsAtOnce));
}

async function addNodes(tx: Tx, { newId }: World, paths: readonly string[]): Promise<(path: string) => number> {
  const first = 100_000;
  const numbers = new Map<string, number>();
  const applications = await tx.selectFrom('permission_nodes').select(['no', 'path']).execute();
  for (const { no, path } of applications) numbers.set(path, no);
  const missing = ['/permission/applications', '/permission/applications/bench', ...paths].filter((path) => !numbers.has(path));
  for (const [nth, path] of missing.entries()) numbers.set(path, first + nth);
  const numberOf = (path: string) => numbers.get(path) ?? 0;
  const rows = missing.map((path) => ({
    no: numberOf(path),
    id: newId(),
    parent_no: numberOf(path.slice(0, path.lastIndexOf('/'))),
    path,
    display_name: path,
    description: '',
    administrative: 0,
    position: 0,
    created_at: 1,
  }));
  await inParts(rows, (part) => tx.insertInto('permission_nodes').values(part).execute());
  return numberOf;
}

type Roles = { readonly allowed: readonly string[]; readonly nodeNo: (path: string) => number };

async function addRoles(tx: Tx, { newId }: World, { allowed, nodeNo }: Roles): Promise<(nth: number) => number> {
  const first = 100_000;
  const rows = allowed.map((_, nth) => ({
    no: first + nth,
    id: newId(),
    version: 1,
    name: `Bench ${nth}`,
    name_key: `bench ${nth}`,
    sort_key: `bench ${nth}`,
    description: '',
    built_in: '',
    created_at: 1,
    changed_at: 1,
    deleted_at: 0,
  }));
  await inParts(rows, (part) => tx.insertInto('roles').values(part).execute());
  const entries = allowed.map((path, nth) => ({ role_no: first + nth, node_no: nodeNo(path), allow: 1 }));
  await inParts(entries, (part) => tx.insertInto('role_entries').values(part).execute());
  return (nth) => first + nth;
}

type Users = { readonly count: number; readonly rolesOf: (user: number) => number[]; readonly roleNo: (nth: number) => number };

async function addUsers(tx: Tx, { newId }: World, { count, rolesOf, roleNo }: Users): Promise<Organisation['users']> {
  const first = 1_000_000;
  const { no: store } = await tx.selectFrom('stores').select('no').orderBy('position').executeTakeFirstOrThrow();
  const users = Array.from({ length: count }, (_, nth) => ({ id: newId(), no: first + nth, roles: rolesOf(nth) }));
  const rows = users.map(({ id, no }, nth) => userRow({ id, no, store_no: store, user_name: `bench.${nth}`, name_key: `bench.${nth}` }));
  await inParts(rows, (part) => tx.insertInto('users').values(part).execute());
  const held = users.flatMap(({ no, roles }) =>
    roles.map((role) => ({ role_no: roleNo(role), user_no: no, from_at: 0, until_at: 0, scope: '', given_by: 'host:bench', given_at: 1 })),
  );
  await inParts(held, (part) => tx.insertInto('role_users').values(part).execute());
  return users;
}

/** A person of whom nothing is known but the name. */
export const userRow = <K extends { readonly id: string; readonly store_no: number; readonly user_name: string; readonly name_key: string }>(known: K) => ({
  version: 1,
  kind: 'person',
  given_name: '',
  family_name: '',
  shown_name: known.user_name,
  shown_key: known.name_key,
  mail: '',
  mail_key: '',
  phone: '',
  organisation: '',
  country: '',
  language: '',
  time_zone: '',
  owner_no: 0,
  attributes: '{}',
  created_at: 1,
  changed_at: 1,
  starts_at: 0,
  ends_at: 0,
  disabled_at: 0,
  locked_at: 0,
  locked_until: 0,
  pending: '',
  state_reason: '',
  deleted_at: 0,
  revocation_epoch: 0,
  role_count: 0,
  ...known,
});
