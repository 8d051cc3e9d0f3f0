// What a stranger learns from getting back in by mail, and where mails and links go: nothing, and where they belong.
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { changeLinks } from '#mail/edit-links.ts';
import { addUser } from '#users/add-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { disableUser } from '#users/disable-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { tokenIn } from '../../../test/form-browser.ts';
import { asked, beginRecovery, password } from '../../../test/recovering.ts';
import { readable } from '../../../test/servers/mail.ts';

onBothDatabases('getting back in by mail, asked by a stranger', (open) => {
  const begin = (t: TestContext) => beginRecovery(open, t);

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
});
