import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import Fastify from 'fastify';
import { assets } from './assets.ts';

async function served() {
  const folder = await mkdtemp(join(tmpdir(), 'reeve-assets-'));
  after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'assets', 'folder.js'), { recursive: true });
  for (const [name, content] of Object.entries({
    'assets/app-1.js': 'plain',
    'assets/app-1.js.gz': 'small',
    'assets/app-1.js.br': 'least',
    'assets/.hidden.js': 'x',
    'secret.js': 'x',
  }))
    await writeFile(join(folder, name), content);
  const web = Fastify();
  after(() => web.close());
  await web.register(assets({ folder: join(folder, 'assets'), mayKeep: () => true }));
  return (path: string, headers: Readonly<Record<string, string>> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    web.inject({ method, url: `/assets/${path}`, headers });
}

it('an asset is sent in the smallest form that is taken', async () => {
  const ask = await served();
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['gzip, deflate, br, zstd', 'least', 'br'],
    ['gzip', 'small', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'small', 'gzip'],
    ['', 'plain', undefined],
    ['zstd', 'plain', undefined],
  ];
  for (const [taken, body, form] of cases) {
    const answer = await ask('app-1.js', { 'accept-encoding': taken });
    assert.deepEqual([answer.statusCode, answer.body, answer.headers['content-encoding'], answer.headers.vary], [200, body, form, 'accept-encoding'], taken);
    assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
  }
  const head = await ask('app-1.js', {}, 'HEAD');
  assert.deepEqual([head.statusCode, head.body, head.headers['content-length']], [200, '', '5']);
});

it('an asset that somebody has is not sent again, and each form is told from the others', async () => {
  const ask = await served();
  const tags = await Promise.all(['br', 'gzip', ''].map(async (taken) => String((await ask('app-1.js', { 'accept-encoding': taken })).headers.etag)));
  assert.equal(new Set(tags).size, 3);
  for (const [index, taken] of ['br', 'gzip', ''].entries()) {
    const again = await ask('app-1.js', { 'accept-encoding': taken, 'if-none-match': tags[index] ?? '' });
    assert.deepEqual([again.statusCode, again.body], [304, '']);
  }
});

it('nothing but the files of the folder is there', async () => {
  const ask = await served();
  for (const path of [
    '..%2Fsecret.js',
    '../secret.js',
    '.hidden.js',
    'app-1.js.br',
    'app-1.js%00',
    'folder.js',
    'folder.js/app-1.js',
    'nothing.js',
    'app-1',
    '',
  ])
    assert.equal((await ask(path)).statusCode, 404, path);
});
