import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Actor } from '#actor.ts';
import { auditActions } from '#audit/actions.ts';
import { actorAtOnce, actorFromRequest } from '#authentication/actor-from-request.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { listJournal } from '#journal/contract.ts';
import { userActions } from '#users/actions.ts';
import { addUser } from '#users/contract.ts';
import { disableUser } from '#users/state-contract.ts';
import type { World } from '#world.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld } from '../../test/world.ts';
import { sessionActions } from './actions.ts';
import { addMyToken, addToken, endMyToken, endToken, me, myTokens } from './contract.ts';

const day = 86_400_000;
const list = '/permission/admin/manage/identity/usermgt/list';
const refused = (code: string) => ({ name: 'Refusal', code });

async function run<Op extends AnyOperation>(world: World, actor: Actor, operation: Op, input: InputOf<Op>): Promise<OutputOf<Op>> {
  const found = [...sessionActions, ...userActions, ...auditActions].find((action) => action.operation === operation);
  assert.ok(found, operation.name);
  return (await found.run(world, actor, input)) as OutputOf<Op>;
}

/** Who bears it. What is told at once is the same, before and after, and nothing where he is refused. */
async function bearing(world: World, secret: string): Promise<Actor> {
  const request = { method: 'POST', headers: { authorization: `Bearer ${secret}` }, cookie: undefined, network: '192.0.2.0/24', door: 'api' } as const;
  const before = actorAtOnce(world, request);
  const actor = await actorFromRequest(world, request).catch((refusal: unknown) => {
    assert.deepEqual([before, actorAtOnce(world, request)], [undefined, undefined]);
    throw refusal;
  });
  if (before) assert.deepEqual(before, actor);
  assert.deepEqual(actorAtOnce(world, request), actor);
  return actor;
}

onBothDatabases('API tokens', (open) => {
  it('are shown once, narrow what their user may, and always end', async () => {
    const { world, admin, clock } = await openTestWorld(open);
    const { token, secret } = await run(world, admin, addMyToken, { name: 'lists', permissions: [list] });
    assert.equal(token.endsAt - token.createdAt, 90 * day);
    assert.ok(!JSON.stringify(await run(world, admin, myTokens, {})).includes(secret.split('.')[1] ?? ''));
    const rows = await world.db.read.selectFrom('journal_images').select('after').execute();
    assert.ok(!JSON.stringify(rows).includes(secret.split('.')[1] ?? ''));
    const actor = await bearing(world, secret);
    assert.deepEqual((await run(world, actor, me, {})).permissions, [list]);
    await assert.rejects(run(world, actor, addUser, { userName: 'someone' }), refused('token.narrowed'));
    clock.turn(90 * day);
    await world.changes.poll();
    await assert.rejects(bearing(world, secret), refused('auth.required'));
  });

  it('never reach further or live longer than they may', async () => {
    const { world, admin } = await openTestWorld(open);
    await assert.rejects(run(world, admin, addMyToken, { name: 'long', endsAt: world.now() + 367 * day }), refused('token.too-long'));
    await assert.rejects(run(world, admin, addMyToken, { name: 'past', endsAt: world.now() - 1 }), refused('input.invalid'));
    await assert.rejects(run(world, admin, addMyToken, { name: 'odd', permissions: ['/permission/none'] }), refused('permission.missing'));
    const plain = await run(world, admin, addUser, { userName: 'plain', password: 'umbrella Fjord 7 mosaic', mustChangePassword: false });
    const subject: Actor = { ...admin, id: plain.id, no: 0, epoch: 0 };
    await assert.rejects(run(world, subject, addMyToken, { name: 'more', permissions: [list] }), refused('permission.denied'));
    const narrow = await run(world, admin, addMyToken, { name: 'narrow', permissions: [list], endsAt: world.now() + 2 * day });
    const actor = await bearing(world, narrow.secret);
    await assert.rejects(run(world, actor, addMyToken, { name: 'wide' }), refused('token.narrowed'));
    await assert.rejects(run(world, actor, addMyToken, { name: 'later', permissions: [list], endsAt: world.now() + 3 * day }), refused('token.too-long'));
  });

  it('are made for devices and programs by others, for persons only by themselves; disabling ends them on every node', async () => {
    const { world, admin, another, clock } = await openTestWorld(open);
    const second = await another();
    const device = await run(world, admin, addUser, { userName: 'sensor-1', kind: 'device' });
    const person = await run(world, admin, addUser, { userName: 'somebody' });
    await assert.rejects(run(world, admin, addToken, { id: person.id, name: 'x' }), refused('token.person'));
    const { token, secret } = await run(world, admin, addToken, { id: device.id, name: 'x' });
    await assert.rejects(run(world, admin, endMyToken, { token: token.id }), refused('token.missing'));
    assert.equal((await bearing(second, secret)).kind, 'user');
    await run(world, admin, disableUser, { id: device.id });
    await second.changes.poll();
    await assert.rejects(bearing(second, secret), refused('auth.required'));
    const other = await run(world, admin, addUser, { userName: 'sensor-2', kind: 'device' });
    const made = await run(world, admin, addToken, { id: other.id, name: 'y' });
    assert.equal((await bearing(second, made.secret)).kind, 'user');
    await run(world, admin, endToken, { id: other.id, token: made.token.id });
    clock.turn(1_000);
    await second.changes.poll();
    await assert.rejects(bearing(second, made.secret), refused('auth.required'));
    const { items } = await run(world, admin, listJournal, { object: other.id });
    assert.deepEqual(
      items.map(({ operation, images }) => [operation, images[0]?.name]),
      [
        [endToken.name, 'PRIMARY/sensor-2 · y'],
        [addToken.name, 'PRIMARY/sensor-2 · y'],
        [addUser.name, 'PRIMARY/sensor-2'],
      ],
    );
  });

  it('are refused beside a cookie, in a cookie, and in any other spelling', async () => {
    const { world, admin } = await openTestWorld(open);
    const { secret } = await run(world, admin, addMyToken, { name: 'one' });
    const rest = { method: 'GET', network: '192.0.2.0/24', door: 'api' } as const;
    assert.equal((await actorFromRequest(world, { ...rest, headers: {}, cookie: undefined })).kind, 'stranger');
    await assert.rejects(actorFromRequest(world, { ...rest, headers: { authorization: `Bearer ${secret}` }, cookie: 'x' }), refused('auth.required'));
    await assert.rejects(actorFromRequest(world, { ...rest, headers: {}, cookie: secret }), refused('auth.required'));
    for (const authorization of [
      '',
      'Bearer',
      `Basic ${secret}`,
      `Bearer  ${secret}`,
      `Bearer ${secret} `,
      `Bearer ${secret},`,
      `bearer ${secret}x`,
      secret,
      `Bearer ${secret.toUpperCase()}`,
    ])
      await assert.rejects(actorFromRequest(world, { ...rest, headers: { authorization }, cookie: undefined }), refused('auth.required'), authorization);
  });
});
