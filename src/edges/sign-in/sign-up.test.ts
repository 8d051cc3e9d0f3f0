// Signing up, as a browser does it: in the right order and in every wrong one, what a stranger learns from it, and what he cannot bring along.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { addAttribute } from '#defining/add-attribute.ts';
import { openWeb } from '#edges/web.ts';
import { removeOldMails } from '#mail/queries.ts';
import { approveRequest, refuseRequest } from '#requests/decide.ts';
import { listRequests } from '#requests/list-requests.ts';
import { updateRole } from '#roles/update-role.ts';
import { inviteToSignUp } from '#signups/ask.ts';
import type { SignUpRule } from '#signups/contract.ts';
import { changeSignUpRule } from '#signups/rule.ts';
import { deleteUser } from '#users/delete-user.ts';
import { purgeUser } from '#users/purge-user.ts';
import { showUser } from '#users/show-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { mailing } from '../../../test/mailing.ts';
import { newestMailTo, setUpOutbox } from '../../../test/outbox.ts';
import { host, identity, type People, peopleOf, refused } from '../../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

const password = 'umbrella Fjord 7 mosaic';
const minute = 60_000;
const open0: SignUpRule = { mode: 'open', approval: false, fields: [], termsText: '', termsLink: '', termsVersion: '', mailDomains: [], roles: [] };

