// Settings of identity providers: who may set them, where their secret goes, what they may hand out, and what the journal keeps.
import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import { tryProviderActions } from '#authentication/try-provider.ts';
import type { InputOf } from '#contract.ts';
import { addRole } from '#roles/add-role.ts';
import { undo } from '#undo/contract.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { reachable } from '../../test/going-there.ts';
import { type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { providerActions } from './actions.ts';
import { addProvider } from './add-provider.ts';
import { signedSecret } from './apple.ts';
import { provedMail, valuesAt } from './claims.ts';
import { deleteProvider, listProviders, tryProvider } from './contract.ts';
import { editProvider } from './edit-provider.ts';
import { providerById } from './queries.ts';
import { connectionOf } from './settings.ts';

const signingIn = '/permission/admin/configure/security/signin';
let keys = 0;
const wanted = (more: Partial<InputOf<(typeof addProvider)['operation']>> = {}) =>
  ({ key: `p${++keys}`, preset: 'oidc', name: 'Company', issuer: 'https://login.example.org', clientId: 'reeve', secret: 'the old secret', ...more }) as const;

onBothDatabases('Identity providers', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open, { config: reachable });
    people = peopleOf(test);
  });
  const add = (more: Parameters<typeof wanted>[0] = {}, actor = test.admin) => people.run(addProvider, actor, wanted(more));
  const named = <A extends Action>(all: readonly Action[], operation: A['operation']): A =>
    // Found by the operation itself.
    (all.find((one) => one.operation === operation) ?? assert.fail()) as A;

  it('are set by who holds everything, and seen by who manages signing in', async () => {
    const helper = await people.helper('sue', [signingIn]);
    await refused('permission.denied', add({}, helper));
    const scoped = await people.helper('scoped', ['/permission'], { attribute: 'country', equals: 'DE' });
    await refused('scope.too-wide', add({}, scoped));
    const { id } = await add();
    const { items, address } = await people.run(named<Action<typeof listProviders>>(providerActions, listProviders), helper, {});
    assert.equal(address, 'https://reeve.test');
    assert.equal(items.find((one) => one.id === id)?.redirectUri, `https://reeve.test/sign-in/from/p${keys}`);
    assert.doesNotMatch(JSON.stringify(items), /the old secret/);
    await refused('permission.denied', people.run(editProvider, helper, { id, enabled: true }));
  });
  it('keep their secret sealed, and send it nowhere it was not given for', async () => {
    const { id } = await add();
    const row = (await providerById(test.world.db.read, id)) ?? assert.fail();
    assert.doesNotMatch(JSON.stringify(row), /the old secret/);
    assert.equal(connectionOf(test.world, row).secret, 'the old secret');
    for (const where of [{ clientId: 'another' }, { authorities: '-----BEGIN CERTIFICATE-----' }]) {
      await refused('provider.secret-anew', people.run(editProvider, test.admin, { id, ...where }));
      const draft = { id, key: row.key, preset: 'oidc', issuer: row.issuer, clientId: 'reeve', ...where } as const;
      await refused('provider.secret-anew', people.run(named<Action<typeof tryProvider>>(tryProviderActions, tryProvider), test.admin, draft));
    }
    const elsewhere = { id, key: row.key, preset: 'oidc', issuer: 'https://evil.example', clientId: 'reeve' } as const;
    await refused('provider.secret-anew', people.run(named<Action<typeof tryProvider>>(tryProviderActions, tryProvider), test.admin, elsewhere));
    await people.run(editProvider, test.admin, { id, clientId: 'another', secret: 'the new secret' });
    const images = await test.world.db.read.selectFrom('journal_images').select(['before', 'after']).where('object_id', '=', id).execute();
    assert.match(JSON.stringify(images), /"secret\\*":\\*"changed/);
    assert.doesNotMatch(JSON.stringify(images), /the (old|new) secret/);
  });
  it('hand out no role that whoever says so may not give', async () => {
    // He holds everything but one thing.
    const nearly = await people.person('nearly');
    const entries = [
      { permission: '/permission', effect: 'allow' as const },
      { permission: '/permission/admin/manage/api', effect: 'deny' as const },
    ];
    const { id: role } = await people.run(addRole, test.admin, { name: 'all but the API', entries });
    await people.run(changeRolesOfUser, test.admin, { id: nearly.id, give: [{ role, scope: null }] });
    const api = await people.role('the API', '/permission/admin/manage/api');
    const plain = await people.role('signs in', '/permission/admin/configure/login');
    const mapped = (id: string) => [{ claim: 'groups', value: 'x', role: id }];
    await refused('role.may-not-give', add({ roles: mapped(api) }, nearly));
    const { id } = await add({ roles: mapped(plain) }, nearly);
    await refused('role.may-not-give', people.run(editProvider, nearly, { id, roles: [...mapped(plain), ...mapped(api)] }));
    // What somebody else has set stays, whoever changes something beside it.
    await people.run(editProvider, test.admin, { id, roles: mapped(api) });
    await people.run(editProvider, nearly, { id, name: 'Other' });
    await refused('role.missing', add({ roles: mapped('0192f0c1-2345-7abc-8def-0123456789ab') }));
  });
  it('are refused in words where they could not work', async () => {
    const odd: readonly (readonly [string, Parameters<typeof wanted>[0]])[] = [
      ['issuer', { issuer: 'http://login.example.org' }],
      ['issuer', { issuer: 'https://login.example.org?x=1' }],
      ['issuer', { issuer: '' }],
      ['issuer', { preset: 'microsoft', issuer: '' }],
      ...['/common/v2.0', ':443/common/v2.0', '/./Common/v2.0', '//organizations/v2.0', '/%63ommon/v2.0', '/x/../consumers/v2.0'].map(
        (rest) => ['issuer', { preset: 'microsoft', issuer: `https://login.microsoftonline.com${rest}` }] as const,
      ),
      ['scopes', { scopes: 'profile' }],
      ['authorities', { authorities: 'no certificate' }],
      ['teamId', { preset: 'apple', keyId: 'k' }],
      ['secret', { preset: 'apple', keyId: 'k', teamId: 't' }],
      ['attributes.0.field', { attributes: [{ claim: 'x', field: 'nothing' }] }],
      ['attributes.0.field', { attributes: [{ claim: 'email', field: 'mail' }] }],
      ['mailDomains.0', { mailDomains: ['not a domain'] }],
    ];
    for (const [code, more] of odd) assert.equal((await refused('provider.settings-invalid', add(more))).fields[0]?.field, code, JSON.stringify(more));
    const { key } = await add();
    await refused('provider.key-taken', add({ key }));
  });
  it('take the address of the document for that of its issuer', async () =>
    assert.equal((await add({ issuer: 'https://login.example.org/.well-known/openid-configuration' })).issuer, 'https://login.example.org'));
  it('that are known have their own address, whatever is said', async () => {
    assert.equal((await add({ preset: 'google', issuer: 'https://evil.example' })).issuer, 'https://accounts.google.com');
    assert.equal((await add({ preset: 'github', issuer: 'https://evil.example' })).issuer, 'https://github.com');
  });
  it('are changed by whoever saw their newest version, and deleted once they are off', async () => {
    const { id } = await add({ enabled: true });
    await refused('version.stale', people.run(editProvider, test.admin, { id, version: 7, name: 'x' }));
    const remove = named<Action<typeof deleteProvider>>(providerActions, deleteProvider);
    await refused('provider.enabled', people.run(remove, test.admin, { id }));
    const { version } = await people.run(editProvider, test.admin, { id, version: 1, enabled: false });
    assert.equal((await people.run(editProvider, test.admin, { id, enabled: false })).version, version);
    await people.run(remove, test.admin, { id });
    assert.equal(await providerById(test.world.db.read, id), undefined);
  });
  it('get back by undo what still is as it was set, and never a secret', async () => {
    const { id } = await add({ name: 'Before' });
    const numbers: number[] = [];
    const along = { committed: (one: number) => void numbers.push(one) };
    await editProvider.run(test.world, test.admin, { id, name: 'After', addsUsers: true, secret: 'the new secret' }, along);
    await people.run(editProvider, test.admin, { id, addsUsers: false });
    await people.run(named<Action<typeof undo>>(actions, undo), test.admin, { number: numbers[0] ?? 0 });
    const row = (await providerById(test.world.db.read, id)) ?? assert.fail();
    assert.deepEqual([row.name, connectionOf(test.world, row).secret], ['Before', 'the new secret']);
  });
  it('are tried by nobody without a browser', async () => {
    const token = { ...test.admin, via: 'token' } as const;
    const { name: _name, ...draft } = wanted();
    await refused('trial.session-needed', people.run(named<Action<typeof tryProvider>>(tryProviderActions, tryProvider), token, draft));
  });

  it('prove an address only where they say that it is proved, and may be believed', () => {
    const said = (claims: object, preset: Parameters<typeof provedMail>[1]['preset'] = 'oidc', trustsMail = false) =>
      provedMail({ ...claims }, { preset, trustsMail });
    const proved = { email: 'Ann@Example.org', email_verified: true };
    assert.equal(said(proved), 'Ann@example.org');
    assert.equal(said({ ...proved, email_verified: 'true' }, 'apple'), 'Ann@example.org');
    for (const email_verified of [false, 'false', 1, 'yes', null, undefined, [true, false].at(1)]) assert.equal(said({ ...proved, email_verified }), '');
    assert.equal(said(proved, 'microsoft'), '');
    assert.equal(said({ email: 'ann@example.org' }, 'microsoft', true), 'ann@example.org');
    assert.equal(said({ ...proved, email: 'not an address' }), '');
  });
  it('are read by own properties only, by a name that holds dots and by a path', () => {
    const claims = { 'https://example.org/roles': ['a'], realm_access: { roles: ['b', 7, { x: 1 }, ''] }, odd: '\u0000', list: [true] };
    assert.deepEqual(valuesAt(claims, 'https://example.org/roles'), ['a']);
    assert.deepEqual(valuesAt(claims, 'realm_access.roles'), ['b', '7']);
    assert.deepEqual(valuesAt(claims, 'list'), ['true']);
    for (const path of ['constructor', '__proto__', 'realm_access.constructor.name', 'odd', 'nothing.at.all'])
      assert.deepEqual(valuesAt(claims, path), [], path);
  });
  it('of Apple’s kind get a secret that is signed for minutes (RFC 7515)', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const secret = String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const [head = '', said = '', signature = ''] = signedSecret({ clientId: 'org.example', teamId: 'TEAM', keyId: 'KEY', secret }, 1_000_000).split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    assert.deepEqual(read(head), { alg: 'ES256', kid: 'KEY', typ: 'JWT' });
    assert.deepEqual(read(said), { iss: 'TEAM', iat: 1_000, exp: 1_300, aud: 'https://appleid.apple.com', sub: 'org.example' });
    assert.ok(verify('sha256', Buffer.from(`${head}.${said}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')));
  });
});
