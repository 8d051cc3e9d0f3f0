// Invitations and confirmed addresses, as a browser meets them: who gets a link, what it is good for, and when it is not.
import assert from 'node:assert/strict';
import { after, it, type TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { sessionCookie } from '#authentication/actor-from-request.ts';
import { updateMyProfile } from '#authentication/my-profile.ts';
import { editAttribute } from '#defining/edit-attribute.ts';
import { openWeb } from '#edges/web.ts';
import { addUser } from '#users/add-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { disableUser } from '#users/disable-user.ts';
import { enableUser } from '#users/enable-user.ts';
import { inviteUser, mailOfUser, revokeInvitation } from '#users/invite-user.ts';
import { resetPassword } from '#users/reset-password.ts';
import { updateUser } from '#users/update-user.ts';
import { sessionOf } from '../../../test/api.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { mailing, sendingMails } from '../../../test/mailing.ts';
import { until } from '../../../test/processes/until.ts';
import { linkIn, readable } from '../../../test/servers/mail.ts';
import { openTestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

const own = 'Lantern 5 quiet harbour';
const day = 86_400_000;
const textOf = (link: string) => link.split('link=')[1] ?? '';

onBothDatabases('by mail', (open) => {
  const doors: FastifyInstance[] = [];
  after(async () => {
    for (const web of doors) await web.close();
  });
  async function begin(t: TestContext) {
    const tested = await openTestWorld(open, mailing);
    const server = await sendingMails(tested, t);
    const web = await openWeb(tested.world, null);
    await web.register(signInPages(tested.world));
    doors.push(web);
    const { world, admin } = tested;
    const browser = () => new FormBrowser(web);
    const invited = async (userName: string, more = {}) => {
      const { id } = await addUser.run(world, admin, { userName, mail: `${userName}@example.org`, givenName: 'Ann', invite: true, ...more });
      const mail = await server.next();
      return { id, mail, link: linkIn(mail) };
    };
    const accept = async (link: string, from = browser()) => from.fill(link, { link: textOf(link), password: own, repeat: own }, '/invitation');
    const signIn = async (userName: string, typed: string) => (await browser().fill('/sign-in', { userName, password: typed, to: '' })).statusCode;
    return { ...tested, server, browser, invited, accept, signIn };
  }

  it('somebody who is invited chooses his own password, and his address is confirmed by that', async (t) => {
    const { world, admin, invited, accept, signIn, browser } = await begin(t);
    const { id, mail, link } = await invited('ann', { language: 'de' });
    assert.match(readable(mail), /Ihr Benutzername ist ann/);
    assert.deepEqual([(await mailOfUser.run(world, admin, { id })).invitation?.state, await signIn('ann', own)], ['open', 401]);
    for (let look = 0; look < 3; look += 1) assert.match((await browser().get(link)).body, /Welcome/);
    assert.match((await accept(link)).body, /Your password is set/);
    assert.equal(await signIn('ann', own), 303);
    const after = await mailOfUser.run(world, admin, { id });
    assert.deepEqual([after.verifiedAt > 0, after.invitation, after.mayInvite], [true, null, false]);
    // The mailbox that has set the password is no second proof beside it (rule 31).
    const proofs = await world.db.read
      .selectFrom('verified_mails')
      .innerJoin('credentials', 'credentials.user_no', 'verified_mails.user_no')
      .select(['recovered_at', 'changed_at'])
      .execute();
    assert.ok(proofs.some(({ recovered_at, changed_at }) => recovered_at > 0 && recovered_at === changed_at));
    assert.equal((await browser().get(link)).statusCode, 409, 'once');
    const [who] = await world.db.read.selectFrom('journal').select('actor_id').where('operation', '=', 'invitation.accept').execute();
    assert.equal(who?.actor_id, id);
    const kept = JSON.stringify([
      await world.db.read.selectFrom('journal_images').selectAll().execute(),
      await world.db.read.selectFrom('mails').selectAll().execute(),
    ]);
    assert.doesNotMatch(kept, new RegExp(textOf(link).split('.')[1] ?? '-'));
  });

  it('an invitation can be sent again, which ends the one before, and be taken back', async (t) => {
    const { world, admin, invited, accept, browser, server, signIn } = await begin(t);
    const { id, link } = await invited('ann');
    await inviteUser.run(world, admin, { id });
    const again = linkIn(await server.next());
    assert.equal((await browser().get(link)).statusCode, 409);
    await revokeInvitation.run(world, admin, { id });
    assert.equal((await browser().get(again)).statusCode, 409);
    assert.equal((await mailOfUser.run(world, admin, { id })).invitation?.state, 'ended');
    await inviteUser.run(world, admin, { id });
    assert.match((await accept(linkIn(await server.next()))).body, /Your password is set/);
    assert.equal(await signIn('ann', own), 303);
    await assert.rejects(inviteUser.run(world, admin, { id }), { code: 'invitation.not' });
  });

  it('an invitation is worth nothing once something of it has changed', async (t) => {
    const begun = await begin(t);
    const { world, admin, invited, browser, clock } = begun;
    const meanwhile: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
      'he was given a password': (id) => resetPassword.run(world, admin, { id }),
      'his address is another': (id) => updateUser.run(world, admin, { id, mail: `else-${id}@example.org` }),
      'he was deleted': (id) => deleteUser.run(world, admin, { id }),
      'a week has passed': async () => {
        clock.turn(8 * day);
        await world.changes.poll();
      },
    };
    for (const [index, [what, happens]] of Object.entries(meanwhile).entries()) {
      const { id, link } = await invited(`user${index}`);
      const here = browser();
      const csrf = tokenIn(await here.get(link));
      await happens(id);
      assert.equal((await here.post('/invitation', { csrf, link: textOf(link), password: own, repeat: own })).statusCode, 409, what);
      assert.equal((await here.get(link)).statusCode, 409, what);
    }
  });

  it('somebody who was invited for later is told why he may not yet, and gets no password; what shuts him out later ends the invitation', async (t) => {
    const { world, admin, invited, browser, signIn } = await begin(t);
    const { link } = await invited('ann', { disabled: true });
    const answer = await browser().get(link);
    assert.deepEqual([answer.statusCode, /disabled/.test(answer.body), await signIn('ann', own)], [403, true, 401]);
    const bob = await invited('bob');
    await disableUser.run(world, admin, { id: bob.id });
    await enableUser.run(world, admin, { id: bob.id });
    assert.equal((await browser().get(bob.link)).statusCode, 409);
  });

  it('invitations are for persons of PRIMARY with an address, instead of a password', async (t) => {
    const { world, admin, server } = await begin(t);
    const refused = (more: object, code = 'invitation.not') =>
      assert.rejects(addUser.run(world, admin, { userName: 'someone', mail: 'someone@example.org', invite: true, ...more }), { code });
    await refused({ kind: 'device' });
    await refused({ mail: '' });
    await refused({ password: own });
    await refused({ generatePassword: true });
    assert.equal(server.taken().length, 0);
    const { world: silent, admin: other } = await openTestWorld(open);
    await assert.rejects(addUser.run(silent, other, { userName: 'someone', mail: 'someone@example.org', invite: true }), { code: 'mail.not-set-up' });
  });

  it('an invitation that could not be delivered says so on his page', async (t) => {
    const { world, admin, server } = await begin(t);
    server.refuse(() => '550 No such mailbox');
    const { id } = await addUser.run(world, admin, { userName: 'ann', mail: 'wrong@example.org', invite: true });
    await until(async () => (await mailOfUser.run(world, admin, { id })).invitation?.mail === 'failed');
    assert.match((await mailOfUser.run(world, admin, { id })).invitation?.says ?? '', /550 No such mailbox/);
  });

  it('of two who accept at once, one sets the password; a bad one leaves the link good', async (t) => {
    const { invited, browser } = await begin(t);
    const { link } = await invited('ann');
    const here = browser();
    const csrf = tokenIn(await here.get(link));
    const post = (password: string) => here.post('/invitation', { csrf, link: textOf(link), password, repeat: password });
    assert.equal((await post('short')).statusCode, 400);
    assert.equal((await here.post('/invitation', { link: textOf(link), password: own, repeat: own })).statusCode, 403);
    const both = await Promise.all([post(own), post(`${own} two`)]);
    assert.deepEqual(both.map(({ statusCode }) => statusCode).sort(), [200, 409]);
  });

  it('an address is confirmed by whoever is signed in as the one who asked, and by nobody else', async (t) => {
    const { world, admin, actorOf, browser, server, clock } = await begin(t);
    const add = async (userName: string) =>
      (await addUser.run(world, admin, { userName, mail: `${userName}@example.org`, password: 'umbrella Fjord 7 mosaic', mustChangePassword: false })).id;
    const [ann, bob] = [await add('ann'), await add('bob')];
    const signedIn = async (id: string) => {
      const here = browser();
      here.cookies.set(sessionCookie, (await sessionOf(world, await actorOf(id))).cookie);
      return here;
    };
    const [his, others] = [await signedIn(ann), await signedIn(bob)];
    assert.match((await his.fill('/account', {}, '/account/mail')).body, /on its way to ann@example\.org/);
    const link = linkIn(await server.next());
    assert.match((await browser().get(link)).headers.location ?? '', /^\/sign-in\?to=%2Faccount%2Fmail/);
    assert.equal((await others.get(link)).statusCode, 409);
    assert.equal((await others.post('/account/mail/confirm', { csrf: tokenIn(await others.get('/account')), link: textOf(link) })).statusCode, 409);
    assert.match((await his.get(link)).body, /Is this your address/);
    assert.equal((await mailOfUser.run(world, admin, { id: ann })).verifiedAt, 0, 'looking confirms nothing');
    assert.match((await his.fill(link, { link: textOf(link) }, '/account/mail/confirm')).body, /is confirmed/);
    assert.ok((await mailOfUser.run(world, admin, { id: ann })).verifiedAt > 0);
    assert.match((await his.get('/account')).body, /class="tag">confirmed/);
    await updateUser.run(world, admin, { id: ann, mail: 'another@example.org' });
    assert.equal((await mailOfUser.run(world, admin, { id: ann })).verifiedAt, 0, 'another address is another proof');
    const told = await server.next();
    assert.deepEqual([told.to, /from now on/.test(readable(told))], ['ann@example.org', true], 'the old one is told');
    const late = await server.next();
    assert.equal(late.to, 'another@example.org', 'and the new one is asked');
    assert.equal((await his.get(link)).statusCode, 409);
    await updateUser.run(world, admin, { id: ann, mail: 'third@example.org' });
    assert.equal((await server.next()).to, 'third@example.org', 'an address that was never confirmed is told nothing');
    const attribute = await world.db.read.selectFrom('attributes').select('id').where('name', '=', 'mail').executeTakeFirstOrThrow();
    await editAttribute.run(world, admin, { id: attribute.id, change: 'user' });
    await updateMyProfile.run(world, await actorOf(ann), { values: { mail: ['mine@example.org'] }, current: 'umbrella Fjord 7 mosaic' });
    assert.equal((await server.next()).to, 'mine@example.org', 'nor does it matter who changes it');
    clock.turn(2 * day);
    await world.changes.poll();
    assert.equal((await (await signedIn(ann)).get(linkIn(late))).statusCode, 409);
  });
});
