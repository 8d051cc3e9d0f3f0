// A code that an administrator says to somebody, as browsers meet it: in the right order and in every wrong one, guessed at, and for whom it is good no more.
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { sessionCookie } from '#authentication/actor-from-request.ts';
import { bindByCode } from '#authentication/handed-code.ts';
import { codeOfLink } from '#mail/link.ts';
import { addRole } from '#roles/add-role.ts';
import { changeRolesOfUser, resetPassword } from '#users/contract.ts';
import { makeRecoveryLink } from '#users/mail-contract.ts';
import { sessionOf } from '../../../test/api.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { tokenIn } from '../../../test/form-browser.ts';
import { allow, refusedAs } from '../../../test/giving.ts';
import { beginHandingOver, type HandingOver, next, password, textOf } from '../../../test/handing-over.ts';
import { newestMailTo, setUpOutbox } from '../../../test/outbox.ts';
import { flowCookie } from './visitor.ts';

const minute = 60_000;
const cookie = '__Host-reeve-code';
/** Like a code, and none that is made here but once in 2⁴⁰. */
const wrong = '0000-0000';

onBothDatabases('a code made by an administrator', (open) => {
  const begin = (t: TestContext) => beginHandingOver(open, t);
  const refused = async ({ browser, showCode }: HandingOver, userName: string, code: string, why: string) => {
    const here = browser();
    const answer = await showCode(here, userName, code);
    assert.equal(answer.statusCode, 401, why);
    assert.match(answer.body, /User name or code is not right/, why);
    assert.equal(here.cookies.get(cookie), undefined, why);
    assert.equal((await here.get('/code/choose')).statusCode, 409, why);
  };
  const triesOf = async ({ world }: HandingOver) => (await world.db.read.selectFrom('mail_links').select('tries').execute()).map(({ tries }) => tries);

  it('sets a password that only he knows, however it was typed, signs nobody in, and stands in no journal and no table', async (t) => {
    const begun = await begin(t);
    const { world, admin, browser, person, handed, showCode, chooseByCode, signIn, actorOf, doAs } = begun;
    const id = await person('ann');
    const { cookie: session } = await sessionOf(world, await actorOf(id));
    const { code, codeAt } = await handed(id);
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.equal(codeAt, 'https://reeve.test/code');
    const here = browser();
    const spoken = ` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replace('-', ' – ')} `;
    const bound = await showCode(here, 'PRIMARY/Ann', spoken);
    assert.deepEqual([bound.statusCode, bound.headers.location], [303, '/code/choose']);
    for (let look = 0; look < 2; look += 1) assert.match((await here.get('/code/choose')).body, /Set a new password.*For ann\./s);
    assert.ok(await world.bearers.find(session, world.now()), 'showing it ends nothing');
    assert.equal((await chooseByCode(here, { repeat: 'another' })).statusCode, 400);
    assert.equal((await chooseByCode(here, { password: 'short', repeat: 'short' })).statusCode, 400);
    assert.match((await chooseByCode(here)).body, /Your password is set/);
    assert.equal(await world.bearers.find(session, world.now()), null);
    assert.deepEqual([await signIn('ann', password), await signIn('ann', next)], [401, 303]);
    assert.ok(![...here.cookies.keys()].includes(sessionCookie));
    const told = JSON.stringify(await doAs(admin, 'journal.list', { limit: 10 }));
    const tables = ['journal', 'journal_images', 'events', 'mail_links'] as const;
    const kept = JSON.stringify(await Promise.all(tables.map((table) => world.db.read.selectFrom(table).selectAll().execute())));
    for (const text of [code, code.replace('-', '')]) assert.ok(!told.includes(text) && !kept.includes(text));
    assert.equal((await chooseByCode(here)).statusCode, 409, 'once');
    await refused(begun, 'ann', code, 'used');
  });

  it('is found from the sign-in page, with and without mails', async (t) => {
    const begun = await begin(t);
    const { browser } = begun;
    assert.match((await browser().get('/sign-in')).body, /href="\/code"/);
    await setUpOutbox(begun);
    assert.match((await browser().get('/sign-in')).body, /href="\/recover"/);
    assert.match((await browser().get('/recover')).body, /href="\/code"/);
  });

  it('is answered alike, whoever is meant and whatever is wrong', async (t) => {
    const begun = await begin(t);
    const { admin, person, clerk, codeFor, run, doAs, browser, showCode, clock, world } = begun;
    await setUpOutbox(begun);
    const made: Record<string, string> = { nobody: wrong, bob: wrong, 'UNKNOWN/ann': wrong };
    await person('bob');
    await codeFor(await person('ann'));
    made.ann = wrong;
    await run(admin, makeRecoveryLink, { id: await person('mailed'), by: 'mail' });
    made.mailed = wrong;
    const locked = await person('locked');
    made.locked = await codeFor(locked);
    await doAs(admin, 'users.lock', { id: locked });
    const lost = await person('lost');
    const maker = await clerk();
    made.lost = await codeFor(lost, maker);
    await doAs(admin, 'users.lock', { id: maker.id });
    const ended = await person('ended');
    made.ended = await codeFor(ended);
    const seen = async (userName: string, code: string) => {
      const here = browser();
      const { statusCode, headers, body } = await showCode(here, userName, code);
      // Others tell the time, how many requests are left, or how long the name is.
      const told = ['cache-control', 'content-security-policy', 'content-type', 'location', 'retry-after'].map((name) => headers[name]);
      return [statusCode, Object.keys(headers).sort(), told, [...here.cookies.keys()].sort(), body.replace(/value="[^"]*"/g, '')];
    };
    const answers = [];
    for (const [name, code] of Object.entries(made).filter(([name]) => name !== 'ended')) answers.push(await seen(name, code));
    clock.turn(31 * minute);
    await world.changes.poll();
    answers.push(await seen('ended', made.ended));
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.equal(answers[0]?.[0], 401);
  });

  it('ends with five wrong guesses, and its link does not', async (t) => {
    const begun = await begin(t);
    const { person, handed, goOn, choose, browser, showCode } = begun;
    const id = await person('ann');
    const { link, code } = await handed(id);
    for (const unlike of ['', '0000', `${code}0`, 'UUUU-UUUU']) {
      const answer = await showCode(browser(), 'ann', unlike);
      assert.deepEqual([answer.statusCode, /eight letters and digits/.test(answer.body)], [400, true], 'what no code looks like is no guess');
    }
    assert.deepEqual(await triesOf(begun), [0]);
    for (let n = 0; n < 5; n += 1) await refused(begun, 'ann', wrong, `guess ${n + 1}`);
    await refused(begun, 'ann', code, 'the right one, after five wrong ones');
    const here = browser();
    assert.equal((await goOn(here, link)).statusCode, 200);
    assert.match((await choose(here, link)).body, /Your password is set/);
  });

  it('stands four wrong guesses', async (t) => {
    const begun = await begin(t);
    const { person, codeFor, browser, showCode } = begun;
    const code = await codeFor(await person('ann'));
    for (let n = 0; n < 4; n += 1) await refused(begun, 'ann', wrong, `guess ${n + 1}`);
    assert.equal((await showCode(browser(), 'ann', code)).statusCode, 303);
  });

  it('is guessed at five times at most, however many guess at once and from wherever; of two who know it, one has it', async (t) => {
    const begun = await begin(t);
    const { world, person, codeFor } = begun;
    const code = await codeFor(await person('ann'));
    let networks = 0;
    const shown = (typed: string) => ({
      typedName: 'ann',
      code: typed,
      network: `198.51.${++networks}.0/24`,
      known: undefined,
      form: `form ${networks}`,
    });
    const at = async (typed: string) => bindByCode(world, shown(typed)).then(() => 'bound', refusedAs('recovery.code-refused'));
    assert.deepEqual(await Promise.all(Array.from({ length: 12 }, () => at(wrong))), Array(12).fill(true));
    assert.deepEqual(await triesOf(begun), [5]);
    assert.equal(await at(code), true);
    const other = await codeFor(await begun.person('ben'));
    const both = ['one', 'two'].map((form) =>
      bindByCode(world, { ...shown(other), typedName: 'ben', form }).then(
        () => 1,
        () => 0,
      ),
    );
    assert.deepEqual((await Promise.all(both)).sort(), [0, 1]);
  });

  it('is slowed by name after some guesses, alike whether somebody is known, and slows nobody’s sign-in or mails', async (t) => {
    const begun = await begin(t);
    const { person, browser, showCode, signIn } = begun;
    await person('ann');
    await setUpOutbox(begun);
    const countOf = async (name: string) => {
      for (let n = 0; ; n += 1) if ((await showCode(browser(), name, wrong)).statusCode === 429) return n;
    };
    const [known, unknown] = [await countOf('ann'), await countOf('nobody')];
    assert.equal(known, unknown);
    assert.ok(known >= 5 && known <= 10, String(known));
    assert.equal((await showCode(browser(), 'PRIMARY/ANN', wrong)).statusCode, 429, 'no spelling opens another budget');
    assert.equal(await signIn('ann', password), 303);
    assert.equal((await browser().fill('/recover', { userName: 'ann' })).statusCode, 303);
  });

  it('belongs to the browser that showed it, whatever that kept before, and to no other way', async (t) => {
    const begun = await begin(t);
    const { person, handed, codeFor, goOn, choose, browser, showCode, chooseByCode, signIn } = begun;
    const id = await person('ann');
    const { link, code } = await handed(id);
    const [here, thief] = [browser(), browser()];
    // Put there by somebody who hopes to go on with it.
    const planted = 'a'.repeat(43);
    for (const one of [here, thief]) one.cookies.set(cookie, planted);
    assert.equal((await chooseByCode(thief)).statusCode, 409, 'nothing was shown yet');
    assert.equal((await showCode(here, 'ann', code)).statusCode, 303);
    assert.notEqual(here.cookies.get(cookie), planted);
    assert.equal((await chooseByCode(thief)).statusCode, 409, 'planted before');
    await refused(begun, 'ann', code, 'another browser');
    assert.notEqual((await goOn(thief, link)).statusCode, 200, 'nor by its link');
    assert.equal((await thief.get(link)).statusCode, 409);
    // He had put his form’s cookie there, too, and knows what a code of his own is answered with.
    thief.cookies.set(flowCookie, here.cookies.get(flowCookie) ?? '');
    assert.equal((await showCode(thief, 'ben', await codeFor(await person('ben')))).statusCode, 303);
    assert.notEqual(thief.cookies.get(cookie), here.cookies.get(cookie));
    assert.equal((await choose(here, link)).statusCode, 409);
    assert.equal((await here.post('/recover/choose', { csrf: tokenIn(await here.get('/code')), link: '', password: next, repeat: next })).statusCode, 409);
    here.cookies.delete(cookie);
    assert.equal((await showCode(here, 'ann', code)).statusCode, 303, 'again, where it belongs, as if the first answer had been lost');
    assert.match((await chooseByCode(here)).body, /Your password is set/);
    assert.equal(await signIn('ann', next), 303);
  });

  it('is worth nothing once its link was gone on with, is replaced, or belongs to somebody else, and none goes with a link by mail', async (t) => {
    const begun = await begin(t);
    const { world, admin, person, handed, codeFor, goOn, run, browser } = begun;
    const id = await person('ann');
    const first = await codeFor(id);
    const { link, code } = await handed(id);
    await refused(begun, 'ann', first, 'replaced');
    await person('ben');
    await refused(begun, 'ben', code, 'another’s');
    assert.equal((await goOn(browser(), link)).statusCode, 200);
    await refused(begun, 'ann', code, 'its link was gone on with');
    await setUpOutbox(begun);
    const mailed = await run(admin, makeRecoveryLink, { id, by: 'mail' });
    assert.deepEqual([mailed.link, mailed.code, mailed.codeAt], [undefined, undefined, undefined]);
    const sent = (await newestMailTo(world, 'ann@example.org'))?.values.link ?? '';
    await refused(begun, 'ann', codeOfLink(textOf(sent)), 'mailed, even if its code were known');
  });

  it('is over, shown or not, once he or whoever made it is another than then', async (t) => {
    const begun = await begin(t);
    const { world, admin, person, clerk, codeFor, doAs, run, browser, showCode, chooseByCode, clock } = begun;
    const maker = await clerk();
    const high = await addRole.run(world, admin, { name: 'high', entries: allow('/permission/admin/manage/identity/rolemgt') });
    const meanwhile: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
      'another password': (id) => doAs(admin, resetPassword.name, { id }),
      disabled: (id) => doAs(admin, 'users.disable', { id }),
      deleted: (id) => doAs(admin, 'users.delete', { id }),
      'sessions ended': (id) => doAs(admin, 'users.end-sessions', { id }),
      'higher than the maker': (id) => run(admin, changeRolesOfUser, { id, give: [{ role: high.id }] }),
    };
    const meanwhileElsewhere: Readonly<Record<string, () => Promise<unknown>>> = {
      'half an hour later': async () => {
        clock.turn(31 * minute);
        await world.changes.poll();
      },
      'its maker is locked': () => doAs(admin, 'users.lock', { id: maker.id }),
    };
    const both = (act: (id: string) => Promise<unknown>) => async (ids: readonly string[]) => {
      for (const id of ids) await act(id);
    };
    const acts = [...Object.entries(meanwhile).map(([why, act]) => [why, both(act)] as const), ...Object.entries(meanwhileElsewhere)];
    for (const [index, [why, act]] of acts.entries()) {
      const names = [`ann${index}`, `ben${index}`] as const;
      const ids = [await person(names[0]), await person(names[1])] as const;
      const codes = [await codeFor(ids[0], maker), await codeFor(ids[1], maker)] as const;
      const here = browser();
      assert.equal((await showCode(here, names[0], codes[0])).statusCode, 303, why);
      await act(ids);
      assert.equal((await chooseByCode(here)).statusCode, 409, why);
      await refused(begun, names[1], codes[1], why);
    }
  });

  it('never takes the place of a second factor', async (t) => {
    const { person, addApp, codeFor, browser, showCode, chooseByCode } = await begin(t);
    const id = await person('ann');
    await addApp(id);
    const here = browser();
    await showCode(here, 'ann', await codeFor(id));
    await chooseByCode(here);
    const entered = await here.fill('/sign-in', { userName: 'ann', password: next, to: '' });
    assert.equal(entered.headers.location, '/sign-in/factor');
  });

  it('nothing goes on from a foreign page, or without the form’s token', async (t) => {
    const { person, codeFor, browser, showCode } = await begin(t);
    const code = await codeFor(await person('ann'));
    const here = browser();
    const csrf = tokenIn(await here.get('/code'));
    const fields = { userName: 'ann', code };
    assert.equal((await here.post('/code', { ...fields, csrf }, { origin: 'https://evil.test' })).statusCode, 403);
    assert.equal((await here.post('/code', fields)).statusCode, 403);
    assert.equal((await here.post('/code', { ...fields, csrf: 'x' })).statusCode, 403);
    assert.equal((await showCode(here, 'ann', code)).statusCode, 303);
    const set = { password: next, repeat: next };
    assert.equal((await here.post('/code/choose', { ...set, csrf }, { origin: 'https://evil.test' })).statusCode, 403);
    assert.equal((await here.post('/code/choose', set)).statusCode, 403);
  });
});
