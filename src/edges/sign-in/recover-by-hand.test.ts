// A recovery link that an administrator has made, as browsers meet it: in the right order and in every wrong one, and for whom it is good no more.
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { Actor } from '#actor.ts';
import { sessionCookie } from '#authentication/actor-from-request.ts';
import type { Code } from '#errors.ts';
import { addRole } from '#roles/add-role.ts';
import { changeRolesOfUser, resetPassword } from '#users/contract.ts';
import { makeRecoveryLink } from '#users/mail-contract.ts';
import { sessionOf } from '../../../test/api.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { tokenIn } from '../../../test/form-browser.ts';
import { allow, refusedAs } from '../../../test/giving.ts';
import { beginHandingOver, type HandingOver, next, password } from '../../../test/handing-over.ts';
import { sendingMails } from '../../../test/mailing.ts';
import { linkIn, readable } from '../../../test/servers/mail.ts';

const minute = 60_000;

onBothDatabases('a recovery link made by an administrator', (open) => {
  const begin = (t: TestContext) => beginHandingOver(open, t);
  const over = async ({ browser, goOn }: HandingOver, link: string, why: string) => {
    const here = browser();
    const shown = await here.get(link);
    assert.equal(shown.statusCode, 409, why);
    assert.match(shown.body, /was used, has ended, or belongs to another browser/);
    assert.equal((await here.fill('/sign-in', { link: link.split('link=')[1] ?? '' }, '/recover/handed')).statusCode, 409, why);
    assert.notEqual((await goOn(here, link)).statusCode, 200, why);
  };

  it('sets a password that only he knows, ends every session, signs nobody in, and is told in the journal without the link', async (t) => {
    const begun = await begin(t);
    const { world, admin, browser, person, linkFor, goOn, choose, signIn, actorOf, doAs } = begun;
    const id = await person('ann');
    const { cookie } = await sessionOf(world, await actorOf(id));
    const link = await linkFor(id);
    const here = browser();
    for (let look = 0; look < 3; look += 1) assert.match((await here.get(link)).body, /For ann\. This link works once/);
    assert.match((await goOn(here, link)).body, /Set a new password/);
    assert.ok(await world.bearers.find(cookie, world.now()), 'going on ends nothing');
    assert.equal((await choose(here, link, { repeat: 'another' })).statusCode, 400);
    assert.equal((await choose(here, link, { password: 'short', repeat: 'short' })).statusCode, 400);
    assert.match((await choose(here, link)).body, /Your password is set/);
    assert.equal(await world.bearers.find(cookie, world.now()), null);
    assert.deepEqual([await signIn('ann', password), await signIn('ann', next)], [401, 303]);
    assert.ok(![...here.cookies.keys()].includes(sessionCookie));
    const told = JSON.stringify(await doAs(admin, 'journal.list', { limit: 10 }));
    assert.match(told, /users\.make-recovery-link.*|recovery\.finish-handed/);
    assert.ok(!told.includes(link.split('link=')[1] ?? ''));
    assert.equal((await choose(here, link)).statusCode, 409, 'once');
    await over(begun, link, 'used');
  });

  it('belongs to the first browser that goes on with it; looking binds nothing, and nobody skips that step', async (t) => {
    const begun = await begin(t);
    const { browser, person, linkFor, goOn, choose, signIn } = begun;
    const link = await linkFor(await person('ann'));
    const [first, second] = [browser(), browser()];
    assert.equal((await second.get(link)).statusCode, 200);
    assert.equal((await choose(second, link)).statusCode, 409, 'not gone on with');
    const csrf = tokenIn(await second.get(link));
    assert.equal((await goOn(first, link)).statusCode, 200);
    assert.equal((await second.post('/recover/handed', { csrf, link: link.split('link=')[1] ?? '' })).statusCode, 409);
    assert.equal((await choose(second, link)).statusCode, 409);
    await over(begun, link, 'bound');
    assert.equal((await goOn(first, link)).statusCode, 200, 'again, where it belongs');
    assert.match((await choose(first, link)).body, /Your password is set/);
    assert.equal(await signIn('ann', next), 303);
  });

  it('forged, of another purpose, replaced by a newer one, or older than half an hour, it is worth nothing', async (t) => {
    const begun = await begin(t);
    const { clock, world, person, linkFor, browser } = begun;
    const id = await person('ann');
    const first = await linkFor(id);
    const second = await linkFor(id);
    await over(begun, first, 'replaced');
    const text = second.split('link=')[1] ?? '';
    for (const forged of [`${text.slice(0, -4)}AAAA`, `${text}A`, text.slice(0, 20), '', "' or 1=1 --"])
      await over(begun, `/recover/handed?link=${encodeURIComponent(forged)}`, forged);
    assert.equal((await browser().get(`/recover/choose?link=${text}`)).statusCode, 409, 'not for the pages of a mail');
    assert.equal((await browser().get(`/invitation?link=${text}`)).statusCode, 409, 'nor as an invitation');
    clock.turn(31 * minute);
    await world.changes.poll();
    await over(begun, second, 'too late');
  });

  it('is over once the password has changed, or he is locked, disabled, deleted, or has ended everything', async (t) => {
    const begun = await begin(t);
    const { admin, person, linkFor, doAs, browser, goOn, choose } = begun;
    const meanwhile: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
      'another password': (id) => doAs(admin, resetPassword.name, { id }),
      locked: (id) => doAs(admin, 'users.lock', { id }),
      disabled: (id) => doAs(admin, 'users.disable', { id }),
      deleted: (id) => doAs(admin, 'users.delete', { id }),
      'sessions ended': (id) => doAs(admin, 'users.end-sessions', { id }),
    };
    for (const [index, [why, act]] of Object.entries(meanwhile).entries()) {
      const id = await person(`ann${index}`);
      const link = await linkFor(id);
      const here = browser();
      await goOn(here, link);
      await act(id);
      assert.equal((await choose(here, link)).statusCode, 409, why);
      await over(begun, link, why);
    }
  });

  it('is over for somebody who has become an administrator since, and once he who made it may nothing any more', async (t) => {
    const begun = await begin(t);
    const { admin, person, clerk, linkFor, run, doAs, browser, goOn, choose, world } = begun;
    const maker = await clerk();
    const id = await person('ann');
    const link = await linkFor(id, maker);
    const here = browser();
    assert.equal((await goOn(here, link)).statusCode, 200);
    const high = await addRole.run(world, admin, { name: 'high', entries: allow('/permission/admin/manage/identity/rolemgt') });
    await run(admin, changeRolesOfUser, { id, give: [{ role: high.id }] });
    assert.equal((await choose(here, link)).statusCode, 409, 'higher than the maker');
    await over(begun, link, 'higher than the maker');
    await assert.rejects(linkFor(id, maker), refusedAs('target.holds-more'));
    const other = await person('ben');
    const theirs = await linkFor(other, maker);
    await goOn(here, theirs);
    await doAs(admin, 'users.lock', { id: maker.id });
    assert.equal((await choose(here, theirs)).statusCode, 409, 'its maker is locked');
    await doAs(admin, 'users.unlock', { id: maker.id });
    assert.equal((await choose(here, theirs)).statusCode, 200);
  });

  it('is made by whoever may give passwords, never for himself, and refused where it could not be used', async (t) => {
    const begun = await begin(t);
    const { admin, person, clerk, run, actorOf, doAs } = begun;
    const maker = await clerk();
    const nobody = await actorOf(await person('nobody'));
    const id = await person('ann', { mail: '' });
    const refused = (code: Code, by: Actor, input: Readonly<Record<string, unknown>>) =>
      assert.rejects(run(by, makeRecoveryLink, { by: 'hand', ...input }), refusedAs(code));
    await refused('permission.denied', nobody, { id });
    await refused('self.refused', maker, { id: maker.id });
    await refused('target.holds-more', maker, { id: admin.id });
    await refused('recovery.not', admin, { id, by: 'mail' });
    await refused('mail.not-set-up', admin, { id: nobody.id, by: 'mail' });
    const { id: device } = (await doAs(admin, 'users.add', { userName: 'gate', kind: 'device' })) as { readonly id: string };
    await refused('recovery.not', admin, { id: device });
    await doAs(admin, 'users.lock', { id });
    await refused('recovery.not', admin, { id });
  });

  it('never takes the place of a second factor', async (t) => {
    const { person, addApp, linkFor, browser, goOn, choose } = await begin(t);
    const id = await person('ann');
    await addApp(id);
    const link = await linkFor(id);
    const here = browser();
    await goOn(here, link);
    await choose(here, link);
    const entered = await here.fill('/sign-in', { userName: 'ann', password: next, to: '' });
    assert.equal(entered.headers.location, '/sign-in/factor');
  });

  it('goes by mail too, shows then that the address is his, and he is told in the end', async (t) => {
    const begun = await begin(t);
    const { admin, person, run, browser, goOn, choose, world, actorOf } = begun;
    const server = await sendingMails(begun, t);
    const id = await person('ann');
    const { link: shown, to } = await run(admin, makeRecoveryLink, { id, by: 'mail' });
    assert.deepEqual([shown, to], [undefined, 'ann@example.org']);
    const mail = await server.next();
    assert.match(readable(mail), /an administrator sends you this link/);
    const here = browser();
    await goOn(here, linkIn(mail));
    assert.match((await choose(here, linkIn(mail))).body, /Your password is set/);
    assert.match(readable(await server.next()), /was set anew with a recovery link/);
    const { no } = await actorOf(id);
    const verified = await world.db.read.selectFrom('verified_mails').select(['mail_key', 'recovered_at']).where('user_no', '=', no).executeTakeFirst();
    assert.deepEqual([verified?.mail_key, (verified?.recovered_at ?? 0) > 0], ['ann@example.org', true]);
  });
});
