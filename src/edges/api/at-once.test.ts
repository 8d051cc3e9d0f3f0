// Held against Fastify's own way: whoever asks over a socket and whoever asks in process get the same answer, head and body, however oddly they ask.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, it } from 'node:test';
import type { Action } from '#action.ts';
import type { AnyOperation } from '#contract.ts';
import { listRoles } from '#roles/list-roles.ts';
import { updateRole } from '#roles/update-role.ts';
import { sessionActions } from '#sessions/actions.ts';
import { addMyToken, endMyToken } from '#sessions/contract.ts';
import { lockUser } from '#users/lock-user.ts';
import { type Api, openApi, sessionOf } from '../../../test/api.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { peopleOf } from '../../../test/people.ts';
import { openTestWorld } from '../../../test/world.ts';

const json = { 'content-type': 'application/json' } as const;
const publish = '/permission/admin/manage/api/publish';
const listing = '/permission/admin/manage/identity/usermgt/list';
type Asked = { readonly method?: string; readonly url?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer };
type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** They tell of the connection and the moment, not of the answer. */
const ofTheConnection = ['date', 'connection', 'keep-alive', 'transfer-encoding'];
const answerOf = (status: number, headers: Iterable<readonly [string, unknown]>, body: string): Answer => ({
  status,
  headers: Object.fromEntries([...headers].filter(([name]) => !ofTheConnection.includes(name)).map(([name, value]) => [name, String(value)])),
  body,
});

