import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { freePort } from '../servers/free-port.ts';
import { openRoom } from './folders.ts';
import { environmentOf, listen, ready } from './server.ts';
import { copyTree, edit } from './tree.ts';
import { until } from './until.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'tulip-9 Orchard kettle';

/** Everything that runs with this in its environment: what was started, and whatever that started. */
function running(mark: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || name === String(process.pid)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').includes(mark);
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return false;
    }
  });
}

describe('npm run dev', () => {
  const room = openRoom();

  it('shows a change of the server and of the web apps at the next request, and leaves nothing behind after Ctrl-C', async () => {
    const folder = await room.folder();
    const tree = copyTree(folder);
    const data = `${folder}/data`;
    const port = String(await freePort());
    const env = environmentOf({ data, env: { REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: password, REEVE_PORT: port } });
    // A group of its own, as a terminal makes for each command: Ctrl-C is a signal to all in it.
    const dev = spawn('npm', ['run', 'dev'], { cwd: tree, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const group = -(dev.pid ?? 0);
    room.undo(() => {
      if (running(data).length > 0) process.kill(group, 'SIGKILL');
    });
    const ended = once(dev, 'close');
    const url = await ready(dev, listen(dev));
    assert.match((await ask(`${url}/sign-in`)).text, /Sign in · Reeve/);

    edit(tree, 'src/edges/sign-in/frame.ts', ['</title>', ', changed</title>']);
    // Between one server and the next nobody answers.
    await until(async () => (await ask(`${url}/sign-in`).catch(() => null))?.text.includes('Reeve, changed</title>') ?? false);

    const visitor = new Visitor(url);
    assert.equal((await visitor.signIn('admin', password)).status, 303);
    assert.match((await visitor.get('/carbon')).text, /<title>Reeve Console</);
    edit(tree, 'web/console/index.html', ['Reeve Console', 'Changed Console']);
    await until(async () => (await visitor.get('/carbon')).text.includes('<title>Changed Console<'));

    assert.ok(running(data).length >= 2, 'the look for leftovers would find nothing');
    process.kill(group, 'SIGINT');
    await ended;
    await until(() => running(data).length === 0);
  });
});
