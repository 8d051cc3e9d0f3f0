// Getting back in by mail, as a browser does it: in the right order and in every wrong one, and what a stranger learns from it.
import assert from 'node:assert/strict';
import { after, it, type TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { generateSync } from 'otplib';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import { sessionCookie } from '#authentication/actor-from-request.ts';
import type { AnyOperation } from '#contract.ts';
import { openWeb } from '#edges/web.ts';
import { beginTotp, confirmTotp, signInRuleOperations } from '#factors/contract.ts';
import { changeLinks } from '#mail/edit-links.ts';
import { writeVerified } from '#mail/link-queries.ts';
import { passwordActions } from '#passwords/actions.ts';
import { passwordRulesOperations } from '#passwords/rule-contract.ts';
import { addUser } from '#users/add-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { disableUser } from '#users/disable-user.ts';
import { endSessions } from '#users/end-sessions.ts';
import { lockUser } from '#users/lock-user.ts';
import { updateUser } from '#users/update-user.ts';
import { mailKeyOf } from '#users/user.ts';
import { sessionOf } from '../../../test/api.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { mailing, sendingMails } from '../../../test/mailing.ts';
import { linkIn, readable } from '../../../test/servers/mail.ts';
import { openTestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

const password = 'umbrella Fjord 7 mosaic';
const next = 'Lantern 5 quiet harbour';
const minute = 60_000;

onBothDatabases('getting back in by mail', (open) => {
  const doors: FastifyInstance[] = [];
  after(async () => {
    for (const web of doors) await web.close();
  });

  async function begin(t: TestContext) {
    const tested = await openTestWorld(open, mailing);
    const { world, admin } = tested;
    const server = await sendingMails(tested, t);
    const web = await openWeb(world, null);
    await web.register(signInPages(world));
    doors.push(web);
    const browser = () => new FormBrowser(web);
    /** Verified, unless told otherwise. */
    const person = async (userName: string, { verified = true, mail = `${userName}@example.org`, language = '' } = {}) => {
      const { id } = await addUser.run(world, admin, { userName, mail, language, givenName: 'Ann', password, mustChangePassword: false });
      const { no } = await tested.actorOf(id);
      if (verified) await world.db.write((tx) => writeVerified(tx, { userNo: no, mailKey: mailKeyOf(mail), now: world.now() }));
      return id;
    };
    const ask = (from: FormBrowser, userName: string) => from.fill('/recover', { userName });
    const choose = (from: FormBrowser, link: string, fields = {}) =>
      from.fill(link, { link: new URLSearchParams(link.split('?')[1]).get('link') ?? '', password: next, repeat: next, ...fields }, '/recover/choose');
    const signIn = async (userName: string, typed: string) => (await browser().fill('/sign-in', { userName, password: typed, to: '' })).statusCode;
    return { ...tested, server, web, browser, person, ask, choose, signIn };
  }
  type Begun = Awaited<ReturnType<typeof begin>>;

  /** Asked, and the link that came. */
  async function asked({ ask, browser, server }: Begun, userName = 'ann') {
    const here = browser();
    assert.equal((await ask(here, userName)).headers.location, '/recover/sent');
    // Others may come in between, such as one that tells of a changed address.
    let mail = await server.next();
    while (!linkIn(mail).startsWith('/recover')) mail = await server.next();
    return { here, mail, link: linkIn(mail) };
  }

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

  it('answers and leaves the same, whoever is asked for; mails go to who may', async (t) => {
    const begun = await begin(t);
    const { world, admin, person, ask, browser, server } = begun;
    await person('ann');
    await person('unverified', { verified: false });
    await person('without', { verified: false, mail: '' });
    await lockUser.run(world, admin, { id: await person('locked') });
    await disableUser.run(world, admin, { id: await person('disabled') });
    await deleteUser.run(world, admin, { id: await person('deleted') });
    await addUser.run(world, admin, { userName: 'newcomer', mail: 'newcomer@example.org' });
    await addUser.run(world, admin, { userName: 'device', kind: 'device', mail: 'device@example.org', password, mustChangePassword: false });
    const seen = async (userName: string) => {
      const here = browser();
      const [mails, links] = [await rowsOf('mails'), await rowsOf('mail_links')];
      const answer = await ask(here, userName);
      const sent = await here.get('/recover/sent');
      assert.deepEqual([await rowsOf('mail_links')], [links + 1], userName);
      assert.ok((await rowsOf('mails')) <= mails + 1);
      return [answer.statusCode, answer.headers.location, [...here.cookies.keys()].sort().join(' '), sent.statusCode, sent.body.replace(/value="[^"]*"/g, '')];
    };
    const rowsOf = async (table: 'mails' | 'mail_links') => (await world.db.read.selectFrom(table).select('id').execute()).length;
    const names = [
      'ann',
      'nobody',
      'unverified',
      'without',
      'locked',
      'disabled',
      'deleted',
      'newcomer',
      'device',
      'ann@example.org',
      'nobody@example.org',
      'UNKNOWN/ann',
    ];
    const answers = [];
    for (const name of names) answers.push(await seen(name));
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.deepEqual([(await server.next()).to, (await server.next()).to], ['ann@example.org', 'ann@example.org']);
    await ask(browser(), 'ann');
    await server.next();
    assert.deepEqual(new Set(server.taken().map(({ to }) => to)), new Set(['ann@example.org']));
  });

  it('a mail goes to the address that is kept, never to what was typed (GHSA-7rqj-j65f-68wh)', async (t) => {
    const begun = await begin(t);
    const { person, ask, browser, server } = begun;
    await person('ann');
    await ask(browser(), '\uff21\uff2e\uff2e@EXAMPLE.\uff4frg');
    assert.equal((await server.next()).to, 'ann@example.org');
    for (const typed of ['ann@example.org, thief@example.net', 'ann@example.org\r\nBcc: thief@example.net'])
      assert.equal((await ask(browser(), typed)).statusCode, 303);
    assert.equal((await ask(browser(), 'ann@example.org\u0000@example.net')).statusCode, 400);
    await ask(browser(), 'ann');
    await server.next();
    assert.deepEqual(new Set(server.taken().map(({ to }) => to)), new Set(['ann@example.org']));
  });

  it('an address of two users names neither', async (t) => {
    const begun = await begin(t);
    const { person, ask, browser, server } = begun;
    await person('ann', { mail: 'both@example.org' });
    await person('bob', { mail: 'both@example.org' });
    await ask(browser(), 'both@example.org');
    await ask(browser(), 'bob');
    assert.match(readable(await server.next()), /for bob/);
    assert.equal(server.taken().length, 1);
  });

  it('links lead where reeve.toml says, whatever the request calls its host', async (t) => {
    const { person, browser, server } = await begin(t);
    await person('ann');
    const here = browser();
    const csrf = tokenIn(await here.get('/recover'));
    const poisoned = { host: 'evil.test', origin: 'https://evil.test', 'x-forwarded-host': 'evil.test' };
    await here.post('/recover', { csrf, userName: 'ann' }, poisoned);
    assert.equal((await here.post('/recover', { csrf, userName: 'ann' }, { 'x-forwarded-host': 'evil.test' })).statusCode, 303);
    const mail = readable(await server.next());
    assert.doesNotMatch(mail, /evil/);
    assert.match(mail, /https:\/\/reeve\.test\/recover/);
  });

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

  it('many questions for one user are slowed, alike whether he is known, and apart from his sign-ins', async (t) => {
    const begun = await begin(t);
    const { person, ask, browser, signIn } = begun;
    await person('ann');
    const countOf = async (name: string) => {
      for (let n = 0; ; n += 1) if ((await ask(browser(), name)).statusCode === 429) return n;
    };
    const [known, unknown] = [await countOf('ann'), await countOf('nobody')];
    assert.equal(known, unknown);
    assert.ok(known > 0 && known <= 10, String(known));
    assert.equal((await ask(browser(), 'ANN')).statusCode, 429, 'no spelling opens another budget');
    assert.equal(await signIn('ann', password), 303);
  });

  it('is not offered while no mails can be sent', async (t) => {
    const { world, admin, browser } = await begin(t);
    assert.match((await browser().get('/sign-in')).body, /href="\/recover"/);
    await changeLinks.run(world, admin, { recovery: false });
    assert.doesNotMatch((await browser().get('/sign-in')).body, /href="\/recover"/);
    assert.equal((await browser().get('/recover')).statusCode, 409);
  });

  it('no link is in the journal, nor what a stranger typed anywhere', async (t) => {
    const begun = await begin(t);
    const { world, person, choose, ask, browser } = begun;
    await person('ann');
    await ask(browser(), 'Mrs Stranger');
    const { here, link } = await asked(begun);
    await choose(here, link);
    const tables = ['journal', 'journal_images', 'events', 'mails', 'mail_links'] as const;
    const kept = JSON.stringify(await Promise.all(tables.map((table) => world.db.read.selectFrom(table).selectAll().execute())));
    assert.doesNotMatch(kept, /rvl_|Stranger|stranger/);
    assert.doesNotMatch(kept, new RegExp(link.split('.')[1] ?? '-'));
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
