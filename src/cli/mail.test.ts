import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { it } from 'node:test';
import { queueMail } from '#mail/queue.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { mailing } from '../../test/mailing.ts';
import { setUpOutbox } from '../../test/outbox.ts';
import { openTestWorld } from '../../test/world.ts';
import { runCommandLine } from './run.ts';
import { beginningOf } from './standard-input.ts';

onBothDatabases('reeve mail', (open) => {
  it('lists mails by their state, tries one again, and says what is missing for a test mail', async () => {
    const test = await openTestWorld(open, mailing);
    const { config } = test.world;
    const run = async (...argv: readonly string[]) => {
      const [out, err]: [string[], string[]] = [[], []];
      const sink = (lines: string[]) => ({ write: (text: string) => lines.push(text) });
      const database: Record<string, string> = config.database ? { REEVE_DATABASE: config.database } : {};
      const env = { REEVE_DATA: config.data, ...database, REEVE_BASE_URL: config.baseUrl };
      const code = await runCommandLine({ argv, env, stdout: sink(out), stderr: sink(err) });
      return { code, out: out.join(''), err: err.join('') };
    };
    assert.match((await run('mail', 'test', 'ann@example.org')).err, /No mails can be sent: give a server/);
    await setUpOutbox(test);
    const now = test.world.now();
    const to = (name: string) =>
      ({ kind: 'changed', userNo: 0, address: `${name}@example.org`, language: 'en', values: {}, endsAt: now + 60_000, now }) as const;
    await test.world.db.write(async (tx) => {
      for (const name of ['ann', 'ben']) await queueMail(tx, test.world, to(name));
    });
    await test.world.db.write((tx) => tx.updateTable('mails').set({ state: 'failed', says: '550 no' }).where('address', '=', 'ann@example.org').execute());
    const { out } = await run('mail', 'list', '--state', 'failed', '--json');
    const { items } = JSON.parse(out) as { readonly items: readonly { readonly id: string; readonly to: string }[] };
    assert.deepEqual(
      items.map((mail) => mail.to),
      ['ann@example.org'],
    );
    assert.match((await run('mail', 'list', '--state', 'broken')).err, /state/);
    assert.match((await run('mail', 'retry', items[0]?.id ?? '')).out, /It is tried again\./);
    assert.match((await run('mail', 'list')).out, /ann@example\.org +queued/);
    assert.match((await run('mail', 'retry', test.world.newId())).err, /mail/i);
  });
});

it('of standard input no more than is wanted is kept, and all of it is read', async () => {
  const input = Readable.from([Buffer.from('Grüße '), Buffer.alloc(500_000, 97)]);
  assert.equal(await beginningOf(input, 10), 'Grüße aaaa');
  assert.ok(input.readableEnded);
});
