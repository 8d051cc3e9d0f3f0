import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothDatabases } from '../databases.ts';
import { startServer } from './server.ts';
import { until } from './until.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'tulip-9 Orchard kettle';
const users = 120;
/** Each row makes a password, which takes so long that the job is still under way when it has begun to show. */
const slow = { REEVE_ARGON2_PASSES: '60' };

type Job = { readonly state: string; readonly done: number; readonly skipped: number; readonly failed: number; readonly finishedAt: number };

onBothDatabases('a job whose server is killed', (open) => {
  it('goes on by itself in the next process, and has done every row exactly once', async () => {
    const { url: database, dataFolder: data } = await open();
    const place = { data, database };
    const first = await startServer({ ...place, env: { ...slow, REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: password } });
    const admin = new Visitor(first.url);
    assert.equal((await admin.signIn('admin', password)).status, 303);
    const headers = { authorization: `Bearer ${await admin.makeToken('jobs')}`, 'content-type': 'application/json' };
    let at = first.url;
    const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const answer = await ask(`${at}/api${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      assert.equal(answer.status, 200, answer.text);
      return JSON.parse(answer.text) as T;
    };
    for (let from = 0; from < users; from += 20)
      await Promise.all(Array.from({ length: 20 }, (_, index) => send('POST', '/users', { kind: 'program', userName: `worker-${from + index}` })));
    const plan = await send<{ id: string; change: number }>('POST', '/users/rehearse', {
      select: { filter: { kind: 'program' } },
      act: { do: 'reset-password' },
    });
    assert.equal(plan.change, users);
    await send('POST', `/plans/${plan.id}/carry-out`, {});
    const job = () => send<Job>('GET', `/jobs/${plan.id}`);
    let seen = 0;
    await until(async () => {
      seen = (await job()).done;
      return seen > 0;
    });
    await first.kill();
    assert.ok(seen < users, 'it was killed too late to show anything');
    const second = await startServer(place);
    at = second.url;
    try {
      await until(async () => (await job()).finishedAt > 0);
      const { state, done, skipped, failed } = await job();
      assert.deepEqual({ state, done, skipped, failed }, { state: 'done', done: users, skipped: 0, failed: 0 });
      const versions = new Set<number>();
      let next = '';
      do {
        const page = await send<{ items: { version: number }[]; next?: string }>(
          'GET',
          `/users?kind=program&limit=200${next ? `&cursor=${encodeURIComponent(next)}` : ''}`,
        );
        for (const { version } of page.items) versions.add(version);
        next = page.next ?? '';
      } while (next !== '');
      assert.deepEqual([...versions], [2], 'each was changed once');
    } finally {
      await second.stop();
    }
  });
});
