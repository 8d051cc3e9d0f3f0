import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import { openRoom } from './folders.ts';
import { until } from './until.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'tulip-9 Orchard kettle';
const annsPassword = 'cobalt-4 Meadow engine';

describe('two servers over one PostgreSQL', () => {
  const room = openRoom();

  /** Both with the same master key: further nodes get a copy of it. */
  async function pair() {
    const server = postgresUrl();
    assert.ok(server, 'these tests need a PostgreSQL: REEVE_TEST_POSTGRES');
    const { url: database, drop } = await makePostgresDatabase(server);
    room.undo(drop);
    const data = await room.folder();
    const first = await room.start({ data, database, env: { REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: password } });
    const second = await room.start({ data: await room.folder(), database, env: { REEVE_MASTER_KEY_FILE: `${data}/master-key` } });
    const admin = new Visitor(first.url);
    assert.equal((await admin.signIn('admin', password)).status, 303);
    const token = await admin.makeToken('tests');
    const headers = { authorization: `Bearer ${token}` };
    const get = (url: string, path: string) => ask(`${url}/api${path}`, { headers });
    const post = (url: string, path: string, body: unknown) =>
      ask(`${url}/api${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return { first, second, admin, get, post };
  }

  it('share sessions, and a lock at one ends the session at the other', async () => {
    const { first, second, admin, post } = await pair();
    assert.equal((await admin.at(second.url).get('/api/me')).status, 200);
    const added = await post(first.url, '/users', { kind: 'person', userName: 'ann', password: annsPassword, mustChangePassword: false });
    assert.equal(added.status, 200, added.text);
    const { id } = JSON.parse(added.text) as { readonly id: string };
    const ann = new Visitor(second.url);
    assert.equal((await ann.signIn('ann', annsPassword)).status, 303);
    assert.equal((await ann.get('/api/me')).status, 200);
    const locked = await post(first.url, `/users/${id}/lock`, { reason: 'test' });
    assert.equal(locked.status, 200, locked.text);
    await until(async () => (await ann.get('/api/me')).status === 401);
    assert.equal((await ann.at(first.url).get('/api/me')).status, 401);
  });

  it('lose nothing acknowledged when one is killed under load, and the other goes on', async () => {
    const { first, second, get, post } = await pair();
    const acknowledged: string[] = [];
    let stopped = false;
    const load = async (url: string, name: string) => {
      for (let index = 0; !stopped; index++) {
        const answer = await post(url, '/users', { kind: 'program', userName: `${name}-${index}` }).catch(() => null);
        if (answer === null) return;
        assert.equal(answer.status, 200, answer.text);
        acknowledged.push((JSON.parse(answer.text) as { readonly id: string }).id);
      }
    };
    const loads = [load(first.url, 'first-a'), load(first.url, 'first-b'), load(second.url, 'second-a'), load(second.url, 'second-b')];
    while (acknowledged.length < 40) await new Promise((next) => setImmediate(next));
    await first.kill();
    const before = acknowledged.length;
    while (acknowledged.length < before + 40) await new Promise((next) => setImmediate(next));
    stopped = true;
    await Promise.all(loads);
    for (const id of acknowledged) assert.equal((await get(second.url, `/users/${id}`)).status, 200, id);
  });
});
