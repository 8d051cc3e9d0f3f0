// Getting back in by mail, as a browser does it in the right order, and beside others who do.
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { passwordActions } from '#passwords/actions.ts';
import { passwordRulesOperations } from '#passwords/rule-contract.ts';
import { sessionOf } from '../../../test/api.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { tokenIn } from '../../../test/form-browser.ts';
import { asked, beginRecovery, next, password } from '../../../test/recovering.ts';
import { readable } from '../../../test/servers/mail.ts';

onBothDatabases('getting back in by mail', (open) => {
  const begin = (t: TestContext) => beginRecovery(open, t);

  it('looking at the link changes nothing; following it sets a password, ends every session, tells the owner, and signs nobody in', async (t) => {
    const begun = await begin(t);
    const { world, person, choose, signIn, server, actorOf } = begun;
    const id = await person('ann');
    const { cookie } = await sessionOf(world, await actorOf(id));
    const { here, link, mail } = await asked(begun);
    assert.equal(mail.to, 'ann@example.org');
    for (let look = 0; look < 3; look += 1) assert.match((await here.get(link)).body, /Set a new password/);
    assert.ok(await world.bearers.find(cookie, world.now()));
    const done = await choose(here, link);
    assert.match(done.body, /Your password is set/);
    assert.equal(await world.bearers.find(cookie, world.now()), null);
    assert.deepEqual(
      [...here.cookies.keys()].filter((name) => /session|browser/.test(name)),
      [],
    );
    assert.deepEqual([await signIn('ann', password), await signIn('ann', next)], [401, 303]);
    const told = await server.next();
    assert.match(readable(told), /was set anew/);
    const csrf = tokenIn(await here.get('/recover'));
    assert.equal((await here.post('/recover/choose', { csrf, link: link.split('link=')[1] ?? '', password, repeat: password })).statusCode, 409, 'once');
  });

  it('in another browser the link shows a code, sets nothing, and lets the one that asked go on', async (t) => {
    const begun = await begin(t);
    const { person, choose, browser, signIn } = begun;
    await person('ann');
    const { here, link } = await asked(begun);
    const phone = browser();
    const shown = await phone.get(link);
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(shown.body)?.[0] ?? '';
    assert.doesNotMatch(shown.body, /<form/);
    const csrf = tokenIn(await phone.get('/recover'));
    const text = link.split('link=')[1] ?? '';
    assert.equal((await phone.post('/recover/choose', { csrf, link: text, password: next, repeat: next })).statusCode, 409);
    assert.equal((await phone.fill('/recover/sent', { code }, '/recover/code')).statusCode, 400, 'the code is good where it began only');
    assert.equal((await here.fill('/recover/sent', { code: code.toLowerCase().replace('-', ' ') }, '/recover/code')).headers.location, '/recover/choose');
    assert.equal((await phone.get('/recover/choose')).statusCode, 409);
    assert.match((await choose(here, '/recover/choose')).body, /Your password is set/);
    assert.equal(await signIn('ann', next), 303);
  });

  it('a code can be guessed at five times, and without one nothing goes on', async (t) => {
    const begun = await begin(t);
    const { person, browser, world } = begun;
    await person('ann');
    const { here, link } = await asked(begun);
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await browser().get(link)).body)?.[0] ?? '';
    assert.equal((await here.get('/recover/choose')).statusCode, 409);
    for (const typed of ['', 'AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC', 'DDDD-DDDD'])
      assert.equal((await here.fill('/recover/sent', { code: typed }, '/recover/code')).statusCode, 400);
    assert.equal((await here.fill('/recover/sent', { code }, '/recover/code')).statusCode, 400);
    assert.deepEqual(
      (await world.db.read.selectFrom('mail_links').select(['tries', 'proved_at']).execute()).map(({ tries, proved_at }) => [tries, proved_at]),
      [[5, 0]],
    );
  });

  it('a password that is refused leaves the link good', async (t) => {
    const begun = await begin(t);
    const { world, admin, person, choose, signIn } = begun;
    await person('ann');
    const { here, link } = await asked(begun);
    const { id: store } = await world.db.read.selectFrom('stores').select('id').where('kind', '=', 'primary').executeTakeFirstOrThrow();
    const parts = { lengthMin: 23, kindsMin: 0, strengthMin: 1, bannedWords: [], historyLength: 0, ageHoursMin: 0, ageDaysMax: 0 };
    await passwordActions.find(({ operation }) => operation === passwordRulesOperations.change)?.run(world, admin, { stores: [{ store, ...parts }] });
    assert.match((await here.get(link)).body, /23 to 256 characters/, 'the rule that holds for him, not everybody’s');
    assert.equal((await choose(here, link, { password: 'short', repeat: 'short' })).statusCode, 400);
    assert.equal((await choose(here, link, { repeat: 'another' })).statusCode, 400);
    assert.match((await choose(here, link)).body, /Your password is set/);
    assert.equal(await signIn('ann', next), 303);
  });

  it('of two who send the same form at once, one sets the password', async (t) => {
    const begun = await begin(t);
    await begun.person('ann');
    const { here, link } = await asked(begun);
    const csrf = tokenIn(await here.get(link));
    const fields = { csrf, link: link.split('link=')[1] ?? '' };
    const sent = await Promise.all([next, `${next} two`].map((one) => here.post('/recover/choose', { ...fields, password: one, repeat: one })));
    assert.equal(sent.filter(({ statusCode }) => statusCode === 200).length, 1);
  });

  it('speaks to him in his language', async (t) => {
    const begun = await begin(t);
    const { person, browser } = begun;
    await person('ann', { language: 'de-AT' });
    const { mail } = await asked(begun);
    assert.match(readable(mail), /Guten Tag Ann/);
    assert.match((await browser().get('/recover')).body, /lang="en"/);
  });
});
