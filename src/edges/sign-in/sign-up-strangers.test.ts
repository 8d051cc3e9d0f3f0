// What a stranger learns from signing up, how often he may ask, and with what he gets no further.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SignUpRule } from '#signups/contract.ts';
import { deleteUser } from '#users/delete-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { type FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { newestMailTo } from '../../../test/outbox.ts';
import { minute, password, signUpsOn } from '../../../test/signing-up.ts';

onBothDatabases('Signing up, asked by a stranger', (database) => {
  const on = signUpsOn(database);
  const { rule, browser, hiddenIn, ask, asked, textOf, finish, isThere, nameOf } = on;

  describe('takes no link', () => {
    type Begun = Awaited<ReturnType<typeof asked>>;
    type Brought = { readonly from: FormBrowser; readonly text: string };
    const own = ({ here, link }: Begun): Brought => ({ from: here, text: textOf(link) });
    const spelled = (spell: (text: string) => string) => async (begun: Begun) => ({ ...own(begun), text: spell(textOf(begun.link)) });
    const set = (to: Partial<SignUpRule>) => async (begun: Begun) => {
      await rule(to);
      return own(begun);
    };
    const spoilt: Readonly<Record<string, (begun: Begun) => Promise<Brought>>> = {
      'that was cut': spelled((text) => text.slice(0, -1)),
      'that is longer': spelled((text) => `${text}A`),
      'of another sort': spelled((text) => text.replace('rvl_', 'rvs_')),
      'that is none': spelled(() => 'x'),
      'at all, before one was followed': spelled(() => ''),
      'with the secret of another': async (begun) => ({
        ...own(begun),
        text: `${textOf(begun.link).split('.')[0]}.${textOf((await asked(nameOf())).link).split('.')[1]}`,
      }),
      'in another browser': async (begun) => ({ ...own(begun), from: browser() }),
      'in the browser of another who asked': async (begun) => ({ ...own(begun), from: (await asked(nameOf())).here }),
      'whose time is over': async (begun) => {
        on.test.clock.turn(30 * minute);
        await on.test.world.changes.poll();
        return own(begun);
      },
      'that was used': async (begun) => {
        await finish(begun.here, begun.link, { userName: nameOf() });
        return own(begun);
      },
      'to an address that somebody has got meanwhile': async (begun) => {
        const row = await on.test.world.db.read
          .selectFrom('mail_links')
          .select('mail')
          .where('purpose', '=', 'sign-up')
          .orderBy('created_at', 'desc')
          .executeTakeFirstOrThrow();
        await on.people.person(nameOf(), { mail: row.mail });
        return own(begun);
      },
      'once it is off': set({ mode: 'off' }),
      'of one’s own once it is by invitation': set({ mode: 'invitation' }),
      'to a domain that is allowed no more': set({ mailDomains: ['example.com'] }),
    };
    for (const [what, spoil] of Object.entries(spoilt))
      it(`${what}: nobody is made, whatever is sent with it`, async () => {
        const { from, text } = await spoil(await asked(nameOf()));
        const userName = nameOf();
        const csrf = tokenIn(await from.get('/sign-in'));
        for (const fields of [{}, { userName, password, repeat: password }] as Record<string, string>[]) {
          const answer = await from.post('/sign-up/finish', { csrf, link: text, ...fields });
          assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${answer.statusCode}`);
        }
        assert.equal(await isThere(userName), false);
      });
  });

  it('answers and leaves the same, whether the address is known or not; the mail tells, and only its reader', async () => {
    const known = [nameOf(), nameOf(), `${nameOf()}@example.org`];
    const [living = '', binned = '', byName = ''] = known;
    await on.people.person(living, { mail: `${living}@example.org` });
    await on.people.run(deleteUser, on.test.admin, { id: (await on.people.person(binned, { mail: `${binned}@example.org` })).id });
    await on.people.person(byName);
    const addresses = [
      `${living}@example.org`,
      `${living.toUpperCase()}@EXAMPLE.org`,
      `${binned}@example.org`,
      `${living}@ｅｘａｍｐｌｅ.org`,
      byName,
      `${nameOf()}@example.org`,
    ];
    const traces = [];
    for (const mail of addresses) {
      on.elsewhere();
      const count = async () => ({
        mails: Number(
          (
            await on.test.world.db.read
              .selectFrom('mails')
              .select((row) => row.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        ),
        links: Number(
          (
            await on.test.world.db.read
              .selectFrom('mail_links')
              .select((row) => row.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        ),
        users: Number(
          (
            await on.test.world.db.read
              .selectFrom('users')
              .select((row) => row.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        ),
        journal: Number(
          (
            await on.test.world.db.read
              .selectFrom('journal')
              .select((row) => row.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        ),
      });
      const was = await count();
      const here = browser();
      const answer = await ask(here, mail);
      const now = await count();
      const grown = { mails: now.mails - was.mails, links: now.links - was.links, users: now.users - was.users, journal: now.journal - was.journal };
      const after = (await here.get('/sign-up/sent')).body.replace(/value="[^"]*"/g, '');
      traces.push({ status: answer.statusCode, to: answer.headers.location, body: answer.body, cookies: [...here.cookies.keys()].sort(), grown, after });
    }
    for (const trace of traces) assert.deepEqual(trace, traces[0]);
    assert.deepEqual(traces[0]?.grown, { mails: 1, links: 1, users: 0, journal: 0 });
    const kinds = [];
    for (const mail of addresses) kinds.push((await newestMailTo(on.test.world, mail.normalize('NFKC').replace('EXAMPLE', 'example')))?.kind);
    assert.deepEqual(kinds.at(-1), 'signUp');
    assert.deepEqual([...new Set(kinds.slice(0, -1))], ['signUpKnown']);
    assert.equal((await newestMailTo(on.test.world, byName))?.values.link, '/sign-in');
  });

  describe('lets nobody ask without end', () => {
    it('for one address, however it is spelled, from wherever', async () => {
      const userName = nameOf();
      const spellings = [`${userName}@example.org`, `${userName.toUpperCase()}@example.org`, `${userName}@EXAMPLE.ORG`, ` ${userName}@example.org `];
      const answers = [];
      for (let time = 0; time < 14; time++) {
        on.elsewhere();
        answers.push((await ask(browser(), spellings[time % spellings.length] ?? '')).statusCode);
      }
      assert.equal(answers[0], 303);
      assert.equal(answers.at(-1), 429);
    });
    it('from one network, however many addresses', async () => {
      const answers = [];
      for (let time = 0; time < 34; time++) answers.push((await ask(browser(), `${nameOf()}@example.org`)).statusCode);
      assert.deepEqual([answers[0], answers.includes(429)], [303, true]);
    });
    it('of all places at once: the oldest of the network that has most make room, and nobody else’s', async () => {
      const now = on.test.world.now();
      const link = (place: string, index: number) => ({
        id: on.test.world.newId(),
        secret_hash: '',
        purpose: 'sign-up',
        user_no: 0,
        epoch: 0,
        credential_at: 0,
        mail: '',
        mail_key: '',
        browser_hash: '',
        code_hash: '',
        tries: 0,
        made_by: '',
        proved_at: 0,
        created_at: now - 1_000 + index,
        ends_at: now + 20 * minute,
        place,
      });
      const mine = on.network();
      await on.test.world.db.write((tx) => tx.deleteFrom('mail_links').execute());
      const first = await asked(nameOf());
      const others = Array.from({ length: 999 }, (_, index) => link(index < 90 ? 'full' : `few ${index % 400}`, index));
      const left = async (place: string) =>
        (await on.test.world.db.read.selectFrom('mail_links').select('created_at').where('place', '=', place).execute()).length;
      await on.test.world.db.write((tx) => tx.insertInto('mail_links').values(others).execute());
      assert.equal((await ask(browser(), `${nameOf()}@example.org`)).statusCode, 303);
      assert.deepEqual([await left('full'), await left(mine)], [89, 2]);
      assert.equal((await finish(first.here, first.link, { userName: nameOf() })).statusCode, 200, 'his own is good');
      await on.test.world.db.write((tx) => tx.deleteFrom('mail_links').execute());
      await on.test.world.db.write((tx) =>
        tx
          .insertInto('mail_links')
          .values([...Array.from({ length: 100 }, (_, index) => link(mine, index)), { ...link(mine, -1), ends_at: now - 1 }])
          .execute(),
      );
      assert.equal((await ask(browser(), `${nameOf()}@example.org`)).statusCode, 303);
      assert.equal(await left(mine), 101, 'of one network no more than its share, beside one that has ended');
      const open = await on.test.world.db.read.selectFrom('mail_links').select('id').where('place', '=', mine).where('ends_at', '>', now).execute();
      assert.equal(open.length, 100);
    });
    it('as a program: what nobody sees was filled, or it was sent at once; nothing is written', async () => {
      const mail = `${nameOf()}@example.org`;
      assert.equal((await ask(browser(), mail, { website: 'https://spam.example' })).headers.location, '/sign-up/sent');
      const quick = browser();
      const page = await quick.get('/sign-up');
      const forms = [{ shown: hiddenIn(page.body, 'shown') }, { shown: '' }, { shown: 'AAAA' }];
      for (const form of forms) assert.equal((await quick.post('/sign-up', { csrf: tokenIn(page), mail, ...form })).statusCode, 400);
      assert.equal(await newestMailTo(on.test.world, mail), undefined);
    });
    it('for other domains than are allowed, compared as the DNS sees them', async () => {
      await rule({ mailDomains: ['example.org', 'bücher.example'] });
      const statusOf = async (mail: string) => (await ask(browser(), mail)).statusCode;
      for (const fine of [`${nameOf()}@EXAMPLE.org`, `${nameOf()}@xn--bcher-kva.example`]) assert.equal(await statusOf(fine), 303, fine);
      // The third is written with a Cyrillic letter.
      for (const other of [
        'a@example.com',
        'a@sub.example.org',
        'a@ехample.org',
        'a@example.org.evil.example',
        'no address',
        '',
        'a@example.org\r\nBcc: b@example.org',
      ])
        assert.equal(await statusOf(other), 400, other);
    });
  });
});