onBothDatabases('Signing up', (database) => {
  let test: TestWorld;
  let people: People;
  let web: FastifyInstance;
  let [names, networks] = [0, 0];
  const nameOf = () => `newcomer${++names}`;
  before(async () => {
    test = await openTestWorld(database, mailing);
    people = peopleOf(test);
    await setUpOutbox(test);
    const { world } = test;
    web = await openWeb({ ...world, config: { ...world.config, anyoneRequestsPerMinuteMax: 100_000 } }, null);
    web.addHook('onRequest', async (request) => {
      // Each test from a network of its own: they are counted by it.
      request.network = `198.51.${networks % 250}.0/24`;
    });
    await web.register(signInPages(world));
  });
  after(() => web.close());
  beforeEach(async () => {
    networks++;
    await people.run(changeSignUpRule, test.admin, open0);
  });

  const rule = (set: Partial<SignUpRule>) => people.run(changeSignUpRule, test.admin, set);
  const browser = () => new FormBrowser(web);
  const hiddenIn = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
  const ask = async (from: FormBrowser, mail: string, fields: Record<string, string> = {}) => {
    const page = await from.get('/sign-up');
    test.clock.turn(2_000);
    await test.world.changes.poll();
    return from.post('/sign-up', { csrf: tokenIn(page), shown: hiddenIn(page.body, 'shown'), website: '', mail, ...fields });
  };
  const linkTo = async (mail: string) => (await newestMailTo(test.world, mail))?.values.link ?? assert.fail(`no mail to ${mail}`);
  /** Asked for, and the link that came. */
  const asked = async (userName: string) => {
    const here = browser();
    assert.equal((await ask(here, `${userName}@example.org`)).headers.location, '/sign-up/sent');
    return { here, link: await linkTo(`${userName}@example.org`) };
  };
  const textOf = (link: string) => new URLSearchParams(link.split('?')[1]).get('link') ?? '';
  const finish = async (from: FormBrowser, link: string, fields: Record<string, string>) => {
    const page = await from.get(link);
    return from.post('/sign-up/finish', {
      csrf: tokenIn(page),
      link: textOf(link),
      password,
      repeat: password,
      terms: hiddenIn(page.body, 'terms'),
      ...fields,
    });
  };
  const signedUp = async (fields: Record<string, string> = {}) => {
    const userName = nameOf();
    const { here, link } = await asked(userName);
    return { userName, here, link, done: await finish(here, link, { userName, ...fields }) };
  };
  const signIn = (userName: string, typed = password) => browser().fill('/sign-in', { userName, password: typed, to: '' });
  const userOf = async (userName: string) => people.run(showUser, test.admin, { id: `PRIMARY/${userName}` });
  const isThere = async (userName: string) => (await test.world.db.read.selectFrom('users').select('no').where('name_key', '=', userName).execute()).length > 0;

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
      await people.run(inviteToSignUp, test.admin, { mail, language: 'de' });
      const sent = (await newestMailTo(test.world, mail)) ?? assert.fail();
      assert.deepEqual([sent.kind, sent.language], ['signUpInvitation', 'de']);
      const link = sent.values.link ?? '';
      assert.match((await finish(browser(), link, { userName })).body, /Your account is made/);
      assert.equal((await signIn(userName)).statusCode, 303);
      assert.equal((await browser().get(link)).statusCode, 409);
      await refused('sign-up.known', people.run(inviteToSignUp, test.admin, { mail }));
      const helper = await people.helper(nameOf(), [`${identity}/usermgt/create`], { attribute: 'country', equals: 'FR' });
      await refused('scope.too-wide', people.run(inviteToSignUp, helper, { mail: 'other@example.net' }));
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
      const verified = await test.world.db.read
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
      const rows = await test.world.db.read.selectFrom('users').select('no').where('mail_key', '=', `${userName}@example.org`).execute();
      assert.equal(rows.length, 1);
    });
    it('nowhere before the mail was read: whoever begins with the address of another has nothing of it', async () => {
      const userName = nameOf();
      const { link } = await asked(userName);
      const mallory = browser();
      await ask(mallory, `${userName}@example.org`);
      assert.equal((await mallory.get('/sign-up/finish')).statusCode, 409, 'without the mail');
      const users = await test.world.db.read.selectFrom('users').select('no').where('mail_key', '=', `${userName}@example.org`).execute();
      assert.deepEqual(users, []);
      assert.notEqual(await linkTo(`${userName}@example.org`), link);
    });
    it('no more half an hour later, and then nothing is left of it', async () => {
      const userName = nameOf();
      const { here, link } = await asked(userName);
      test.clock.turn(30 * minute);
      await test.world.changes.poll();
      assert.equal((await here.get(link)).statusCode, 409);
      await test.world.db.write((tx) => removeOldMails(tx, { now: test.world.now(), before: 0, strangersBefore: 0 }));
      assert.deepEqual(await test.world.db.read.selectFrom('mail_links').select('id').where('mail_key', '=', `${userName}@example.org`).execute(), []);
      await test.world.db.write((tx) => removeOldMails(tx, { now: test.world.now(), before: 0, strangersBefore: test.world.now() + 1 }));
      assert.equal(await newestMailTo(test.world, `${userName}@example.org`), undefined, 'nor his address in the outbox');
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
        test.clock.turn(30 * minute);
        await test.world.changes.poll();
        return own(begun);
      },
      'that was used': async (begun) => {
        await finish(begun.here, begun.link, { userName: nameOf() });
        return own(begun);
      },
      'to an address that somebody has got meanwhile': async (begun) => {
        const row = await test.world.db.read
          .selectFrom('mail_links')
          .select('mail')
          .where('purpose', '=', 'sign-up')
          .orderBy('created_at', 'desc')
          .executeTakeFirstOrThrow();
        await people.person(nameOf(), { mail: row.mail });
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

  it('answers and leaves the same, whether the address is known or not; the mail tells, and only its reader', async () => {
    const known = [nameOf(), nameOf(), `${nameOf()}@example.org`];
    const [living = '', binned = '', byName = ''] = known;
    await people.person(living, { mail: `${living}@example.org` });
    await people.run(deleteUser, test.admin, { id: (await people.person(binned, { mail: `${binned}@example.org` })).id });
    await people.person(byName);
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
      networks++;
      const count = async () => ({
        mails: Number(
          (
            await test.world.db.read
              .selectFrom('mails')
              .select((row) => row.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        ),
        links: Number(
          (
            await test.world.db.read
              .selectFrom('mail_links')
              .select((row) => row.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        ),
        users: Number(
          (
            await test.world.db.read
              .selectFrom('users')
              .select((row) => row.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        ),
        journal: Number(
          (
            await test.world.db.read
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
    for (const mail of addresses) kinds.push((await newestMailTo(test.world, mail.normalize('NFKC').replace('EXAMPLE', 'example')))?.kind);
    assert.deepEqual(kinds.at(-1), 'signUp');
    assert.deepEqual([...new Set(kinds.slice(0, -1))], ['signUpKnown']);
    assert.equal((await newestMailTo(test.world, byName))?.values.link, '/sign-in');
  });

  describe('lets nobody ask without end', () => {
    it('for one address, however it is spelled, from wherever', async () => {
      const userName = nameOf();
      const spellings = [`${userName}@example.org`, `${userName.toUpperCase()}@example.org`, `${userName}@EXAMPLE.ORG`, ` ${userName}@example.org `];
      const answers = [];
      for (let time = 0; time < 14; time++) {
        networks++;
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
    it('beyond what may wait in all', async () => {
      const now = test.world.now();
      const rows = Array.from({ length: 1_000 }, (_, index) => ({
        id: test.world.newId(),
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
        created_at: now + index,
        ends_at: now + 20 * minute,
      }));
      await test.world.db.write((tx) => tx.insertInto('mail_links').values(rows).execute());
      assert.equal((await ask(browser(), `${nameOf()}@example.org`)).statusCode, 503);
      test.clock.turn(21 * minute);
      await test.world.changes.poll();
      assert.equal((await ask(browser(), `${nameOf()}@example.org`)).statusCode, 303, 'they end by themselves');
    });
    it('as a program: what nobody sees was filled, or it was sent at once; nothing is written', async () => {
      const mail = `${nameOf()}@example.org`;
      assert.equal((await ask(browser(), mail, { website: 'https://spam.example' })).headers.location, '/sign-up/sent');
      const quick = browser();
      const page = await quick.get('/sign-up');
      const forms = [{ shown: hiddenIn(page.body, 'shown') }, { shown: '' }, { shown: 'AAAA' }];
      for (const form of forms) assert.equal((await quick.post('/sign-up', { csrf: tokenIn(page), mail, ...form })).statusCode, 400);
      assert.equal(await newestMailTo(test.world, mail), undefined);
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

  describe('gives nobody', () => {
    it('a name that is taken, and tells of it only here, to few tries', async () => {
      const { here, link } = await asked(nameOf());
      const taken = await finish(here, link, { userName: 'Admin' });
      assert.equal(taken.statusCode, 409);
      assert.match(taken.body, /taken/);
      for (let time = 0; time < 24; time++) await finish(here, link, { userName: 'admin' });
      const over = await finish(here, link, { userName: nameOf() });
      assert.match(over.body, /Begin anew/);
    });
    it('a name that only looks like another, or is the address of another', async () => {
      const { here, link } = await asked(nameOf());
      // Cyrillic а; all Cyrillic; Greek ο.
      for (const userName of ['аdmin', 'асе', 'rοοt', 'ceo@example.com']) {
        const answer = await finish(here, link, { userName });
        assert.equal(answer.statusCode, 400, userName);
      }
      const userName = nameOf();
      assert.match((await finish(here, link, { userName: `${userName}` })).body, /Your account is made/);
      const own = nameOf();
      const mine = await asked(own);
      assert.match((await finish(mine.here, mine.link, { userName: `${own}@example.org` })).body, /Your account is made/);
    });
    it('what he brings and was not asked for', async () => {
      await people.run(addAttribute, test.admin, { name: 'clearance', type: 'text', change: 'administrators', see: 'user' });
      await people.run(addAttribute, test.admin, { name: 'hobby', type: 'text', change: 'user', see: 'user' });
      const role = await people.role(`strong ${nameOf()}`, '/permission');
      const bad = {
        roles: role,
        role,
        pending: '',
        state: 'active',
        mail: 'ceo@example.com',
        'value-mail': 'ceo@example.com',
        domain: 'CORP',
        kind: 'program',
        id: test.admin.id,
      };
      const { userName } = await signedUp({
        ...bad,
        'value-clearance': 'top',
        'value-hobby': 'chess',
        'value-__proto__': 'x',
        'value-constructor': 'x',
        disabled: '',
        owner: test.admin.id,
      });
      const user = await userOf(userName);
      assert.deepEqual(user.attributes, {});
      assert.deepEqual([user.mail, user.kind, user.domain, user.owner], [`${userName}@example.org`, 'person', 'PRIMARY', '']);
      assert.equal((await test.world.authorizer.may(user.id, '/permission', test.world.now())).allowed, false);
      await rule({ fields: ['hobby'] });
      const other = await signedUp({ 'value-hobby': 'chess', 'value-clearance': 'top' });
      assert.deepEqual((await userOf(other.userName)).attributes, { hobby: 'chess' });
    });
  });

  describe('by the rule', () => {
    it('asks for terms, keeps which were accepted, and asks again for those that changed meanwhile', async () => {
      await rule({ termsText: 'Be kind.\n\n<b>No</b> robots.', termsVersion: '2026-11' });
      const userName = nameOf();
      const { here, link } = await asked(userName);
      assert.match((await here.get(link)).body, /<p>Be kind\.<\/p><p>&#60;b&#62;No&#60;\/b&#62; robots\.<\/p>/);
      assert.equal((await finish(here, link, { userName })).statusCode, 400, 'not accepted');
      await rule({ termsText: 'Be kinder.', termsVersion: '2026-12' });
      assert.equal((await finish(here, link, { userName, accepted: 'yes', terms: '2026-11' })).statusCode, 400, 'others than were shown');
      assert.match((await finish(here, link, { userName, accepted: 'yes' })).body, /Your account is made/);
      const [kept] = await test.world.db.read
        .selectFrom('accepted_terms')
        .innerJoin('users', 'users.no', 'accepted_terms.user_no')
        .select(['accepted_terms.version', 'accepted_at'])
        .where('user_name', '=', userName)
        .execute();
      assert.equal(kept?.version, '2026-12');
      assert.ok(kept.accepted_at > 0);
    });
    it('gives the roles it names; an administrative one is refused when it is set, and not given if it became so later', async () => {
      const [plain, later] = [await people.role(`plain ${nameOf()}`), await people.role(`later ${nameOf()}`)];
      const strong = await people.role(`strong ${nameOf()}`, `${identity}/usermgt/view`);
      await refused('sign-up.unfit', rule({ roles: [strong] }));
      await refused('sign-up.unfit', rule({ roles: [test.world.newId()] }));
      const setter = await people.helper(nameOf(), ['/permission/admin/configure/security/signin']);
      await refused('permission.denied', people.run(changeSignUpRule, setter, { roles: [plain] }));
      await people.run(changeSignUpRule, setter, { roles: [] });
      await rule({ roles: [plain, later] });
      await people.run(updateRole, test.admin, { id: later, entries: [{ permission: '/permission', effect: 'allow' }] });
      const { userName } = await signedUp();
      const held = await test.world.db.read
        .selectFrom('role_users')
        .innerJoin('users', 'users.no', 'role_users.user_no')
        .innerJoin('roles', 'roles.no', 'role_users.role_no')
        .select(['roles.id', 'role_users.given_by'])
        .where('user_name', '=', userName)
        .execute();
      assert.deepEqual(
        held.map(({ id, given_by }) => [id, given_by]),
        [[plain, 'host:sign-up']],
      );
    });
    it('asks what the schema requires; what nobody could say keeps it off', async () => {
      await refused('sign-up.unfit', rule({ fields: ['nothing-such'] }));
      const required = { name: 'staffNumber', type: 'text', required: true } as const;
      const { id } = await people.run(addAttribute, test.admin, { ...required, change: 'user', see: 'user', kinds: ['person'] });
      const userName = nameOf();
      const { here, link } = await asked(userName);
      assert.match((await here.get(link)).body, /name="value-staffNumber"[^>]*required/);
      assert.equal((await finish(here, link, { userName })).statusCode, 400);
      assert.match((await finish(here, link, { userName, 'value-staffNumber': '7' })).body, /Your account is made/);
      await test.world.db.write((tx) => tx.updateTable('attributes').set({ change: 'administrators' }).where('id', '=', id).execute());
      await people.run(addAttribute, test.admin, { name: `other${nameOf()}`, type: 'text' });
      assert.equal((await browser().get('/sign-up')).statusCode, 409);
      await refused('sign-up.unfit', rule({ approval: true }));
      await test.world.db.write((tx) => tx.updateTable('attributes').set({ required: 0 }).where('id', '=', id).execute());
      await people.run(addAttribute, test.admin, { name: `more${nameOf()}`, type: 'text' });
    });
  });

  describe('with approval', () => {
    beforeEach(() => rule({ approval: true }));
    const requestOf = async (userName: string) =>
      (await people.run(listRequests, test.admin, {})).items.find(({ asker }) => asker.name === userName) ?? assert.fail();

    it('tells him that he waits, lets him in nowhere before, and tells the decision by mail', async () => {
      const { userName, done } = await signedUp({ words: 'for <script>alert(1)</script>\n the project' });
      assert.match(done.body, /waits for approval/);
      const waits = await signIn(userName);
      assert.equal(waits.statusCode, 403);
      assert.match(waits.body, /waiting for approval/);
      assert.equal((await signIn(userName, 'not his password')).statusCode, 401, 'told after a right password only');
      const request = await requestOf(userName);
      assert.deepEqual([request.kind, request.words], ['account', 'for <script>alert(1)</script> the project']);
      await people.run(approveRequest, test.admin, { id: request.id, reason: 'welcome' });
      const told = (await newestMailTo(test.world, `${userName}@example.org`)) ?? assert.fail();
      assert.deepEqual([told.kind, told.values.words, told.values.link], ['accountApproved', 'welcome', '/sign-in']);
      assert.equal((await signIn(userName)).statusCode, 303);
    });
    it('puts him into the recycle bin when it is refused; his name is free once he is purged', async () => {
      const { userName } = await signedUp();
      const { id } = await people.run(refuseRequest, test.admin, { id: (await requestOf(userName)).id, reason: 'unknown' });
      assert.ok(id);
      assert.equal((await newestMailTo(test.world, `${userName}@example.org`))?.kind, 'accountRefused');
      assert.equal((await signIn(userName)).statusCode, 401);
      const user = await userOf(userName);
      assert.equal(user.state, 'deleted');
      await people.run(purgeUser, test.admin, { id: user.id });
      const again = await asked(userName);
      assert.match((await finish(again.here, again.link, { userName })).body, /waits for approval/);
    });
  });

  it('is set by nobody within a scope', async () => {
    const scoped = await people.helper(nameOf(), ['/permission/admin/configure/security/signin'], { attribute: 'country', equals: 'FR' });
    await refused('scope.too-wide', people.run(changeSignUpRule, scoped, { approval: true }));
    await people.run(changeSignUpRule, host, { approval: true });
  });
});
