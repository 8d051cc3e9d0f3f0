// Links and codes that an administrator makes for somebody who has lost his password, for their tests: a world with its pages, who makes them, and what the other does with them.
// Called by the tests of /recover/handed and /code. Each begins with a world of its own. Knows no page's words.
import assert from 'node:assert/strict';
import { generateSync } from 'otplib';
import { actions } from '#actions.ts';
import type { Actor, UserActor } from '#actor.ts';
import type { AnyOperation, OutputOf } from '#contract.ts';
import { signInPages } from '#edges/sign-in/pages.ts';
import { openWeb } from '#edges/web.ts';
import { beginTotp, confirmTotp } from '#factors/contract.ts';
import { addRole } from '#roles/add-role.ts';
import { makeRecoveryLink } from '#users/mail-contract.ts';
import { sessionOf } from './api.ts';
import type { Open } from './databases.ts';
import { FormBrowser, tokenIn } from './form-browser.ts';
import { allow } from './giving.ts';
import { type Ending, mailing } from './mailing.ts';
import { openTestWorld } from './world.ts';

export const password = 'umbrella Fjord 7 mosaic';
export const next = 'Lantern 5 quiet harbour';
export const passwords = '/permission/admin/manage/identity/passwords';

export async function beginHandingOver(open: Open, t: Ending) {
  const tested = await openTestWorld(open, { config: { ...mailing.config, anyoneRequestsPerMinuteMax: 10_000 } });
  const { world, admin } = tested;
  const web = await openWeb(world, null);
  await web.register(signInPages(world));
  t.after(() => web.close());
  const browser = () => new FormBrowser(web);
  /** By the name of the operation. */
  const doAs = async (actor: Actor, name: string, input: unknown) =>
    (actions.find(({ operation }) => operation.name === name) ?? assert.fail(name)).run(world, actor, input);
  const run = async <Op extends AnyOperation>(actor: Actor, { name }: Op, input: unknown) => (await doAs(actor, name, input)) as OutputOf<Op>;
  const person = async (userName: string, more = {}) => {
    const added = await doAs(admin, 'users.add', { userName, mail: `${userName}@example.org`, password, mustChangePassword: false, ...more });
    return (added as { readonly id: string }).id;
  };
  /** Somebody who may give passwords, and nothing else. */
  const clerk = async (userName = 'clerk'): Promise<UserActor> => {
    const id = await person(userName);
    await addRole.run(world, admin, { name: `role of ${userName}`, entries: allow(passwords), users: [id] });
    return tested.actorOf(id);
  };
  /** He has an authenticator app from now on. */
  const addApp = async (id: string): Promise<void> => {
    const actor = await tested.actorOf(id);
    await sessionOf(world, actor);
    const session = await world.db.read.selectFrom('sessions').select('id').executeTakeFirst();
    const here = { ...actor, viaId: session?.id ?? '' };
    const begun = await run(here, beginTotp, { name: 'phone', current: password });
    await run(here, confirmTotp, { factor: begun.id, code: generateSync({ secret: begun.secret, epoch: Math.floor(world.now() / 1_000) }) });
  };
  const handed = async (id: string, by: Actor = admin) => {
    const { link = '', code = '', codeAt } = await run(by, makeRecoveryLink, { id, by: 'hand' });
    return { link: link.replace('https://reeve.test', ''), code, codeAt };
  };
  const linkFor = async (id: string, by: Actor = admin) => (await handed(id, by)).link;
  const codeFor = async (id: string, by: Actor = admin) => (await handed(id, by)).code;
  const goOn = (from: FormBrowser, link: string) => from.fill(link, { link: textOf(link) }, '/recover/handed');
  const choose = async (from: FormBrowser, link: string, fields = {}) =>
    from.post('/recover/handed/choose', { csrf: tokenIn(await from.get('/sign-in')), link: textOf(link), password: next, repeat: next, ...fields });
  const showCode = (from: FormBrowser, userName: string, code: string) => from.fill('/code', { userName, code });
  const chooseByCode = async (from: FormBrowser, fields = {}) =>
    from.post('/code/choose', { csrf: tokenIn(await from.get('/code')), password: next, repeat: next, ...fields });
  const signIn = async (userName: string, typed: string) => (await browser().fill('/sign-in', { userName, password: typed, to: '' })).statusCode;
  return { ...tested, browser, person, clerk, addApp, doAs, run, handed, linkFor, codeFor, goOn, choose, showCode, chooseByCode, signIn };
}
export type HandingOver = Awaited<ReturnType<typeof beginHandingOver>>;

export const textOf = (link: string): string => new URLSearchParams(link.split('?')[1]).get('link') ?? '';
