// Signing up, as a browser does it in the right order.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { removeOldMails } from '#mail/queries.ts';
import { inviteToSignUp } from '#signups/ask.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { tokenIn } from '../../../test/form-browser.ts';
import { newestMailTo } from '../../../test/outbox.ts';
import { identity, refused } from '../../../test/people.ts';
import { minute, password, signUpsOn } from '../../../test/signing-up.ts';

onBothDatabases('Signing up', (database) => {
  const on = signUpsOn(database);
  const { rule, browser, ask, linkTo, asked, textOf, finish, signIn, userOf, isThere, nameOf } = on;

  describe('is offered', () => {
    it('only where it is on: the sign-in page has a link then', async () => {
      assert.match((await browser().get('/sign-in')).body, /href="\/sign-up"/);
      for (const mode of ['off', 'invitation'] as const) {
        await rule({ mode });
        assert.doesNotMatch((await browser().get('/sign-in')).body, /sign-up/);
        const here = browser();
        const csrf = tokenIn(await here.get('/sign-in'));
        for (const answer of [await here.get('/sign-up'), await here.get('/sign-up/sent'), await here.post('/sign-up', { csrf, mail: 'a@example.org' })])
          assert.equal(answer.statusCode, 409);
      }
    });
    it('no more to links that were sent before it was switched off', async () => {
      const { here, link } = await asked(nameOf());
      await rule({ mode: 'off' });
      assert.equal((await here.get(link)).statusCode, 409);
      const csrf = tokenIn(await here.get('/sign-in'));
      assert.equal((await here.post('/sign-up/finish', { csrf, link: textOf(link), userName: nameOf(), password, repeat: password })).statusCode, 409);
    });
    it('by invitation to whoever follows its link, in whichever browser, once', async () => {
      await rule({ mode: 'invitation' });
      const [userName, mail] = [nameOf(), 'guest@example.net'];
      await on.people.run(inviteToSignUp, on.test.admin, { mail, language: 'de' });
      const sent = (await newestMailTo(on.test.world, mail)) ?? assert.fail();
      assert.deepEqual([sent.kind, sent.language], ['signUpInvitation', 'de']);
      const images = await on.test.world.db.read.selectFrom('journal_images').select(['name', 'after']).where('kind', '=', 'invitation').execute();
      assert.deepEqual(
        [images.map(({ name }) => name), /guest/.test(JSON.stringify(images))],
        [['g…@example.net'], false],
        'it is kept for ever, and nobody’s',
      );
      const link = sent.values.link ?? '';
      assert.match((await finish(browser(), link, { userName })).body, /Your account is made/);
      assert.equal((await signIn(userName)).statusCode, 303);
      assert.equal((await browser().get(link)).statusCode, 409);
      await refused('sign-up.known', on.people.run(inviteToSignUp, on.test.admin, { mail }));
      const helper = await on.people.helper(nameOf(), [`${identity}/usermgt/create`], { attribute: 'country', equals: 'FR' });
      await refused('scope.too-wide', on.people.run(inviteToSignUp, helper, { mail: 'other@example.net' }));
    });
  });

  describe('makes an account', () => {
    it('once, by sending the form and not by looking; its address is confirmed, and he signs in', async () => {
      const userName = nameOf();
      const { here, link } = await asked(userName);
      for (let look = 0; look < 3; look++) assert.match((await here.get(link)).body, /Your new account/);
      assert.equal(await isThere(userName), false);
      assert.match((await finish(here, link, { userName })).body, /Your account is made/);
      assert.equal((await signIn(userName)).statusCode, 303);
      const { mail, state } = await userOf(userName);
      assert.deepEqual([mail, state], [`${userName}@example.org`, 'active']);
      const verified = await on.test.world.db.read
        .selectFrom('verified_mails')
        .innerJoin('users', 'users.no', 'verified_mails.user_no')
        .innerJoin('credentials', 'credentials.user_no', 'users.no')
        .select(['verified_mails.mail_key', 'verified_mails.recovered_at', 'credentials.changed_at'])
        .where('users.user_name', '=', userName)
        .execute();
      assert.deepEqual(
        verified.map(({ mail_key }) => mail_key),
        [`${userName}@example.org`],
      );
      assert.equal(verified[0]?.recovered_at, verified[0]?.changed_at, 'the mailbox that has set the password is no second proof beside it (rule 31)');
      assert.equal((await here.get(link)).statusCode, 409, 'once');
    });
    it('of two at once, with one link or two, one', async () => {
      const userName = nameOf();
      const [first, second] = [await asked(userName), await asked(userName)];
      const done = await Promise.all([
        finish(first.here, first.link, { userName }),
        finish(second.here, second.link, { userName: `${userName}-2` }),
        finish(first.here, first.link, { userName: `${userName}-3` }),
      ]);
      assert.equal(done.filter(({ body }) => body.includes('Your account is made')).length, 1);
      const rows = await on.test.world.db.read.selectFrom('users').select('no').where('mail_key', '=', `${userName}@example.org`).execute();
      assert.equal(rows.length, 1);
    });
    it('nowhere before the mail was read: whoever begins with the address of another has nothing of it', async () => {
      const userName = nameOf();
      const { link } = await asked(userName);
      const mallory = browser();
      await ask(mallory, `${userName}@example.org`);
      assert.equal((await mallory.get('/sign-up/finish')).statusCode, 409, 'without the mail');
      const users = await on.test.world.db.read.selectFrom('users').select('no').where('mail_key', '=', `${userName}@example.org`).execute();
      assert.deepEqual(users, []);
      assert.notEqual(await linkTo(`${userName}@example.org`), link);
    });
    it('no more half an hour later, and then nothing is left of it', async () => {
      const userName = nameOf();
      const { here, link } = await asked(userName);
      on.test.clock.turn(30 * minute);
      await on.test.world.changes.poll();
      assert.equal((await here.get(link)).statusCode, 409);
      await on.test.world.db.write((tx) => removeOldMails(tx, { now: on.test.world.now(), before: 0, strangersBefore: 0 }));
      assert.deepEqual(await on.test.world.db.read.selectFrom('mail_links').select('id').where('mail_key', '=', `${userName}@example.org`).execute(), []);
      await on.test.world.db.write((tx) => removeOldMails(tx, { now: on.test.world.now(), before: 0, strangersBefore: on.test.world.now() + 1 }));
      assert.equal(await newestMailTo(on.test.world, `${userName}@example.org`), undefined, 'nor his address in the outbox');
    });
    it('with a password that keeps the rule, typed twice', async () => {
      const userName = nameOf();
      const { here, link } = await asked(userName);
      for (const [typed, repeat] of [
        ['short', 'short'],
        [password, `${password}!`],
        ['password password', 'password password'],
      ] as const)
        assert.equal((await finish(here, link, { userName, password: typed, repeat })).statusCode, 400);
      assert.match((await finish(here, link, { userName })).body, /Your account is made/);
    });
  });

  describe('opened in another browser', () => {
    it('shows a code, makes nothing, and lets the one that asked go on', async () => {
      const userName = nameOf();
      const { here, link } = await asked(userName);
      const phone = browser();
      const shown = await phone.get(link);
      const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(shown.body)?.[0] ?? '';
      assert.doesNotMatch(shown.body, /<form/);
      assert.equal((await finish(phone, '/sign-up', { userName, link: textOf(link) })).statusCode, 409);
      assert.equal((await phone.fill('/sign-up/sent', { code }, '/sign-up/code')).statusCode, 400, 'the code is good where it began only');
      assert.equal((await here.fill('/sign-up/sent', { code: code.toLowerCase() }, '/sign-up/code')).headers.location, '/sign-up/finish');
      assert.equal((await phone.get('/sign-up/finish')).statusCode, 409);
      assert.match((await finish(here, '/sign-up/finish', { userName })).body, /Your account is made/);
      assert.equal((await signIn(userName)).statusCode, 303);
    });
    it('lets a code be guessed at five times', async () => {
      const { here, link } = await asked(nameOf());
      const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await browser().get(link)).body)?.[0] ?? '';
      for (const typed of ['', 'AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC', 'DDDD-DDDD'])
        assert.equal((await here.fill('/sign-up/sent', { code: typed }, '/sign-up/code')).statusCode, 400);
      assert.equal((await here.fill('/sign-up/sent', { code }, '/sign-up/code')).statusCode, 400);
    });
    it('takes no link of another purpose, nor gives its own to one', async () => {
      const { here, link } = await asked(nameOf());
      for (const path of ['/recover/choose', '/invitation']) assert.equal((await here.get(`${path}?link=${textOf(link)}`)).statusCode, 409);
    });
  });
});
