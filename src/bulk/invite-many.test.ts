// Many are invited at once: who is, who is not and why, and what became of the links they had.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { actions, performer } from '#actions.ts';
import type { Actor } from '#actor.ts';
import { runJobs } from '#jobs/runner.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { mailing, sendingMails } from '../../test/mailing.ts';
import { refused } from '../../test/people.ts';
import { openTestWorld } from '../../test/world.ts';

type Judged = { readonly name: string; readonly verdict: string; readonly says: string };

onBothDatabases('Inviting many', (open) => {
  it('tells those with a good link from those without, leaves out whoever has a password or no address, and sends one mail each', async (t) => {
    const tested = await openTestWorld(open, mailing);
    const { world, admin } = tested;
    const server = await sendingMails(tested, t);
    const ask = async <T>(name: string, input: object, actor: Actor = admin) =>
      (await (actions.find(({ operation }) => operation.name === name) ?? assert.fail(name)).run(world, actor, input)) as T;
    const waiting = (userName: string, mail = `${userName}@example.org`) => ask<{ readonly id: string }>('users.add', { userName, mail });
    const { id: open1 } = await waiting('open');
    const { id: over } = await waiting('over');
    const ids = [open1, over, (await waiting('fresh')).id, (await waiting('nomail', '')).id, admin.id];
    for (const id of [open1, over]) await ask('users.invite', { id });
    await ask('users.revoke-invitation', { id: over });
    for (let mails = 0; mails < 2; mails += 1) await server.next();
    const plan = await ask<{ readonly id: string; readonly items: readonly Judged[] }>('users.rehearse', { select: { ids }, act: { do: 'invite' } });
    assert.deepEqual(
      plan.items.map(({ name, verdict, says }) => [name, verdict, says]),
      [
        ['PRIMARY/open', 'change', 'Is invited anew by a mail to open@example.org; the link he has ends.'],
        ['PRIMARY/over', 'change', 'Is invited anew by a mail to over@example.org; his link has ended or was taken back.'],
        ['PRIMARY/fresh', 'change', 'Is invited by a mail to fresh@example.org.'],
        ['PRIMARY/nomail', 'skip', 'An invitation goes to a mail address: give one.'],
        ['PRIMARY/admin', 'skip', 'Nobody does this to himself. Use your account page, or ask another administrator.'],
      ],
    );
    const runner = runJobs(world, performer);
    t.after(() => runner.stop());
    const job = await ask<{ readonly id: string }>('plans.carry-out', { id: plan.id });
    const to: string[] = [];
    for (let mails = 0; mails < 3; mails += 1) to.push((await server.next()).to);
    assert.deepEqual(to.sort(), ['fresh@example.org', 'open@example.org', 'over@example.org']);
    const links = await world.db.read.selectFrom('mail_links').select('user_no').where('purpose', '=', 'invitation').execute();
    assert.equal(links.length, 3, 'one good link each');
    while ((await ask<{ readonly finishedAt: number }>('jobs.show', { id: job.id })).finishedAt === 0) await pause(10);
    await refused('undo.not', ask('jobs.undo', { id: job.id }));
  });
});