async function inProcess({ server }: Api, { method = 'POST', url = '/api/may', headers = {}, body = '' }: Asked): Promise<Answer> {
  const own = { host: 'localhost', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const answer = await server.inject({ method: method as 'POST', url, headers: own, payload: body });
  return answerOf(answer.statusCode, Object.entries(answer.headers), answer.body);
}

async function overSocket({ port }: Api, { method = 'POST', url = '/api/may', headers = {}, body = '' }: Asked): Promise<Answer> {
  const own = { host: 'localhost', 'content-length': String(Buffer.byteLength(body)), connection: 'close', ...headers };
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(
    `${method} ${url} HTTP/1.1\r\n${Object.entries(own)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
  );
  socket.write(body);
  const [head = '', text = ''] = Buffer.concat(await socket.toArray())
    .toString()
    .split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  return answerOf(
    Number(first.split(' ')[1]),
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)] as const),
    text,
  );
}

function actionOf<Op extends AnyOperation>(operation: Op): Action<Op> {
  const found = sessionActions.find((action) => action.operation === operation);
  assert.ok(found, operation.name);
  // Found by this very operation.
  return found as unknown as Action<Op>;
}

onBothDatabases('what is answered at once', (open) => {
  const cast = async () => {
    const test = await openTestWorld(open);
    const people = peopleOf(test);
    const ann = await people.person('ann');
    await people.role('Rédaction 日本', listing);
    const { secret, token } = await people.run(actionOf(addMyToken), test.admin, { name: 'asks' });
    return { ...test, ...people, ann, secret, token, api: await openApi(test.world) };
  };
  let all: Awaited<ReturnType<typeof cast>>;
  before(async () => {
    all = await cast();
    // Asked once, they are remembered.
    const headers = { ...json, authorization: `Bearer ${all.secret}` };
    for (const user of [all.admin.id, all.ann.id]) await overSocket(all.api, { headers, body: JSON.stringify({ permission: publish, user }) });
  });
  after(() => all.api.close());

  const cases = (): Readonly<Record<string, Asked>> => {
    const { secret, ann, admin } = all;
    const headers = { ...json, authorization: `Bearer ${secret}` };
    const asking = (more: Readonly<Record<string, unknown>>) => JSON.stringify({ permission: publish, ...more });
    return {
      'a plain question about oneself': { headers, body: asking({}) },
      'one about somebody else': { headers, body: asking({ user: ann.id }) },
      'one about somebody else, in German': { headers: { ...headers, 'accept-language': 'de' }, body: asking({ user: ann.id }) },
      'one whose answer names other letters': { headers, body: asking({ user: ann.id, permission: listing }) },
      'one that names its letters': { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body: asking({ user: ann.id }) },
      'one with other letters': { headers: { ...headers, 'content-type': 'application/json; charset=latin1' }, body: asking({ user: ann.id }) },
      'one by name': { headers, body: asking({ user: 'ann' }) },
      'one about nobody': { headers, body: asking({ user: all.world.newId() }) },
      'one on a target': { headers, body: asking({ user: admin.id, on: ann.id }) },
      'no such permission': { headers, body: asking({ permission: '/permission/none' }) },
      'no such permission, in German': { headers: { ...headers, 'accept-language': 'de' }, body: asking({ permission: '/permission/none' }) },
      'a field that is not known': { headers, body: asking({ surprise: 1 }) },
      'a field of the wrong type': { headers, body: asking({ user: 7 }) },
      'a poisoned field': { headers, body: `{"permission":"${publish}","__proto__":{"user":"x"}}` },
      'a poisoned constructor': { headers, body: `{"permission":"${publish}","constructor":{"prototype":{}}}` },
      'a mark before the body': { headers, body: `\uFEFF${asking({})}` },
      'letters that are none': {
        headers,
        body: Buffer.concat([Buffer.from(`{"permission":"${publish}","user":"`), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
      },
      'a list': { headers, body: '[]' },
      null: { headers, body: 'null' },
      'half a body': { headers, body: '{"permission":' },
      'no body': { headers },
      'no type': { headers: { authorization: headers.authorization }, body: asking({}) },
      'another type': { headers: { ...headers, 'content-type': 'text/plain' }, body: asking({}) },
      'a long body': { headers, body: `${' '.repeat(5_000)}${asking({})}` },
      'no token': { headers: json, body: asking({}) },
      'a wrong token': { headers: { ...json, authorization: `Bearer ${secret.slice(0, -1)}` }, body: asking({}) },
      'two tokens': { headers: { ...json, authorization: `Bearer ${secret}, Bearer ${secret}` }, body: asking({}) },
      'a token in small letters': { headers: { ...json, authorization: `bearer ${secret}` }, body: asking({}) },
      'a token beside a cookie': { headers: { ...headers, cookie: '__Host-reeve=x' }, body: asking({}) },
      'a token beside another cookie': { headers: { ...headers, cookie: 'other=x' }, body: asking({}) },
      'as another': { headers: { ...headers, 'x-reeve-viewing': all.world.newId() }, body: asking({}) },
      'a foreign page with a token': { headers: { ...headers, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, body: asking({}) },
      'a version nobody asked for': { headers: { ...headers, 'if-match': '"3"' }, body: asking({}) },
      'a query': { url: '/api/may?user=x', headers, body: asking({}) },
      'a slash at the end': { url: '/api/may/', headers, body: asking({}) },
      'a whole address': { url: 'http://localhost/api/may', headers, body: asking({}) },
      'another way to spell it': { url: '/api/%6day', headers, body: asking({}) },
      'another method': { method: 'PUT', headers, body: asking({}) },
    };
  };

  it('is what Fastify answers, however oddly it is asked', async () => {
    const answeredAtOnce: string[] = [];
    for (const [name, asked] of Object.entries(cases())) {
      const before = all.api.observed.length;
      assert.deepEqual(await overSocket(all.api, asked), await inProcess(all.api, asked), name);
      if (all.api.observed.length > before) answeredAtOnce.push(name);
    }
    assert.deepEqual(answeredAtOnce, [
      'a plain question about oneself',
      'one about somebody else',
      'one about somebody else, in German',
      'one whose answer names other letters',
      'one that names its letters',
      'a foreign page with a token',
      'a version nobody asked for',
    ]);
  });

  it('says again what it keeps in the language that is asked for, letter by letter, and no longer than it is so', async () => {
    const { api, run, admin, ann, secret } = await cast();
    const { id } = (await run(listRoles, admin, { search: 'Rédaction' })).items[0] ?? assert.fail('no such role');
    const ask = async (language: string) => {
      const headers = { ...json, authorization: `Bearer ${secret}`, 'accept-language': language };
      const { status, body } = await overSocket(api, { headers, body: JSON.stringify({ permission: listing, user: ann.id }) });
      return status === 200 ? (JSON.parse(body) as { readonly reason?: string }).reason : body;
    };
    const [english, german] = [await ask('en'), await ask('de')];
    assert.equal(english, 'Rédaction 日本 would give it, and he does not hold that role.');
    assert.match(german ?? '', /Rédaction 日本/);
    assert.notEqual(german, english);
    assert.deepEqual([await ask('en'), await ask('de')], [english, german]);
    await run(updateRole, admin, { id, name: 'Redaktion' });
    assert.equal(await ask('en'), 'Redaktion would give it, and he does not hold that role.');
    await api.close();
  });

  it('is asked of the same rules: a session needs the token of its forms, whoever is locked is nobody, and a token that ended is none', async () => {
    const { api, world, admin, run, person, secret, token } = await cast();
    const ask = (headers: Readonly<Record<string, string>>) =>
      overSocket(api, { headers: { ...json, ...headers }, body: JSON.stringify({ permission: publish }) });
    const { cookie } = await sessionOf(world, admin);
    assert.equal((await ask({ cookie: `__Host-reeve=${cookie}` })).status, 403);
    for (let nth = 0; nth < 2; nth += 1) assert.equal((await ask({ authorization: `Bearer ${secret}` })).status, 200);
    const bob = await person('bob');
    const made = await run(actionOf(addMyToken), bob, { name: 'asks' });
    for (let nth = 0; nth < 2; nth += 1) assert.equal((await ask({ authorization: `Bearer ${made.secret}` })).status, 200);
    assert.ok(api.observed.length >= 2, 'answered at once');
    await run(lockUser, admin, { id: bob.id });
    assert.equal((await ask({ authorization: `Bearer ${made.secret}` })).status, 401);
    await run(actionOf(endMyToken), admin, { token: token.id });
    assert.equal((await ask({ authorization: `Bearer ${secret}` })).status, 401);
    await api.close();
  });
});
