// Accounts elsewhere on one's own page, with a real identity provider: linked, signed in by, unlinked, and all that must not be.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { linkedMax } from '#providers/accounts-contract.ts';
import { insertLinked, linkedOf, providerByKey } from '#providers/queries.ts';
import { accountsOfUser, unlinkAccount } from '#users/accounts-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { type GoingThere, leadsTo, openGoingThere } from '../../../test/going-there.ts';
import { goodPassword, refused } from '../../../test/people.ts';

onBothDatabases('Linked accounts', (open) => {
  let going: GoingThere;
  before(async () => {
    going = await openGoingThere(open);
    for (const name of ['upstream', 'other', 'third', 'made', 'again'])
      going.there.person(name, { preferred_username: name, email: `${name}@example.org`, email_verified: true });
  });
  after(() => going?.stop());

  const byPassword = async (userName: string) => {
    await going.test.world.changes.poll();
    const browser = new FormBrowser(going.server);
    assert.equal((await browser.fill('/sign-in', { userName, password: goodPassword })).statusCode, 303);
    return browser;
  };
  const post = async (browser: FormBrowser, path: string, fields: Readonly<Record<string, string>>) => {
    await going.test.world.changes.poll();
    return browser.post(`/account/accounts/${path}`, { csrf: tokenIn(await browser.get('/account')), ...fields });
  };
  const beginLink = (browser: FormBrowser, current: string = goodPassword) => post(browser, 'link', { provider: 'company', current });
  const link = async (browser: FormBrowser, name: string) => going.comeBack(browser, await going.follow(await beginLink(browser), name));
  const linkedIn = async (browser: FormBrowser) => /name="account" value="([^"]+)"/.exec((await browser.get('/account')).body)?.[1] ?? '';

  it('are linked by whoever shows his password and comes back from there, and sign him in', async () => {
    await going.people.person('ann');
    const ann = await byPassword('ann');
    const wrong = await beginLink(ann, 'not her password');
    assert.match(wrong.body, /current password is not right/);
    assert.match((await link(ann, 'upstream')).body, /upstream@example.org at Company is linked/);
    const { browser, answer } = await going.signIn('upstream');
    assert.equal(answer.statusCode, 303);
    assert.match((await browser.get('/account')).body, /PRIMARY\/ann</);
  });
  it('let in, and prove nothing to what asks for a proof: somebody may have stayed signed in there', async () => {
    const { browser } = await going.signIn('upstream');
    const makesToken = async () => browser.post('/account/tokens', { csrf: tokenIn(await browser.get('/account')), name: 'x', days: '9' });
    const asked = await makesToken();
    assert.match(asked.body, /action="\/account\/proof\/password"/);
    assert.doesNotMatch(asked.body, /<code class="secret">/);
    await browser.post('/account/proof/password', { csrf: tokenIn(asked), current: goodPassword });
    assert.match((await makesToken()).body, /<code class="secret">/);
  });
  it('are one user’s each', async () => {
    await going.people.person('ben');
    const ben = await byPassword('ben');
    assert.match((await link(ben, 'upstream')).body, /linked with another user/);
    assert.equal(await linkedIn(ben), '');
  });
  it('are not linked by what another session began, nor twice', async () => {
    await going.people.person('cleo');
    const cleo = await byPassword('cleo');
    const back = await going.follow(await beginLink(cleo), 'other');
    // Whoever is lured to the address of somebody else, and is signed in himself (CVE-2026-9087).
    const ben = await byPassword('ben');
    assert.equal((await going.comeBack(ben, back)).statusCode, 403);
    assert.equal((await going.comeBack(new FormBrowser(going.server), back)).statusCode, 403);
    assert.equal((await going.comeBack(cleo, back)).statusCode, 200);
    assert.equal((await going.comeBack(cleo, back)).statusCode, 403);
    assert.notEqual(await linkedIn(cleo), '');
  });
  it('are so many and no more, also of trips that were begun at once', async () => {
    const { no } = await going.people.person('dan');
    const dan = await byPassword('dan');
    const back = await going.follow(await beginLink(dan), 'again');
    const { world } = going.test;
    const provider = (await providerByKey(world.db.read, 'company')) ?? assert.fail();
    const row = { user_no: no, provider_no: provider.no, issuer: provider.issuer, label: '', made_user: 0, linked_at: 0, last_used_at: 0 };
    for (let at = 0; at < linkedMax; at += 1) await world.db.write((tx) => insertLinked(tx, { ...row, id: world.newId(), subject: `dan ${at}` }));
    assert.match((await going.comeBack(dan, back)).body, /20 linked accounts/);
    assert.equal((await linkedOf(world.db.read, no)).length, linkedMax);
    await world.db.write((tx) => tx.deleteFrom('linked_accounts').where('user_no', '=', no).execute());
  });
  it('are not linked by an answer to a sign-in', async () => {
    const ben = await byPassword('ben');
    const back = await going.follow(await going.press(new FormBrowser(going.server)), 'third');
    assert.equal((await going.comeBack(ben, back)).statusCode, 403);
    assert.equal(await linkedIn(ben), '');
  });
  it('are unlinked with the password, and then let nobody in', async () => {
    const cleo = await byPassword('cleo');
    const account = await linkedIn(cleo);
    assert.match((await post(cleo, 'unlink', { account, current: 'not hers' })).body, /current password is not right/);
    assert.match((await post(cleo, 'unlink', { account, current: goodPassword })).body, /It is unlinked/);
    assert.equal((await going.signIn('other')).answer.statusCode, 403);
    const ben = await byPassword('ben');
    assert.equal((await post(ben, 'unlink', { account, current: goodPassword })).statusCode, 404);
  });
  /** Signs in anew there, in the browser with these cookies. */
  const proves = async (browser: FormBrowser, name: string, cookies = new Map<string, string>()) => {
    await going.test.world.changes.poll();
    const page = await browser.post('/account/proof/provider', { csrf: tokenIn(await browser.get('/account')), provider: 'company' });
    return going.comeBack(browser, await going.follow(page, name, cookies));
  };
  it('of whoever has no password are changed once he has signed in anew there: having stayed signed in proves nothing', async () => {
    await going.set({ addsUsers: true });
    going.there.person('silent', { preferred_username: 'silent' });
    const cookies = new Map<string, string>();
    const come = async () => {
      const browser = new FormBrowser(going.server);
      // Whoever is asked there goes back: only a browser that is not asked comes in.
      const back = await going.follow(await going.press(browser), cookies.size === 0 ? 'silent' : '', cookies);
      assert.equal((await going.comeBack(browser, back)).statusCode, 303);
      return browser;
    };
    await come();
    const silent = await come();
    const asked = await beginLink(silent, '');
    assert.match(asked.body, /have no password to show again/);
    assert.match(asked.body, /Sign in anew at Company/);
    const token = async () => silent.post('/account/tokens', { csrf: tokenIn(await silent.get('/account')), name: 'x', days: '9' });
    assert.match((await token()).body, /Sign in anew at Company/);
    assert.match((await proves(silent, '', cookies)).body, /Nobody signed in at Company/, 'he is asked there');
    assert.match((await beginLink(silent, '')).body, /have no password to show again/);
    assert.match((await proves(silent, 'third')).body, /another account at Company/);
    assert.match((await token()).body, /Sign in anew at Company/);
    assert.match((await proves(silent, 'silent', cookies)).body, /Thank you/);
    assert.match(leadsTo(await beginLink(silent, '')), /^https:\/\/localhost/);
    assert.match((await token()).body, /<code class="secret">/);
    await going.set({ addsUsers: false });
  });
  it('prove nothing of whoever has a password, nor in another session than the one that began it', async () => {
    await going.set({ addsUsers: true });
    const begun = async (browser: FormBrowser) =>
      browser.post('/account/proof/provider', { csrf: tokenIn(await browser.get('/account')), provider: 'company' });
    assert.match((await begun(await byPassword('ann'))).body, /no such linked account/);
    const [one, other] = [(await going.signIn('silent')).browser, (await going.signIn('silent')).browser];
    const back = await going.follow(await begun(one), 'silent');
    assert.equal((await going.comeBack(other, back)).statusCode, 403);
    assert.equal((await going.comeBack(new FormBrowser(going.server), back)).statusCode, 403);
    assert.equal((await going.comeBack(one, back)).statusCode, 200);
    assert.equal((await going.comeBack(one, back)).statusCode, 403);
    await going.set({ addsUsers: false });
  });
  it('of whoever has no password are changed soon after that proof, and the only one stays', async () => {
    await going.set({ addsUsers: true });
    const { browser } = await going.signIn('made');
    const account = await linkedIn(browser);
    assert.match((await proves(browser, 'made')).body, /Thank you/);
    assert.match((await post(browser, 'unlink', { account, current: '' })).body, /no other way in/);
    assert.match((await going.comeBack(browser, await going.follow(await beginLink(browser, ''), 'third'))).body, /third@example.org at Company is linked/);
    // Nor does a first password ask for one that he does not have.
    assert.doesNotMatch((await browser.get('/account')).body, /name="current" autocomplete="current-password" required/);
    going.test.clock.turn(10 * 60_000);
    assert.match((await post(browser, 'unlink', { account, current: '' })).body, /within 10 minutes of proving/);
    // The clock there is the machine's own.
    going.test.clock.turn(-10 * 60_000);
    const fresh = (await going.signIn('third')).browser;
    assert.match((await proves(fresh, 'third')).body, /Thank you/);
    assert.match((await post(fresh, 'unlink', { account, current: '' })).body, /It is unlinked/);
    const own = { csrf: tokenIn(await fresh.get('/account')), password: goodPassword, repeat: goodPassword };
    assert.match((await fresh.post('/account/password', own)).body, /Your password is changed/);
    const last = await byPassword('made');
    assert.match((await post(last, 'unlink', { account: await linkedIn(last), current: goodPassword })).body, /It is unlinked/);
    await going.set({ addsUsers: false });
  });
  it('are seen and unlinked by whoever may reset passwords, and sessions end', async () => {
    const { run } = going.people;
    const { id } = await going.test.world.db.read.selectFrom('users').select('id').where('user_name', '=', 'ann').executeTakeFirstOrThrow();
    const ann = await byPassword('ann');
    const { items } = await run(accountsOfUser, going.test.admin, { id });
    assert.deepEqual(
      items.map(({ label, subject }) => [label, subject]),
      [['upstream@example.org', 'upstream']],
    );
    const helper = await going.people.helper('helper', ['/permission/admin/manage/identity/usermgt']);
    await refused('permission.denied', run(unlinkAccount, helper, { id, account: items[0]?.id ?? '' }));
    assert.ok((await run(unlinkAccount, going.test.admin, { id, account: items[0]?.id ?? '' })).ended.sessions > 0);
    assert.equal((await ann.get('/account')).statusCode, 302);
    assert.equal((await going.signIn('upstream')).answer.statusCode, 403);
  });
  it('are in one’s own data, and stay reserved while one is in the recycle bin', async () => {
    await going.set({ addsUsers: true });
    const { browser } = await going.signIn('again');
    assert.match((await browser.get('/account/data')).body, /"subject": "again"/);
    const { id } = await going.test.world.db.read.selectFrom('users').select('id').where('user_name', '=', 'again').executeTakeFirstOrThrow();
    await going.people.run(deleteUser, going.test.admin, { id });
    const { answer } = await going.signIn('again');
    assert.notEqual(answer.statusCode, 303);
    assert.match(answer.body, /deleted/);
    assert.equal((await going.test.world.db.read.selectFrom('users').select('no').where('user_name', 'like', 'again%').execute()).length, 1);
    await going.set({ addsUsers: false });
  });
  it('are begun by nobody whose session is over', async () => {
    const { body } = await beginLink(await byPassword('ben'));
    assert.match(leadsTo({ body }), /^https:\/\/localhost/);
    const stranger = await new FormBrowser(going.server).post('/account/accounts/link', { provider: 'company', current: goodPassword });
    assert.equal(stranger.statusCode, 401);
  });
});
