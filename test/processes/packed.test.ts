import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import { openRoom } from './folders.ts';
import type { Place } from './server.ts';
import { copyTree, edit } from './tree.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'tulip-9 Orchard kettle';
const admin = { REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: password };
/** What looks for the packed server, or begins with the snapshot, must itself be a source. */
const lookedUp = ['bin/reeve.ts', 'bin/from-snapshot.cjs', 'src/build/stamps.ts', 'src/cli/serves-now.ts'];

/** The files that the process and its threads had loaded, as V8 noted when they ended. */
function loaded(folder: string, tree: string): readonly string[] {
  const noted = readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { readonly result: readonly { readonly url: string }[] };
    return result.map(({ url }) => url);
  });
  return noted.filter((url) => url.startsWith(`file://${tree}/`) && !url.includes('/node_modules/')).map((url) => fileURLToPath(url).slice(tree.length + 1));
}

describe('bin/reeve serve', () => {
  const room = openRoom();

  /** A server that packs itself first, and runs until its snapshot is made beside it. Gives the stamp of what it packed. */
  async function serveFirst(place: Place & { readonly tree: string }, look: (url: string) => Promise<void>): Promise<string> {
    const before = packed(place.tree);
    const server = await room.start({ ...place, env: admin });
    await look(server.url);
    const [stamp = '', ...none] = packed(place.tree).filter((name) => !before.includes(name));
    assert.deepEqual([stamp !== '', none], [true, []]);
    while (!existsSync(join(place.tree, 'dist/server', stamp, 'snapshot-made'))) await pause(50);
    assert.equal((await server.stop()).code, 0, server.said());
    return stamp;
  }

  /** One start, a list asked for over HTTP, one stop. Gives the files that took part. */
  async function serveOnce({ env = {}, ...place }: Place & { readonly tree: string }): Promise<readonly string[]> {
    const noted = await room.folder();
    const server = await room.start({ ...place, env: { ...admin, ...env, NODE_V8_COVERAGE: noted } });
    const visitor = new Visitor(server.url);
    assert.equal((await visitor.signIn('admin', password)).status, 303);
    const answer = await ask(`${server.url}/api/users?search=adm`, { headers: { authorization: `Bearer ${await visitor.makeToken('list')}` } });
    assert.deepEqual([answer.status, /"userName":"admin"/.test(answer.text)], [200, true], answer.text);
    assert.equal((await server.stop()).code, 0, server.said());
    return loaded(noted, place.tree);
  }

  const packed = (tree: string): readonly string[] => (existsSync(join(tree, 'dist/server')) ? readdirSync(join(tree, 'dist/server')) : []);

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

  it('packs itself, makes a snapshot of that beside the first server, starts from it with its readers, and makes both again when a source has changed', async () => {
    const folder = await room.folder();
    const tree = copyTree(folder);
    const data = join(folder, 'data');
    const parts = [/^snapshot\.cjs$/, /^list-worker\.js$/, /^list-program.*\.js$/];
    const first = await serveFirst({ data, tree }, async () => {});
    // This one has nothing to build.
    assertPacked(await serveOnce({ data, tree }), { stamp: first, parts });
    assert.deepEqual(packed(tree), [first]);
    // Options for Node that a snapshot might not know: the packed server as it lies there.
    const without = await serveOnce({ data, tree, env: { NODE_OPTIONS: '--stack-trace-limit=20' } });
    assertPacked(without, { stamp: first, parts: [/^process\.js$/, /^list-worker\.js$/, /^list-program.*\.js$/] });

    edit(tree, 'src/edges/sign-in/frame.ts', ['</title>', ', changed</title>']);
    const second = await serveFirst({ data, tree }, async (url) => assert.match((await ask(`${url}/sign-in`)).text, /Reeve, changed<\/title>/));
    assertPacked(await serveOnce({ data, tree }), { stamp: second, parts });

    const url = postgresUrl();
    assert.ok(url, 'this test needs a PostgreSQL: REEVE_TEST_POSTGRES');
    const { url: database, drop } = await makePostgresDatabase(url);
    room.undo(drop);
    const onServer = await serveOnce({ data: join(folder, 'other'), database, tree });
    assertPacked(onServer, { stamp: second, parts: [/^snapshot\.cjs$/] });
    // Moved as a whole: what the snapshot has loaded believes to be elsewhere.
    const moved = join(folder, 'moved');
    renameSync(tree, moved);
    assertPacked(await serveOnce({ data, tree: moved }), { stamp: second, parts: [/^process\.js$/] });
    assert.ok(!onServer.some((file) => /list-worker/.test(file)), 'PostgreSQL needs no reader');
  });
});
