import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Action } from '#action.ts';
import { actions, performer } from '#actions.ts';
import type { Actor, UserActor } from '#actor.ts';
import type { Rounds } from '#bell.ts';
import type { OutputOf } from '#contract.ts';
import type { jobOperations, Plan, PlanRow, resultsOfJob, showJob } from '#jobs/contract.ts';
import { runJobs } from '#jobs/runner.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { host, identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import type { rehearse } from './contract.ts';

type Names = (typeof jobOperations)[number]['name'];
type Output = Record<string, unknown>;
type Made = Plan & { items: PlanRow[] };
type Job = OutputOf<typeof showJob>;
type Select = Parameters<typeof JSON.stringify>[0];
const named = (name: string): Action => actions.find(({ operation }) => operation.name === name) ?? assert.fail(name);

onBothDatabases('Changes of many', (open) => {
  let test: TestWorld;
  let people: People;
  let runner: Rounds;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
    runner = runJobs(test.world, performer);
  });
  after(() => runner.stop());
  beforeEach(() => test.world.changes.poll());

  const ask = async <T = Output>(actor: Actor, name: Names | string, input: object): Promise<T> => {
    await test.world.changes.poll();
    return (await named(name).run(test.world, actor, input)) as T;
  };
  const plan = (act: object, select: Select, actor: Actor = test.admin) => ask<OutputOf<typeof rehearse>>(actor, 'users.rehearse', { select, act });
  const settled = async (id: string, actor: Actor = test.admin): Promise<Job> => {
    for (;;) {
      const job = await ask<Job>(actor, 'jobs.show', { id });
      if (job.finishedAt > 0) return job;
      await pause(10);
    }
  };
  const carryOut = async (made: Pick<Made, 'id'>, actor: Actor = test.admin) => settled((await ask<Job>(actor, 'plans.carry-out', { id: made.id })).id, actor);
  const results = async (id: string, actor: Actor = test.admin) => (await ask<OutputOf<typeof resultsOfJob>>(actor, 'jobs.results', { id, limit: 200 })).items;
  const verdicts = ({ items }: Made) => items.map(({ name, verdict, code }) => [name, verdict, code]);
  const stateOf = async (id: string) => (await ask(test.admin, 'users.show', { id })).state;
  const crowd = async (name: string, n: number, more: object = {}): Promise<UserActor[]> => {
    const all: UserActor[] = [];
    for (let index = 0; index < n; index += 1) all.push(await people.person(`${name}.${index}`, more));
    return all;
  };

  it('a pasted list: names, qualified names, mails, what is nobody’s and what is ambiguous, each by its line', async () => {
    await people.person('ann.pasted', { mail: 'ann.p@example.com' });
    await people.person('bob.pasted', { mail: 'both@example.com' });
    await people.person('cyd.pasted', { mail: 'both@example.com' });
    const names = 'ANN.pasted, "bob.pasted";\nPRIMARY/cyd.pasted\nnobody.here\nboth@example.com\nAnn P <ann.p@example.com>\nOTHER/ann.pasted\n\n';
    const made = await plan({ do: 'lock', reason: 'gone' }, { names });
    assert.deepEqual(verdicts(made), [
      ['PRIMARY/ann.pasted', 'change', ''],
      ['PRIMARY/bob.pasted', 'change', ''],
      ['PRIMARY/cyd.pasted', 'change', ''],
      ['nobody.here', 'unknown', 'user.missing'],
      ['both@example.com', 'unknown', 'user.ambiguous'],
      ['PRIMARY/ann.pasted', 'skip', 'already.so'],
      ['OTHER/ann.pasted', 'unknown', 'user.missing'],
    ]);
    assert.deepEqual([made.change, made.skip, made.unknown], [3, 1, 3]);
    assert.match(made.items[3]?.says ?? '', /^Line 3: /);
    assert.match(made.items[4]?.says ?? '', /^Line 4: several users are meant: PRIMARY\/bob.pasted, PRIMARY\/cyd.pasted\.$/);
    assert.equal(made.items[0]?.says, 'active → locked');
  });

  it('by filter and by ids; nobody, too many and two kinds of selection are refused', async () => {
    const all = await crowd('filtered', 3, { organisation: 'Filtered Ltd' });
    assert.equal((await plan({ do: 'disable' }, { filter: { organisation: 'Filtered Ltd' } })).change, 3);
    const made = await plan({ do: 'disable' }, { ids: [...all.map(({ id }) => id), test.world.newId()] });
    assert.deepEqual([made.change, made.unknown], [3, 1]);
    await refused('selection.empty', plan({ do: 'lock' }, { names: ' ,; \n' }));
    await refused('selection.empty', plan({ do: 'lock' }, { filter: { organisation: 'Nobody Ltd' } }));
    await refused('selection.too-many', plan({ do: 'lock' }, { names: 'x\n'.repeat(10_001) }));
    await refused('input.invalid', plan({ do: 'lock' }, { names: 'x', ids: [] }));
    await refused('role.missing', plan({ do: 'give-role' }, { names: 'x' }));
    await refused('input.invalid', plan({ do: 'lock', until: 1 }, { names: 'x' }));
    await refused('input.invalid', plan({ do: 'unlock', until: test.clock.now() + 1_000 }, { names: 'x' }));
  });

  it('the plan is done, and nothing else: who was changed since is skipped and reported, never half', async () => {
    const [one, two, three] = (await crowd('planned', 3)) as [UserActor, UserActor, UserActor];
    const made = await plan({ do: 'lock', reason: 'audit' }, { ids: [one.id, two.id, three.id] });
    assert.equal(await stateOf(one.id), 'active', 'a rehearsal changes nobody');
    await ask(test.admin, 'users.update', { id: two.id, organisation: 'Changed' });
    const job = await carryOut(made);
    assert.deepEqual([job.state, job.total, job.done, job.skipped, job.failed], ['done', 3, 2, 1, 0]);
    assert.deepEqual(await Promise.all([one, two, three].map(({ id }) => stateOf(id))), ['locked', 'active', 'locked']);
    assert.deepEqual(
      (await results(job.id)).map(({ outcome, code, number }) => [outcome, code, number > 0]),
      [
        ['done', '', true],
        ['skipped', 'row.changed', false],
        ['done', '', true],
      ],
    );
    await refused('plan.carried-out', ask(test.admin, 'plans.carry-out', { id: made.id }));
    const { items } = await ask<{ items: { job: string; reason: string; door: string; operation: string }[] }>(test.admin, 'journal.list', { object: one.id });
    assert.deepEqual([items[0]?.job, items[0]?.reason, items[0]?.door, items[0]?.operation], [job.id, 'audit', 'job', 'users.lock']);
  });

  it('what the rehearsal says is what the job does: every act, on users in every state, by administrators of every reach', async () => {
    const vpn = await people.role('vpn', '/permission/applications');
    const strong = await people.role('strong', `${identity}/rolemgt`);
    const scope = { attribute: 'organisation', equals: 'Mixed' };
    const whole = await people.helper('mixed.whole', [`${identity}/usermgt`, `${identity}/passwords`]);
    const scoped = await people.helper('mixed.scoped', [`${identity}/usermgt`, `${identity}/passwords`], scope);
    const acts = [
      { do: 'lock', reason: 'r' },
      { do: 'lock', until: test.clock.now() + 3_600_000 },
      { do: 'unlock' },
      { do: 'disable' },
      { do: 'enable' },
      { do: 'give-role', role: vpn },
      { do: 'give-role', role: strong },
      { do: 'give-role', role: vpn, until: test.clock.now() + 3_600_000, scope },
      { do: 'take-role', role: vpn },
      { do: 'take-role', role: strong },
      { do: 'reset-password' },
      { do: 'invite' },
      { do: 'end-sessions' },
      { do: 'delete' },
      { do: 'restore' },
    ];
    let turn = 0;
    for (const actor of [whole, scoped, host])
      for (const act of acts) {
        turn += 1;
        const ids: string[] = [];
        const one = async (name: string, more: object = {}) => {
          const { id } = await people.person(`mix.${turn}.${name}`, { organisation: 'Mixed', ...more });
          ids.push(id);
          return id;
        };
        await one('plain');
        await one('elsewhere', { organisation: 'Other' });
        await ask(test.admin, 'users.lock', { id: await one('locked') });
        await ask(test.admin, 'users.disable', { id: await one('disabled') });
        await ask(test.admin, 'users.change-roles', { id: await one('holder'), give: [{ role: vpn }] });
        await ask(test.admin, 'users.change-roles', { id: await one('strong'), give: [{ role: strong }] });
        const gone = await one('gone');
        await ask(test.admin, 'users.change-roles', { id: gone, give: [{ role: vpn }, { role: strong }] });
        await ask(test.admin, 'users.delete', { id: gone });
        if (actor.kind === 'user') ids.push(test.admin.id);
        if (actor === scoped) ids.push(scoped.id, whole.id);
        const made = await plan(act, { ids }, actor);
        // The first half is what the rehearsal said; for the others the deed itself is asked.
        for (const row of made.items.filter(({ verdict, id }) => verdict === 'skip' && id !== '')) {
          if (row.code === 'already.so' || row.code === 'scope.too-wide') continue;
          const { operationOf, inputOf } = await import('./acts.ts');
          const { version } = await ask(test.admin, 'users.show', { id: row.id });
          const input = inputOf(made.act, { object_id: row.id, version: Number(version) });
          const deed = ask(actor, operationOf[act.do as keyof typeof operationOf].name, input);
          const refusal = await deed.then(
            () => assert.fail(`${act.do} on ${row.name} was done`),
            (fault: { code: string }) => fault.code,
          );
          assert.equal(refusal, row.code, `${act.do} on ${row.name}`);
        }
        if (made.change === 0) continue;
        const job = await carryOut(made, actor);
        const odd = (await results(job.id, actor)).filter(({ outcome }) => outcome !== 'done');
        assert.deepEqual(odd, [], JSON.stringify(act));
      }
  });

  it('the last administrator stays, also when all of them are selected together', async () => {
    const second = await people.person('second.in.command');
    const { items } = await ask<{ items: { id: string }[] }>(test.admin, 'roles.list', { search: 'admin' });
    await ask(test.admin, 'users.change-roles', { id: second.id, give: [{ role: items[0]?.id }] });
    const made = await plan({ do: 'disable' }, { ids: [second.id, test.admin.id] }, host);
    assert.deepEqual(verdicts(made), [
      ['PRIMARY/second.in.command', 'change', ''],
      ['PRIMARY/admin', 'skip', 'admin.last'],
    ]);
    await ask(test.admin, 'users.change-roles', { id: second.id, take: [items[0]?.id] });
  });

  it('says what rights are lost, by role and by permission, and how many are administrators', async () => {
    const vpn = await people.role('VPN of losers', '/permission/applications');
    const other = await people.role('Also applications', '/permission/applications');
    const keys = await people.role('Keys', `${identity}/rolemgt`);
    const [one, two, three] = (await crowd('loser', 3)) as [UserActor, UserActor, UserActor];
    for (const { id } of [one, two, three]) await ask(test.admin, 'users.change-roles', { id, give: [{ role: vpn }] });
    await ask(test.admin, 'users.change-roles', { id: two.id, give: [{ role: other }, { role: keys }] });
    const ids = [one.id, two.id, three.id];
    const taking = await plan({ do: 'take-role', role: vpn }, { ids });
    assert.deepEqual(
      taking.losses.map(({ what, id, users, administrators }) => [what, what === 'role' ? id : id.split('/').at(-1), users, administrators]),
      [
        ['role', vpn, 3, 1],
        ['permission', 'applications', 2, 0],
      ],
    );
    const locking = await plan({ do: 'lock' }, { ids });
    assert.deepEqual([locking.losing, locking.administrators], [3, 1]);
    assert.deepEqual(
      locking.losses.find(({ id }) => id === vpn),
      { what: 'role', id: vpn, name: 'VPN of losers', users: 3, administrators: 1 },
    );
  });

  it('a role that was given or taken meanwhile is a change, though the user’s version stays', async () => {
    const role = await people.role('watched', '/permission/applications');
    const { id } = await people.person('watched.one');
    const made = await plan({ do: 'give-role', role, until: test.clock.now() + 3_600_000 }, { ids: [id] });
    await ask(test.admin, 'users.change-roles', { id, give: [{ role }] });
    const job = await carryOut(made);
    assert.deepEqual([job.done, job.skipped], [0, 1]);
    assert.equal((await results(job.id))[0]?.code, 'row.changed');
  });

  it('a job is undone as a whole by a plan and a job of its own; what has changed since is skipped', async () => {
    const all = await crowd('undone', 4);
    const ids = all.map(({ id }) => id);
    const job = await carryOut(await plan({ do: 'lock', reason: 'mistake' }, { ids }));
    await ask(test.admin, 'users.unlock', { id: ids[1] });
    const made = await ask<Made>(test.admin, 'jobs.undo', { id: job.id });
    assert.deepEqual([made.change, made.skip, made.act.do, made.act.job], [3, 1, 'undo', job.id]);
    await ask(test.admin, 'users.unlock', { id: ids[2] });
    const back = await carryOut(made);
    assert.deepEqual([back.done, back.skipped], [2, 1]);
    assert.deepEqual(await Promise.all(ids.map(stateOf)), ['active', 'active', 'active', 'active']);
    assert.equal((await ask<Job>(test.admin, 'jobs.show', { id: job.id })).undoneBy, back.id);
    assert.equal((await ask<Made>(test.admin, 'jobs.undo', { id: job.id })).change, 0);
    const again = await carryOut(await ask<Made>(test.admin, 'jobs.undo', { id: back.id }));
    assert.equal(again.done, 2);
    assert.equal(await stateOf(ids[0] ?? ''), 'locked');
  });

  it('temporary passwords are shown once, sealed until then; such a job is not undone', async () => {
    const ids = (await crowd('reset', 2)).map(({ id }) => id);
    const job = await carryOut(await plan({ do: 'reset-password' }, { ids }));
    assert.equal(job.passwords, 2);
    const narrowed = await test.actorOf(test.admin.id, ['/permission/applications']);
    await refused('job.missing', ask(narrowed, 'jobs.passwords', { id: job.id }));
    await refused('job.missing', ask(await test.actorOf(test.admin.id, [`${identity}/usermgt`]), 'jobs.passwords', { id: job.id }));
    assert.deepEqual((await ask<{ items: Job[] }>(narrowed, 'jobs.list', {})).items, []);
    const kept = JSON.stringify(await test.world.db.read.selectFrom('job_rows').selectAll().where('secret', '<>', '').execute());
    const first = await ask<{ items: { name: string; temporaryPassword: string }[] }>(test.admin, 'jobs.passwords', { id: job.id });
    assert.equal(first.items.length, 2);
    for (const { temporaryPassword } of first.items) assert.ok(temporaryPassword.length >= 12 && !kept.includes(temporaryPassword));
    assert.deepEqual((await ask<{ items: unknown[] }>(test.admin, 'jobs.passwords', { id: job.id })).items, []);
    await refused('undo.not', ask(test.admin, 'jobs.undo', { id: job.id }));
  });

  it('acts with the rights of that moment: it stops when its owner may no more, and says why', async () => {
    const helper = await people.helper('short.lived', [`${identity}/usermgt`]);
    const ids = (await crowd('survivor', 2)).map(({ id }) => id);
    const made = await plan({ do: 'lock' }, { ids }, helper);
    await runner.stop();
    await ask(helper, 'plans.carry-out', { id: made.id });
    await ask(test.admin, 'users.disable', { id: helper.id });
    runner = runJobs(test.world, performer);
    const job = await settled(made.id);
    assert.deepEqual([job.state, job.done], ['stopped', 0]);
    assert.match(job.says, /Sign in|disabled/);
    assert.equal(await stateOf(ids[0] ?? ''), 'active');
  });

  it('is cancelled between rows, by its owner alone, and is there for nobody else but readers of the journal', async () => {
    const helper = await people.helper('owner.of.job', [`${identity}/usermgt`]);
    const other = await people.helper('other.owner', [`${identity}/usermgt`]);
    const reader = await people.helper('journal.reader', ['/permission/admin/monitor/logging']);
    const ids = (await crowd('cancelled', 2)).map(({ id }) => id);
    const made = await plan({ do: 'lock' }, { ids }, helper);
    await refused('plan.missing', ask(other, 'plans.show', { id: made.id }));
    await refused('plan.missing', ask(other, 'plans.carry-out', { id: made.id }));
    await runner.stop();
    const { id } = await ask<Job>(helper, 'plans.carry-out', { id: made.id });
    await refused('job.missing', ask(other, 'jobs.show', { id }));
    await refused('job.missing', ask(reader, 'jobs.cancel', { id }));
    assert.equal((await ask<Job>(reader, 'jobs.show', { id })).by.name, 'owner.of.job');
    assert.equal((await ask<Job>(helper, 'jobs.cancel', { id })).cancelling, true);
    runner = runJobs(test.world, performer);
    const job = await settled(id, helper);
    assert.deepEqual([job.state, job.done], ['cancelled', 0]);
    await refused('job.finished', ask(helper, 'jobs.cancel', { id }));
    const mine = await ask<{ items: Job[] }>(other, 'jobs.list', {});
    assert.deepEqual(mine.items, []);
    assert.ok((await ask<{ items: Job[] }>(reader, 'jobs.list', {})).items.some((one) => one.id === id));
  });

  it('two nodes share the work without doing a row twice, and one goes on where another has left', async () => {
    const ids = (await crowd('shared', 40)).map(({ id }) => id);
    const made = await plan({ do: 'end-sessions' }, { ids });
    const second = runJobs({ ...(await test.another()), now: test.clock.now }, performer);
    try {
      const job = await carryOut(made);
      assert.equal(job.done, 40);
      const numbers = (await results(job.id)).map(({ number }) => number);
      assert.equal(new Set(numbers).size, 40);
      const { items } = await ask<{ items: { version: number }[] }>(test.admin, 'users.list', { search: 'shared.', limit: 100 });
      assert.deepEqual([...new Set(items.map(({ version }) => version))], [2], 'each was changed once');
    } finally {
      await second.stop();
    }
  });

  it('results are a file that no spreadsheet takes for formulas', async () => {
    const { id } = await people.person('formula', { shownName: '=1+1|"x",y' });
    const job = await carryOut(await plan({ do: 'lock', reason: '@SUM' }, { ids: [id] }));
    const { name, text } = await ask<{ name: string; text: string }>(test.admin, 'jobs.results-file', { id: job.id });
    assert.equal(name, `reeve-job-${job.id}.csv`);
    assert.ok(text.includes(`"'=1+1|""x"",y"`), text);
  });

  it('a plan is forgotten after an hour', async () => {
    const { id } = await people.person('late');
    const made = await plan({ do: 'lock' }, { ids: [id] });
    assert.equal((await ask<{ items: PlanRow[] }>(test.admin, 'plans.rows', { id: made.id, verdict: 'change' })).items.length, 1);
    test.clock.turn(3_600_001);
    await refused('plan.missing', ask(test.admin, 'plans.show', { id: made.id }));
    await refused('plan.missing', ask(test.admin, 'plans.carry-out', { id: made.id }));
  });
});
