// Getting back in by mail, for its tests: a world that sends mails, its pages, a browser, and what somebody does there. Each begins with a world of its own.
// Called by the tests of /recover. Knows no page's words.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { signInPages } from '#edges/sign-in/pages.ts';
import { openWeb } from '#edges/web.ts';
import { writeVerified } from '#mail/link-queries.ts';
import { addUser } from '#users/add-user.ts';
import { mailKeyOf } from '#users/user.ts';
import type { Open } from './databases.ts';
import { FormBrowser } from './form-browser.ts';
import { mailing, sendingMails } from './mailing.ts';
import { linkIn } from './servers/mail.ts';
import { openTestWorld } from './world.ts';

export const password = 'umbrella Fjord 7 mosaic';
export const next = 'Lantern 5 quiet harbour';

export async function beginRecovery(open: Open, t: TestContext) {
  const tested = await openTestWorld(open, mailing);
  const { world, admin } = tested;
  const server = await sendingMails(tested, t);
  const web = await openWeb(world, null);
  await web.register(signInPages(world));
  t.after(() => web.close());
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
export type Recovery = Awaited<ReturnType<typeof beginRecovery>>;

/** Asked, and the link that came. */
export async function asked({ ask, browser, server }: Recovery, userName = 'ann') {
  const here = browser();
  assert.equal((await ask(here, userName)).headers.location, '/recover/sent');
  // Others may come in between, such as one that tells of a changed address.
  let mail = await server.next();
  while (!linkIn(mail).startsWith('/recover')) mail = await server.next();
  return { here, mail, link: linkIn(mail) };
}
