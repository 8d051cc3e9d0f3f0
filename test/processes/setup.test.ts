import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openRoom } from './folders.ts';
import { runReeve } from './server.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'tulip-9 Orchard kettle';
const loud = { REEVE_LOG_LEVEL: 'trace' } as const;
const linkIn = (data: string) => readFileSync(join(data, 'setup-link'), 'utf8').trim();
const pathIn = (data: string) => new URL(linkIn(data)).pathname;

const begin = (visitor: Visitor, path: string) => visitor.fill(path, { step: 'continue' });
const finish = (visitor: Visitor, path: string, userName = 'admin') => visitor.fill(path, { step: 'finish', userName, password, repeat: password });

describe('the set-up link', () => {
  const room = openRoom();

  it('lies in a file of its owner’s, and where no person watches nothing that is said or logged holds it', async () => {
    const data = await room.folder();
    const server = await room.start({ data, env: loud });
    assert.equal(statSync(join(data, 'setup-link')).mode & 0o777, 0o600);
    const secret = pathIn(data).split('/').at(-1) ?? '';
    assert.match(secret, /^[\w-]{43}$/);
    assert.match(server.said(), new RegExp(`Set up Reeve with the link in ${join(data, 'setup-link')}, within 30 minutes, once\\.`));
    assert.equal((await ask(`${server.url}/sign-in`)).status, 503);
    const visitor = new Visitor(server.url);
    await begin(visitor, pathIn(data));
    assert.equal((await visitor.fill(pathIn(data), { step: 'finish', userName: 'admin', password: 'short', repeat: 'short' })).status, 400);
    assert.ok(!server.said().includes(secret), 'the link was logged');
  });

  it('is followed once, by the first browser that goes on with it; then the door is shut', async () => {
    const data = await room.folder();
    const server = await room.start({ data });
    const path = pathIn(data);
    const [first, second] = [new Visitor(server.url), new Visitor(server.url)];
    // Looking consumes nothing.
    for (const visitor of [first, second, first]) assert.equal((await visitor.get(path)).status, 200);
    assert.equal((await begin(first, path)).status, 303);
    assert.ok((await second.get(path)).status >= 400);
    const done = await finish(first, path);
    assert.equal(done.status, 303, done.text);
    assert.equal(done.headers.location, '/carbon');
    assert.equal((await first.get('/carbon')).status, 200);
    assert.ok(!existsSync(join(data, 'setup-link')));
    assert.ok((await new Visitor(server.url).get(path)).status >= 400);
    await server.stop();
    const again = await room.start({ data });
    assert.doesNotMatch(again.said(), /Set up/);
    assert.ok(!existsSync(join(data, 'setup-link')));
  });

  it('is made anew by the host alone, also while the server runs, and brings an administrator back', async () => {
    const data = await room.folder();
    const server = await room.start({ data });
    const old = pathIn(data);
    await begin(new Visitor(server.url), old);
    assert.equal((await runReeve(['setup'], { data })).code, 0);
    assert.notEqual(pathIn(data), old);
    assert.ok((await ask(`${server.url}${old}`)).status >= 400, 'the one before still works');
    const visitor = new Visitor(server.url);
    await begin(visitor, pathIn(data));
    assert.equal((await finish(visitor, pathIn(data))).status, 303);
    const reopened = await runReeve(['setup', '--json'], { data });
    assert.equal(reopened.code, 0, reopened.said);
    const other = new Visitor(server.url);
    await begin(other, pathIn(data));
    assert.equal((await finish(other, pathIn(data), 'second')).status, 303);
    assert.equal((await new Visitor(server.url).signIn('second', password)).status, 303);
  });
});

describe('set-up without a person', () => {
  const room = openRoom();

  it('takes the first administrator from a file, once: afterwards another name or password counts for nothing', async () => {
    const data = await room.folder();
    const file = join(await room.folder(), 'password');
    writeFileSync(file, `${password}\nnot this line\n`);
    const first = await room.start({ data, env: { ...loud, REEVE_ADMIN_USER: 'chief', REEVE_ADMIN_PASSWORD_FILE: file } });
    assert.ok(!existsSync(join(data, 'setup-link')));
    assert.equal((await new Visitor(first.url).signIn('chief', password)).status, 303);
    assert.ok(!first.said().includes(password), 'the password was logged');
    await first.stop();
    const second = await room.start({ data, env: { REEVE_ADMIN_USER: 'usurper', REEVE_ADMIN_PASSWORD: 'violet-8 Harbour spoon' } });
    assert.equal((await new Visitor(second.url).signIn('usurper', 'violet-8 Harbour spoon')).status, 401);
    assert.equal((await new Visitor(second.url).signIn('chief', password)).status, 303);
  });

  it('refuses a password that the rule refuses, in one line, and makes nobody', async () => {
    const data = await room.folder();
    const refused = await runReeve(['serve'], { data, env: { REEVE_ADMIN_USER: 'chief', REEVE_ADMIN_PASSWORD: 'password1234' } });
    assert.equal(refused.code, 40, refused.said);
    assert.doesNotMatch(refused.said, /password1234|\n\s+at /);
    assert.equal(
      (
        await room
          .start({ data, env: { REEVE_ADMIN_USER: 'chief', REEVE_ADMIN_PASSWORD: password } })
          .then(({ url }) => new Visitor(url).signIn('chief', password))
      ).status,
      303,
    );
  });
});
