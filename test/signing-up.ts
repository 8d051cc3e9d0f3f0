// Signing up, for its tests: a world with sign-up open, its pages, a browser, and what somebody does there. One world for a file; each test comes from a network of its own.
// Called by the tests of /sign-up. Knows no page's words.
import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { signInPages } from '#edges/sign-in/pages.ts';
import { openWeb } from '#edges/web.ts';
import type { SignUpRule } from '#signups/contract.ts';
import { changeSignUpRule } from '#signups/rule.ts';
import { showUser } from '#users/show-user.ts';
import type { Open } from './databases.ts';
import { FormBrowser, tokenIn } from './form-browser.ts';
import { mailing } from './mailing.ts';
import { newestMailTo, setUpOutbox } from './outbox.ts';
import { type People, peopleOf } from './people.ts';
import { openTestWorld, type TestWorld } from './world.ts';

export const password = 'umbrella Fjord 7 mosaic';
export const minute = 60_000;
const open0: SignUpRule = { mode: 'open', approval: false, fields: [], termsText: '', termsLink: '', termsVersion: '', mailDomains: [], roles: [] };

export function signUpsOn(database: Open) {
  let test: TestWorld;
  let people: People;
  let web: FastifyInstance;
  let [names, networks] = [0, 0];
  const network = () => `198.51.${networks % 250}.0/24`;
  const elsewhere = () => {
    networks++;
  };
  const nameOf = () => `newcomer${++names}`;
  before(async () => {
    test = await openTestWorld(database, mailing);
    people = peopleOf(test);
    await setUpOutbox(test);
    const { world } = test;
    web = await openWeb({ ...world, config: { ...world.config, anyoneRequestsPerMinuteMax: 100_000 } }, null);
    web.addHook('onRequest', async (request) => {
      // Each test from a network of its own: they are counted by it.
      request.network = network();
    });
    await web.register(signInPages(world));
  });
  after(() => web.close());
  beforeEach(async () => {
    elsewhere();
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
  return {
    get test() {
      return test;
    },
    get people() {
      return people;
    },
    network,
    elsewhere,
    rule,
    browser,
    hiddenIn,
    ask,
    linkTo,
    asked,
    textOf,
    finish,
    signedUp,
    signIn,
    userOf,
    isThere,
    nameOf,
  };
}
