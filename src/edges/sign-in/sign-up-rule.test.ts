// Signing up by the rule: what nobody can bring along, terms, roles, the schema, approval.
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { addAttribute } from '#defining/add-attribute.ts';
import { approveRequest, refuseRequest } from '#requests/decide.ts';
import { listRequests } from '#requests/list-requests.ts';
import { updateRole } from '#roles/update-role.ts';
import { changeSignUpRule } from '#signups/rule.ts';
import { purgeUser } from '#users/purge-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { newestMailTo } from '../../../test/outbox.ts';
import { host, identity, refused } from '../../../test/people.ts';
import { signUpsOn } from '../../../test/signing-up.ts';

onBothDatabases('Signing up, by the rule', (database) => {
  const on = signUpsOn(database);
  const { rule, browser, asked, finish, signedUp, signIn, userOf, nameOf } = on;

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
      await on.people.run(addAttribute, on.test.admin, { name: 'clearance', type: 'text', change: 'administrators', see: 'user' });
      await on.people.run(addAttribute, on.test.admin, { name: 'hobby', type: 'text', change: 'user', see: 'user' });
      const role = await on.people.role(`strong ${nameOf()}`, '/permission');
      const bad = {
        roles: role,
        role,
        pending: '',
        state: 'active',
        mail: 'ceo@example.com',
        'value-mail': 'ceo@example.com',
        domain: 'CORP',
        kind: 'program',
        id: on.test.admin.id,
      };
      const { userName } = await signedUp({
        ...bad,
        'value-clearance': 'top',
        'value-hobby': 'chess',
        'value-__proto__': 'x',
        'value-constructor': 'x',
        disabled: '',
        owner: on.test.admin.id,
      });
      const user = await userOf(userName);
      assert.deepEqual(user.attributes, {});
      assert.deepEqual([user.mail, user.kind, user.domain, user.owner], [`${userName}@example.org`, 'person', 'PRIMARY', '']);
      assert.equal((await on.test.world.authorizer.may(user.id, '/permission', on.test.world.now())).allowed, false);
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
      const [kept] = await on.test.world.db.read
        .selectFrom('accepted_terms')
        .innerJoin('users', 'users.no', 'accepted_terms.user_no')
        .select(['accepted_terms.version', 'accepted_at'])
        .where('user_name', '=', userName)
        .execute();
      assert.equal(kept?.version, '2026-12');
      assert.ok(kept.accepted_at > 0);
    });
    it('gives the roles it names; an administrative one is refused when it is set, and not given if it became so later', async () => {
      const [plain, later] = [await on.people.role(`plain ${nameOf()}`), await on.people.role(`later ${nameOf()}`)];
      const strong = await on.people.role(`strong ${nameOf()}`, `${identity}/usermgt/view`);
      await refused('sign-up.unfit', rule({ roles: [strong] }));
      await refused('sign-up.unfit', rule({ roles: [on.test.world.newId()] }));
      const setter = await on.people.helper(nameOf(), ['/permission/admin/configure/security/signin']);
      await refused('permission.denied', on.people.run(changeSignUpRule, setter, { roles: [plain] }));
      await on.people.run(changeSignUpRule, setter, { roles: [] });
      await rule({ roles: [plain, later] });
      await on.people.run(updateRole, on.test.admin, { id: later, entries: [{ permission: '/permission', effect: 'allow' }] });
      const { userName } = await signedUp();
      const held = await on.test.world.db.read
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
      const { id } = await on.people.run(addAttribute, on.test.admin, { ...required, change: 'user', see: 'user', kinds: ['person'] });
      const userName = nameOf();
      const { here, link } = await asked(userName);
      assert.match((await here.get(link)).body, /name="value-staffNumber"[^>]*required/);
      assert.equal((await finish(here, link, { userName })).statusCode, 400);
      assert.match((await finish(here, link, { userName, 'value-staffNumber': '7' })).body, /Your account is made/);
      await on.test.world.db.write((tx) => tx.updateTable('attributes').set({ change: 'administrators' }).where('id', '=', id).execute());
      await on.people.run(addAttribute, on.test.admin, { name: `other${nameOf()}`, type: 'text' });
      assert.equal((await browser().get('/sign-up')).statusCode, 409);
      await refused('sign-up.unfit', rule({ approval: true }));
      await on.test.world.db.write((tx) => tx.updateTable('attributes').set({ required: 0 }).where('id', '=', id).execute());
      await on.people.run(addAttribute, on.test.admin, { name: `more${nameOf()}`, type: 'text' });
    });
  });

  describe('with approval', () => {
    beforeEach(() => rule({ approval: true }));
    const requestOf = async (userName: string) =>
      (await on.people.run(listRequests, on.test.admin, {})).items.find(({ asker }) => asker.name === userName) ?? assert.fail();

    it('tells him that he waits, lets him in nowhere before, and tells the decision by mail', async () => {
      const { userName, done } = await signedUp({ words: 'for <script>alert(1)</script>\n the project' });
      assert.match(done.body, /waits for approval/);
      const waits = await signIn(userName);
      assert.equal(waits.statusCode, 403);
      assert.match(waits.body, /waiting for approval/);
      assert.equal((await signIn(userName, 'not his password')).statusCode, 401, 'told after a right password only');
      const request = await requestOf(userName);
      assert.deepEqual([request.kind, request.words], ['account', 'for <script>alert(1)</script> the project']);
      await on.people.run(approveRequest, on.test.admin, { id: request.id, reason: 'welcome' });
      const told = (await newestMailTo(on.test.world, `${userName}@example.org`)) ?? assert.fail();
      assert.deepEqual([told.kind, told.values.words, told.values.link], ['accountApproved', 'welcome', '/sign-in']);
      assert.equal((await signIn(userName)).statusCode, 303);
    });
    it('puts him into the recycle bin when it is refused; his name is free once he is purged', async () => {
      const { userName } = await signedUp();
      const { id } = await on.people.run(refuseRequest, on.test.admin, { id: (await requestOf(userName)).id, reason: 'unknown' });
      assert.ok(id);
      assert.equal((await newestMailTo(on.test.world, `${userName}@example.org`))?.kind, 'accountRefused');
      assert.equal((await signIn(userName)).statusCode, 401);
      const user = await userOf(userName);
      assert.equal(user.state, 'deleted');
      await on.people.run(purgeUser, on.test.admin, { id: user.id });
      const again = await asked(userName);
      assert.match((await finish(again.here, again.link, { userName })).body, /waits for approval/);
    });
  });

  it('is set by nobody within a scope', async () => {
    const scoped = await on.people.helper(nameOf(), ['/permission/admin/configure/security/signin'], { attribute: 'country', equals: 'FR' });
    await refused('scope.too-wide', on.people.run(changeSignUpRule, scoped, { approval: true }));
    await on.people.run(changeSignUpRule, host, { approval: true });
  });
});
