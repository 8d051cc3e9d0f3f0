import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { withScreen } from './screen-files.ts';

const page = '<html><head></head><body></body></html>';

describe('The files of the screen that a page opens with', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reeve-screens-'));
    const screens = { '/': ['home.js'], '/users/$id': ['user.js', 'user.css'], '/users/add': ['add.js'], '/users/views/$id': ['view.js'] };
    await writeFile(join(folder, 'screens.json'), JSON.stringify(screens));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const named = async (at: string) =>
    [...(await withScreen(page, folder, at)).matchAll(/<link rel="(\w+)"[^>]* href="\/([^"]+)">/g)].map(([, rel, file]) => `${rel} ${file}`);

  it('are named in its head, scripts and styles, each as what it is', async () => {
    assert.deepEqual(await named('/users/0192f000'), ['modulepreload user.js', 'preload user.css']);
    assert.deepEqual(await named('/users/views/0192f000'), ['modulepreload view.js']);
    assert.deepEqual(await named('/'), ['modulepreload home.js']);
  });

  it('are those of an address written out rather than of one with a part left open', async () => {
    assert.deepEqual(await named('/users/add'), ['modulepreload add.js']);
  });

  it('are none where no screen is known, whatever the address says, and where the build left no list of them or half of one', async () => {
    for (const at of ['/nowhere', '/users/a/b/c', '//', '/constructor', '/users/', '/"><script>']) assert.equal(await withScreen(page, folder, at), page);
    assert.equal(await withScreen(page, tmpdir(), '/users/add'), page);
    await writeFile(join(folder, 'screens.json'), '{"/users/add":["ad');
    assert.equal(await withScreen(page, folder, '/users/add'), page);
  });
});
