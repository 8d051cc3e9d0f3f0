// What is told at once in process, held against what is told in the end, while dates pass.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { peopleOf } from '../../test/people.ts';
import { openTestWorld } from '../../test/world.ts';

const publish = '/permission/admin/manage/api/publish';
const minute = 60_000;

onBothDatabases('the authorizer, in process', (open) => {
  const begin = async () => {
    const test = await openTestWorld(open);
    const { run, person, role } = peopleOf(test);
    const now = test.clock.now();
    const publisher = await role('publishers', publish);
    const holder = async (name: string, term: { readonly from?: number; readonly until?: number } = {}, more: { readonly endsAt?: number } = {}) => {
      const { id } = await person(name, more);
      await run(changeRolesOfUser, test.admin, { id, give: [{ role: publisher, ...term }] });
      await test.world.authorizer.subject(id);
      return id;
    };
    return { ...test, run, holder, now };
  };

  it('tells at once what it tells in the end, before and after dates pass', async () => {
    const { world, clock, run, admin, holder, now } = await begin();
    const locked = await holder('locked');
    await run(lockUser, admin, { id: locked });
    await world.authorizer.subject(locked);
    const all = {
      always: await holder('always'),
      until: await holder('until', { until: now + minute }),
      from: await holder('from', { from: now + minute }),
      ends: await holder('ends', {}, { endsAt: now + minute }),
      locked,
    };
    const told = async () => {
      const answers: Record<string, boolean | undefined> = {};
      for (const [name, id] of Object.entries(all)) {
        const atOnce = world.authorizer.mayAtOnce(id, publish, clock.now);
        assert.equal(atOnce, (await world.authorizer.may(id, publish, clock.now())).allowed, name);
        answers[name] = atOnce;
      }
      return answers;
    };
    assert.deepEqual(await told(), { always: true, until: true, from: false, ends: true, locked: false });
    clock.turn(2 * minute);
    assert.deepEqual(await told(), { always: true, until: false, from: true, ends: false, locked: false });
    assert.equal(world.authorizer.mayAtOnce(all.always, '/permission/none', clock.now), false);
    assert.equal(world.authorizer.mayAtOnce(world.newId(), publish, clock.now), undefined);
  });

  it('looks at the clock only where a date may matter', async () => {
    const { world, holder, now } = await begin();
    const [always, until] = [await holder('always'), await holder('until', { until: now + minute })];
    let looks = 0;
    const clock = () => {
      looks += 1;
      return now;
    };
    const looksFor = (id: string) => {
      looks = 0;
      assert.equal(world.authorizer.mayAtOnce(id, publish, clock), true);
      return looks;
    };
    looksFor(always);
    assert.deepEqual([looksFor(always), looksFor(until)], [0, 1]);
  });
});
