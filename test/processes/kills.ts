// kill -9 at random moments under load, again and again on the same data: what was acknowledged is there, nothing is half-done, the chain holds, no repair is needed.
// Called by kill.test.ts (10 times) and long/kill.test.ts (200 times). Sends to loopback only.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { actions } from '#actions.ts';
import { loadConfig } from '#config.ts';
import { openHeadKey } from '#journal/sign.ts';
import { verify } from '#journal/verify.ts';
import { openHere } from '#open-world.ts';
import { addRole } from '#roles/contract.ts';
import { addMyToken } from '#sessions/contract.ts';
import type { World } from '#world.ts';
import { environmentOf, type Place, startServer } from './server.ts';

const clients = 8;
/** Long enough for some writes to be under way, short enough to try often. */
const loadMilliseconds = { min: 100, max: 900 };
const password = 'tulip-9 Orchard kettle';

type Prepared = { readonly token: string; readonly role: string };
type Acknowledged = { readonly id: string; readonly userName: string };

/** Opens the same data as the command line would, while no server runs or beside one. */
async function beside<T>(place: Place, body: (world: World) => Promise<T>): Promise<T> {
  const world = await openHere({ config: loadConfig({ argv: [], env: environmentOf(place) }), log: pino({ level: 'silent' }) });
  try {
    return await body(world);
  } finally {
    await world.db.close();
  }
}

async function run(world: World, actor: Parameters<(typeof actions)[number]['run']>[1], name: string, input: unknown): Promise<Record<string, unknown>> {
  const found = actions.find(({ operation }) => operation.name === name);
  assert.ok(found);
  return (await found.run(world, actor, input)) as Record<string, unknown>;
}

/** A first start sets the server up unattended; then a token and a role to give. */
async function prepare(place: Place): Promise<Prepared> {
  const first = await startServer({ ...place, env: { ...place.env, REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: password } });
  await first.stop();
  return beside(place, async (world) => {
    const { no, id, revocation_epoch: epoch } = await world.db.read.selectFrom('users').select(['no', 'id', 'revocation_epoch']).executeTakeFirstOrThrow();
    const admin = {
      kind: 'user',
      no,
      id,
      epoch,
      via: 'session',
      viaId: id,
      provedAt: world.now(),
      narrowed: null,
      door: 'api',
      network: '127.0.0.0/24',
    } as const;
    const role = await run(world, admin, addRole.name, { name: 'loaded', entries: [{ permission: '/permission/admin/manage/api', effect: 'allow' }] });
    const made = await run(world, admin, addMyToken.name, { name: 'load' });
    return { token: String(made.secret), role: String(role.id) };
  });
}

/** Adds programs with a role, and locks every third, as fast as the answers come, until the server is gone. */
async function load(
  url: string,
  { token, role }: Prepared,
  { round, begun }: { readonly round: number; readonly begun: () => void },
): Promise<{ readonly added: readonly Acknowledged[]; readonly locked: readonly string[] }> {
  const added: Acknowledged[] = [];
  const locked: string[] = [];
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${url}/api${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const read = (await answer.json()) as { readonly id: string };
    assert.equal(answer.status, 200, JSON.stringify(read));
    return read;
  };
  const client = async (number: number) => {
    for (let index = 0; ; index++) {
      const userName = `kill-${round}-${number}-${index}`;
      const { id } = await post('/users', { kind: 'program', userName, roles: [{ role }] });
      added.push({ id, userName });
      begun();
      if (index % 3 !== 0) continue;
      await post(`/users/${id}/lock`, { reason: 'load' });
      locked.push(id);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: clients }, (_, number) => client(number)));
  for (const end of ends) if (end.status === 'rejected' && end.reason instanceof assert.AssertionError) throw end.reason;
  return { added, locked };
}

/** Every promise that can be checked from the outside, on the data alone. */
async function check(place: Place, { added, locked }: { readonly added: readonly Acknowledged[]; readonly locked: readonly string[] }) {
  await beside(place, async (world) => {
    const db = world.db.read;
    const users = await db.selectFrom('users').select(['no', 'id', 'user_name', 'locked_at', 'role_count']).where('kind', '=', 'program').execute();
    const byId = new Map(users.map((user) => [user.id, user]));
    for (const { id, userName } of added) assert.equal(byId.get(id)?.user_name, userName, `acknowledged and lost: ${userName}`);
    for (const id of locked) assert.ok((byId.get(id)?.locked_at ?? 0) > 0, `locked, acknowledged and lost: ${id}`);
    const counts = async (table: 'user_sign_ins' | 'identifiers' | 'role_users') =>
      new Set((await db.selectFrom(table).select('user_no').execute()).map((row) => row.user_no));
    const [signIns, identifiers, roles] = [await counts('user_sign_ins'), await counts('identifiers'), await counts('role_users')];
    const images = new Set((await db.selectFrom('journal_images').select('object_id').where('kind', '=', 'user').execute()).map((row) => row.object_id));
    for (const { no, id, user_name, role_count } of users) {
      const whole = signIns.has(no) && identifiers.has(no) && roles.has(no) && role_count === 1 && images.has(id);
      assert.ok(whole, `half-done: ${user_name}`);
    }
    const { sound, faults } = await verify(db, { key: openHeadKey(world.config.data) });
    assert.ok(sound, JSON.stringify(faults));
  });
}

const between = ({ min, max }: { readonly min: number; readonly max: number }) => min + Math.floor(Math.random() * (max - min));

/** Gives how many changes were acknowledged in all. */
export async function killAgainAndAgain(place: Place, times: number): Promise<number> {
  const prepared = await prepare(place);
  let acknowledged = 0;
  for (let round = 1; round <= times; round++) {
    const server = await startServer(place);
    // The clock runs from the first answer: a server that has answered nothing has promised nothing.
    const first = Promise.withResolvers<void>();
    const loading = load(server.url, prepared, { round, begun: first.resolve });
    await Promise.race([first.promise, loading]);
    await new Promise((next) => setTimeout(next, between(loadMilliseconds)));
    await server.kill();
    const done = await loading;
    acknowledged += done.added.length + done.locked.length;
    await check(place, done);
  }
  return acknowledged;
}
