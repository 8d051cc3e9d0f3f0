import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import Fastify from 'fastify';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld } from '../../test/world.ts';
import { consoles } from './consoles.ts';

onBothDatabases('The files of the consoles', (open) => {
  it('are kept for a year if the build says that they are named by their content, and otherwise asked for each time', async () => {
    const { world } = await openTestWorld(open);
    const folder = await mkdtemp(join(tmpdir(), 'reeve-consoles-'));
    after(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'assets'));
    const named = 'assets/list-users-DDYn8pQf.js';
    // Eight letters after a hyphen look like a hash, and are none.
    for (const file of [named, 'assets/change-password.js']) await writeFile(join(folder, file), '0');
    await writeFile(join(folder, 'named-by-content.json'), JSON.stringify([named]));
    const web = Fastify();
    after(() => web.close());
    await web.register(consoles(world, { folder, identify: () => Promise.reject(new Error('nobody')), sendMissing: ({ reply }) => reply }));
    const keptAs = async (path: string) => (await web.inject({ method: 'GET', url: `/${path}` })).headers['cache-control'];
    assert.equal(await keptAs(named), 'public, max-age=31536000, immutable');
    assert.equal(await keptAs('assets/change-password.js'), 'no-cache');
  });
});
