import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import { openRoom } from './folders.ts';
import type { Place } from './server.ts';
import { copyTree, edit } from './tree.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'tulip-9 Orchard kettle';
const admin = { REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: password };
/** What looks for the packed server must itself be a source. */
const lookedUp = ['bin/reeve.ts', 'src/build/stamps.ts'];

/** The files that the process and its threads had loaded, as V8 noted when they ended. */
function loaded(folder: string, tree: string): readonly string[] {
  const noted = readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { readonly result: readonly { readonly url: string }[] };
    return result.map(({ url }) => url);
  });
  return noted.filter((url) => url.startsWith('file:') && !url.includes('/node_modules/')).map((url) => fileURLToPath(url).slice(tree.length + 1));
}

describe('bin/reeve serve', () => {
  const room = openRoom();

  /** One start, a list asked for over HTTP, one stop. Gives the files that took part. */
  async function serveOnce(place: Place & { readonly tree: string }): Promise<readonly string[]> {
    const noted = await room.folder();
    const server = await room.start({ ...place, env: { ...admin, NODE_V8_COVERAGE: noted } });
    const visitor = new Visitor(server.url);
    assert.equal((await visitor.signIn('admin', password)).status, 303);
    const answer = await ask(`${server.url}/api/users?search=adm`, { headers: { authorization: `Bearer ${await visitor.makeToken('list')}` } });
    assert.deepEqual([answer.status, /"userName":"admin"/.test(answer.text)], [200, true], answer.text);
    assert.equal((await server.stop()).code, 0, server.said());
    return loaded(noted, place.tree);
  }

  const packed = (tree: string): readonly string[] => readdirSync(join(tree, 'dist/server'));

  function assertPacked(files: readonly string[], { stamp, parts }: { readonly stamp: string; readonly parts: readonly RegExp[] }) {
    const names = files.filter((file) => file.startsWith(`dist/server/${stamp}/`)).map((file) => file.split('/').at(-1) ?? '');
    for (const part of parts)
      assert.ok(
        names.some((name) => part.test(name)),
        `${part} is not among ${names.join(', ')}`,
      );
    const sources = files.filter((file) => !file.startsWith('dist/') && !file.startsWith('src/build/') && !lookedUp.includes(file));
    assert.deepEqual(sources, []);
  }

  it('runs the packed server with its readers, and packs it again when a source has changed', async () => {
    const folder = await room.folder();
    const tree = copyTree(folder);
    const data = join(folder, 'data');
    const parts = [/^process\.js$/, /^list-worker.*\.js$/, /^list-program.*\.js$/];
    await serveOnce({ data, tree });
    const [first = '', ...none] = packed(tree);
    assert.deepEqual(none, []);
    // The first start has packed it, and this one has nothing to build.
    assertPacked(await serveOnce({ data, tree }), { stamp: first, parts });
    assert.deepEqual(packed(tree), [first]);

    edit(tree, 'src/edges/sign-in/frame.ts', ['</title>', ', changed</title>']);
    const server = await room.start({ data, tree });
    assert.match((await ask(`${server.url}/sign-in`)).text, /Reeve, changed<\/title>/);
    await server.stop();
    const [second = ''] = packed(tree).filter((name) => name !== first);
    assert.notEqual(second, '');
    assertPacked(await serveOnce({ data, tree }), { stamp: second, parts });

    const url = postgresUrl();
    assert.ok(url, 'this test needs a PostgreSQL: REEVE_TEST_POSTGRES');
    const { url: database, drop } = await makePostgresDatabase(url);
    room.undo(drop);
    const onServer = await serveOnce({ data: join(folder, 'other'), database, tree });
    assertPacked(onServer, { stamp: second, parts: [/^process\.js$/, /^postgres.*\.js$/, /^list-program.*\.js$/] });
    assert.ok(!onServer.some((file) => /list-worker/.test(file)), 'PostgreSQL needs no reader');
  });
});
