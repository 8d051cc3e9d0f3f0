import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import type { UserActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { addAttribute } from '#defining/add-attribute.ts';
import { editAttribute } from '#defining/edit-attribute.ts';
import { userActions } from '#users/actions.ts';
import { endEverything, myData, myProfile, updateMyProfile } from '#users/my-contract.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { authenticationActions } from './actions.ts';
import { signIn } from './flow.ts';

onBothDatabases('One’s own profile', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
    await people.run(addAttribute, test.admin, { name: 'hobby', type: 'text', change: 'user', valuesMax: 3 });
    await people.run(addAttribute, test.admin, { name: 'salary', type: 'number', see: 'administrators' });
    await people.run(addAttribute, test.admin, { name: 'floor', type: 'text' });
  });
  const did = async <Op extends AnyOperation>(operation: Op, actor: UserActor, input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = [...authenticationActions, ...userActions].find((one) => one.operation === operation) ?? assert.fail();
    return people.run(found as Action<Op>, actor, input);
  };

  it('shows what he may see, and says what he may change', async () => {
    const anne = await people.person('anne', { givenName: 'Anne', attributes: { salary: '5000', floor: '3' } });
    const { fields } = await did(myProfile, anne, {});
    const of = new Map(fields.map((field) => [field.name, field]));
    assert.deepEqual([of.get('givenName')?.values, of.get('givenName')?.mayChange], [['Anne'], true]);
    assert.deepEqual([of.get('floor')?.values, of.get('floor')?.mayChange], [['3'], false]);
    assert.equal(of.has('salary'), false);
  });

  it('is changed where the schema lets him, and nowhere else', async () => {
    const berta = await people.person('berta', { attributes: { floor: '3', salary: '1' } });
    const { fields, version } = await did(updateMyProfile, berta, { values: { shownName: ['Berta B.'], hobby: ['chess', 'rowing'] } });
    assert.deepEqual(fields.find(({ name }) => name === 'hobby')?.values, ['chess', 'rowing']);
    await refused('version.stale', did(updateMyProfile, berta, { version: version - 1, values: { hobby: [] } }));
    await refused('attribute.invalid', did(updateMyProfile, berta, { values: { floor: ['4'] } }));
    await refused('attribute.missing', did(updateMyProfile, berta, { values: { salary: ['1'] } }));
    await refused('attribute.missing', did(updateMyProfile, berta, { values: { newOne: ['1'] } }));
    await refused('token.narrowed', did(updateMyProfile, await test.actorOf(berta.id, ['/permission/admin/configure/login']), { values: { hobby: [] } }));
    assert.equal((await did(updateMyProfile, berta, { values: { hobby: [] } })).fields.find(({ name }) => name === 'hobby')?.values.length, 0);
  });

  it('takes no word of his for what only we may say: that his address is his, that he may act, who he is (CVE-2026-27946)', async () => {
    const vic = await people.person('vic', { mail: 'vic@example.org' });
    const ours = ['verified', 'verified_at', 'email_verified', 'pending', 'disabled_at', 'ends_at', 'id', 'user_no', 'roles', 'store_no', '__proto__'];
    const inputs = ours.flatMap((name) => [`{"values":{"${name}":["1"]}}`, `{"values":{},"${name}":"1"}`]);
    for (const input of inputs) {
      const code = await did(updateMyProfile, vic, JSON.parse(input)).then(
        () => 'done',
        (refusal) => refusal.code,
      );
      assert.ok(['attribute.missing', 'attribute.invalid', 'input.invalid'].includes(code), `${input}: ${code}`);
    }
    const { id } = await test.world.db.read.selectFrom('attributes').select('id').where('name', '=', 'mail').executeTakeFirstOrThrow();
    await people.run(editAttribute, test.admin, { id, change: 'user' });
    await did(updateMyProfile, vic, { current: goodPassword, values: { mail: ['vic2@example.org'] } });
    await people.run(editAttribute, test.admin, { id, change: 'administrators' });
    assert.equal(await test.world.db.read.selectFrom('verified_mails').select('mail_key').where('user_no', '=', vic.no).executeTakeFirst(), undefined);
  });

  it('takes another mail address, or none, with the password of now alone', async () => {
    const cora = await people.person('cora', { mail: 'cora@example.org' });
    const { id } = await test.world.db.read.selectFrom('attributes').select('id').where('name', '=', 'mail').executeTakeFirstOrThrow();
    await refused('attribute.invalid', did(updateMyProfile, cora, { current: goodPassword, values: { mail: ['other@example.org'] } }));
    await people.run(editAttribute, test.admin, { id, change: 'user' });
    await refused('password.wrong', did(updateMyProfile, cora, { values: { mail: ['thief@example.org'] } }));
    await refused('password.wrong', did(updateMyProfile, cora, { current: 'wrong', values: { mail: ['thief@example.org'] } }));
    await refused('password.wrong', did(updateMyProfile, cora, { values: { mail: [] } }));
    await did(updateMyProfile, cora, { values: { mail: ['Cora@EXAMPLE.org'] } });
    await did(updateMyProfile, cora, { current: goodPassword, values: { mail: ['other@example.org'] } });
    await people.run(editAttribute, test.admin, { id, change: 'administrators' });
  });

  it('comes with everything that is kept about him, and no secret', async () => {
    const dora = await people.helper('dora', ['/permission/admin/configure/login']);
    await signIn(test.world, { typedName: 'dora', password: goodPassword }, { network: '192.0.2.0/24', agent: 'test', to: '' });
    await did(updateMyProfile, await test.actorOf(dora.id), { values: { hobby: ['chess'] } });
    const data = await did(myData, await test.actorOf(dora.id), {});
    const text = JSON.stringify(data);
    for (const there of ['role of dora', 'chess', 'signed-in', 'me.update-profile']) assert.ok(text.includes(there), there);
    assert.doesNotMatch(text, /argon2|secret_hash|password_hash|salary/);
  });

  it('ends everything he is signed in with', async () => {
    const emma = await people.person('emma');
    const { session } = (await signIn(test.world, { typedName: 'emma', password: goodPassword }, { network: '192.0.2.0/24', agent: 'test', to: '' })) as {
      readonly session: { readonly text: string };
    };
    assert.ok(await test.world.bearers.find(session.text, test.clock.now()));
    assert.deepEqual((await did(endEverything, emma, {})).ended, { sessions: 1, tokens: 0 });
    assert.equal(await test.world.bearers.find(session.text, test.clock.now()), null);
  });
});
