// Getting back in by mail, in every wrong order, with what is another’s or is over.
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { generateSync } from 'otplib';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import { sessionCookie } from '#authentication/actor-from-request.ts';
import type { AnyOperation } from '#contract.ts';
import { beginTotp, confirmTotp, signInRuleOperations } from '#factors/contract.ts';
import { changeLinks } from '#mail/edit-links.ts';
import { deleteUser } from '#users/delete-user.ts';
import { endSessions } from '#users/end-sessions.ts';
import { lockUser } from '#users/lock-user.ts';
import { updateUser } from '#users/update-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { tokenIn } from '../../../test/form-browser.ts';
import { asked, type Recovery as Begun, beginRecovery, next, password } from '../../../test/recovering.ts';

const minute = 60_000;

onBothDatabases('getting back in by mail, the wrong way', (open) => {
  const begin = (t: TestContext) => beginRecovery(open, t);

  /** Those that happen to everybody come last. */
  const meanwhile: Readonly<Record<string, (begun: Begun, id: string) => Promise<unknown>>> = {
    'his sessions were ended': ({ world, admin }, id) => endSessions.run(world, admin, { id }),
    'he was locked': ({ world, admin }, id) => lockUser.run(world, admin, { id }),
    'his address is another': ({ world, admin }, id) => updateUser.run(world, admin, { id, mail: 'else@example.org' }),
    'he was deleted': ({ world, admin }, id) => deleteUser.run(world, admin, { id }),
    'half an hour has passed': async ({ clock, world }) => {
      clock.turn(31 * minute);
      await world.changes.poll();
    },
    'it was switched off': ({ world, admin }) => changeLinks.run(world, admin, { recovery: false }),
  };
  it('a link is worth nothing once something of it has changed', async (t) => {
    const begun = await begin(t);
    for (const [index, [what, happens]] of Object.entries(meanwhile).entries()) {
      const id = await begun.person(`user${index}`);
      const { here, link } = await asked(begun, `user${index}`);
      const csrf = tokenIn(await here.get(link));
      await happens(begun, id);
      const text = link.split('link=')[1] ?? '';
      assert.equal((await here.post('/recover/choose', { csrf, link: text, password: next, repeat: next })).statusCode, 409, what);
      assert.equal((await here.get(link)).statusCode, 409, what);
    }
  });

  it('leads past no second factor, nor past one that a browser was trusted with', async (t) => {
    const begun = await begin(t);
    const { world, admin, person, choose, actorOf, clock, browser } = begun;
    const id = await person('ann');
    const trusted = browser();
    const enter = (typed: string) => trusted.fill('/sign-in', { userName: 'ann', password: typed, to: '' });
    await enter(password);
    const [session] = await world.db.read.selectFrom('sessions').select('id').execute();
    const run = (operation: AnyOperation, actor: UserActor, input: object) => actions.find((one) => one.operation === operation)?.run(world, actor, input);
    await run(signInRuleOperations.change, admin, { rememberDays: 30 });
    const actor = { ...(await actorOf(id)), viaId: session?.id ?? '' };
    const { id: factor, secret } = (await run(beginTotp, actor, { name: 'phone', current: password })) as { readonly id: string; readonly secret: string };
    const code = () => generateSync({ secret, epoch: Math.floor(clock.now() / 1000) });
    await run(confirmTotp, actor, { factor, code: code() });
    clock.turn(minute);
    await world.changes.poll();
    trusted.cookies.delete(sessionCookie);
    const asks = (await enter(password)).headers.location ?? '';
    assert.match(asks, /factor/);
    assert.equal((await trusted.fill(asks, { code: code(), trust: 'yes' })).statusCode, 303);
    trusted.cookies.delete(sessionCookie);
    assert.doesNotMatch((await enter(password)).headers.location ?? '', /factor/, 'a trusted browser is not asked');
    trusted.cookies.delete(sessionCookie);
    const { here, link } = await asked(begun);
    await choose(here, link);
    assert.equal((await enter(next)).headers.location, asks);
    assert.equal(trusted.cookies.get(sessionCookie), undefined);
  });

  it('a link sets the password of whom it was made for, whoever else the form names', async (t) => {
    const begun = await begin(t);
    const { person, choose, signIn } = begun;
    await person('ann');
    await person('bob');
    const { here, link } = await asked(begun);
    await choose(here, link, { userName: 'bob', user: 'bob' });
    assert.deepEqual([await signIn('bob', next), await signIn('bob', password), await signIn('ann', next)], [401, 303, 303]);
  });

  it('nothing goes on without all of it: no link, another’s, a broken one, no form token, a foreign page', async (t) => {
    const begun = await begin(t);
    const { person, signIn } = begun;
    await person('ann');
    const { here, link } = await asked(begun);
    const text = link.split('link=')[1] ?? '';
    const csrf = tokenIn(await here.get(link));
    const fields = { csrf, password: next, repeat: next };
    const last = text.at(-1) === 'A' ? 'E' : 'A';
    for (const broken of [
      '',
      'rvl_',
      `${text.slice(0, -1)}${last}`,
      `${text} `,
      text.toUpperCase(),
      `rvl_0192f0c1-2345-7abc-8def-0123456789ab.${'A'.repeat(43)}`,
    ])
      assert.equal((await here.post('/recover/choose', { ...fields, link: broken })).statusCode, 409, broken);
    assert.equal((await here.post('/recover/choose', {})).statusCode, 403);
    assert.equal((await here.post('/recover/choose', { ...fields, link: text, csrf: 'x' })).statusCode, 403);
    assert.equal((await here.post('/recover/choose', { ...fields, link: text }, { origin: 'https://evil.test' })).statusCode, 403);
    assert.equal((await here.get('/recover/choose?link=a&link=b')).statusCode, 409);
    assert.equal(await signIn('ann', password), 303);
  });
});
