// Applications: who may say what of them, what they may be called and where they may lead, that Reeve's own stay, and that what was done is taken back.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import type { Actor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { undo } from '#undo/contract.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import {
  type Application,
  addApplication,
  builtInApplications,
  deleteApplication,
  dressApplication,
  editApplication,
  listApplications,
  requireForApplication,
  restoreApplication,
  showApplication,
} from './contract.ts';
import { wornFor } from './look.ts';
import { addLogo, lookOperations } from './look-contract.ts';

const theme = '/permission/admin/configure/theme';
const signingIn = '/permission/admin/configure/security/signin';
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><style>.a{fill:#0b6b7d}</style><defs><path id="p" d="M0 0h8v8z"/></defs><use href="#p" class="a"/></svg>';
const asContent = (text: string | Buffer) => Buffer.from(text).toString('base64');

onBothDatabases('Applications', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  const did = async <Op extends AnyOperation>(operation: Op, input: InputOf<Op>, actor: Actor = test.admin): Promise<OutputOf<Op>> => {
    const found = actions.find((one) => one.operation === operation) ?? assert.fail(operation.name);
    return people.run(found as Action<Op>, actor, input);
  };
  const door = (builtIn: Application['builtIn']) => test.world.applications.all().find((one) => one.builtIn === builtIn) ?? assert.fail();
  let names = 0;
  const added = (more: Partial<InputOf<typeof addApplication>> = {}) =>
    did(addApplication, { name: `Wiki ${++names}`, homeUrl: 'https://wiki.example.org', ...more });
  const takenBack = async () => {
    const { number } = await test.world.db.read.selectFrom('journal').select('number').orderBy('number', 'desc').executeTakeFirstOrThrow();
    await did(undo, { number });
  };

  it('are Reeve’s own three from the start, which stay what and where they are', async () => {
    const { items } = await did(listApplications, {});
    assert.deepEqual(
      items.slice(0, 3).map(({ builtIn, homeUrl }) => [builtIn, homeUrl]),
      [
        ['console', '/carbon'],
        ['dashboard', '/admin'],
        ['account', '/account'],
      ],
    );
    for (const builtIn of builtInApplications) {
      const { id } = door(builtIn);
      await refused('application.built-in', did(deleteApplication, { id }));
      for (const more of [{ name: 'Mine' }, { homeUrl: 'https://evil.example' }, { enabled: false }])
        await refused('application.built-in', did(editApplication, { id, ...more }));
    }
  });
  it('lead to https, or to this machine, and nowhere else', async () => {
    for (const homeUrl of [
      'http://wiki.example.org',
      'javascript:alert(1)',
      'data:text/html,x',
      '//wiki.example.org',
      '/account',
      'https://name:secret@wiki.example.org',
      'https://',
      'http://127.0.0.1.example.org',
      'http://localhost.example.org',
      '',
    ])
      await refused('application.url-unfit', added({ homeUrl }));
    assert.equal((await added({ homeUrl: 'http://localhost:8080/a' })).homeUrl, 'http://localhost:8080/a');
    assert.equal((await added({ homeUrl: 'HTTPS://Wiki.Example.org' })).homeUrl, 'https://wiki.example.org/');
  });
  it('are told apart by name, however it is spelled', async () => {
    const { id } = await added({ name: 'Straße  Plan' });
    for (const name of ['straße plan', 'STRAßE PLAN', 'management console']) await refused('application.name-taken', added({ name }));
    const { id: other } = await added();
    await refused('application.name-taken', did(editApplication, { id: other, name: 'Straße Plan' }));
    assert.equal((await did(editApplication, { id, name: 'STRAßE Plan' })).name, 'STRAßE Plan');
    await refused('application.name-invalid', added({ name: 'a/b' }));
  });
  it('are changed by whoever saw the newest version, and come back as they were', async () => {
    const { id, name } = await added({ description: 'Pages' });
    await did(dressApplication, { id, accent: '#aa0033' });
    await refused('version.stale', did(editApplication, { id, version: 1, description: 'Old' }));
    await did(deleteApplication, { id });
    await refused('application.missing', did(showApplication, { id }));
    assert.equal(test.world.applications.of(id), undefined);
    const { id: heir } = await added({ name });
    await refused('application.name-taken', did(restoreApplication, { id }));
    await did(deleteApplication, { id: heir });
    const again = await did(restoreApplication, { id });
    assert.deepEqual([again.name, again.description, again.look.accent], [name, 'Pages', '#aa0033']);
    await refused('application.missing', did(restoreApplication, { id }));
  });
  it('are taken back, whatever was done to them', async () => {
    const { id, name } = await added();
    await did(editApplication, { id, description: 'Pages', enabled: false });
    await takenBack();
    await did(dressApplication, { id, name: 'The Wiki', accent: '#aa0033' });
    await takenBack();
    await did(requireForApplication, { id, minutes: 5 });
    await takenBack();
    const { description, enabled, look, requirement } = await did(showApplication, { id });
    assert.deepEqual([description, enabled, look.name, look.accent, requirement], ['', true, '', '', { factor: 'none', minutes: 0 }]);
    await did(deleteApplication, { id });
    await takenBack();
    assert.equal((await did(showApplication, { id })).name, name);
    await added();
    await takenBack();
    assert.equal(
      test.world.applications.all().some((one) => one.name === `Wiki ${names}`),
      false,
    );
  });
  it('are managed, dressed and guarded by three rights, each held everywhere', async () => {
    const { id } = await added();
    const manager = await people.helper('manager', [`${identity}/applicationmgt`]);
    const painter = await people.helper('painter', [theme]);
    const guard = await people.helper('guard', [signingIn]);
    const scoped = await people.helper('scoped', [`${identity}/applicationmgt`], { attribute: 'country', equals: 'DE' });
    await did(editApplication, { id, description: 'Mine' }, manager);
    await did(dressApplication, { id, name: 'Ours' }, painter);
    await did(requireForApplication, { id, minutes: 10 }, guard);
    await refused('permission.denied', did(dressApplication, { id, name: 'Mine' }, manager));
    await refused('permission.denied', did(requireForApplication, { id, minutes: 0 }, manager));
    await refused('permission.denied', did(requireForApplication, { id, minutes: 0 }, painter));
    await refused('permission.denied', did(editApplication, { id, homeUrl: 'https://evil.example' }, painter));
    await refused('scope.too-wide', did(listApplications, {}, scoped));
    await refused('scope.too-wide', did(editApplication, { id, description: 'x' }, scoped));
  });
  it('are known on every node', async () => {
    const other = await test.another();
    const { id, name } = await added();
    await other.changes.poll();
    assert.equal(other.applications.of(id)?.name, name);
    await did(dressApplication, { id, name: 'Elsewhere' });
    await other.changes.poll();
    assert.equal(other.applications.of(id)?.look.name, 'Elsewhere');
  });

  it('wear what they say of themselves, and the rest of all of Reeve', async () => {
    const { id } = await added({ name: 'Shop' });
    const worn = () => wornFor(test.world, test.world.applications.of(id));
    assert.deepEqual([worn().name, worn().sheet, wornFor(test.world).name], ['Shop', '', 'Reeve']);
    await did(lookOperations.change, { name: 'Example Ltd', accent: '#0000aa', help: 'https://help.example.org' });
    assert.deepEqual([worn().name, wornFor(test.world).name, worn().help], ['Shop', 'Example Ltd', 'https://help.example.org']);
    assert.match(worn().sheet, /--accent:light-dark\(#0000aa,/);
    await did(dressApplication, { id, accent: '#aa0033' });
    assert.match(worn().sheet, /--accent:light-dark\(#aa0033,/);
    assert.notEqual(worn().sheetName, wornFor(test.world).sheetName);
    assert.equal(wornFor(test.world, door('console')).name, 'Example Ltd');
    await takenBack();
    assert.match(worn().sheet, /--accent:light-dark\(#0000aa,/);
  });
  it('have links that lead somewhere safe, and backgrounds on which text can be read', async () => {
    const { id } = await added();
    for (const look of [{ help: 'javascript:alert(1)' }, { terms: 'http://example.org' }, { background: '#777777' }, { backgroundDark: '#777777' }]) {
      const { fields } = await refused('input.invalid', did(dressApplication, { id, ...look }));
      assert.deepEqual(
        fields.map(({ field }) => field),
        Object.keys(look),
      );
      await refused('input.invalid', did(lookOperations.change, look));
    }
    for (const accent of ['#FFF', 'red', '#12345', '#12345g', '#111111;}']) await refused('input.invalid', did(dressApplication, { id, accent }));
  });
  it('have a logo that is a picture and nothing else, told by what it is', async () => {
    const { id } = await added();
    const png = (side: number) => {
      const content = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(32)]);
      content.writeUInt32BE(side, 16);
      content.writeUInt32BE(1, 20);
      return content;
    };
    const webp = (kind: string, sides: string) => Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${kind}`, 'latin1'), Buffer.from(sides, 'hex'), Buffer.alloc(8)]);
    const lossy = (width: string) => webp('VP8 ', `00000000${'0000009d012a'}${width}0100`);
    const lossless = (packed: string) => webp('VP8L', `000000002f${packed}0000000000`);
    const extended = (width: string) => webp('VP8X', `0a00000000000000${width}000000`);
    const wide = ' '.repeat(20_000);
    for (const fit of [
      svg,
      svg.replace('<style>', `<style>.b{fill:url(${wide}#p)}`),
      `<?xml version="1.0"?>\n<!-- made by hand -->\n${svg}`,
      png(2048),
      lossy('0008'),
      lossless('ff070000'),
      extended('ff0700'),
    ]) {
      const { logo } = await did(addLogo, { content: asContent(fit) });
      assert.equal((await did(dressApplication, { id, logo })).look.logo, logo);
    }
    const inside = (text: string) => svg.replace('<defs>', `${text}<defs>`);
    for (const unfit of [
      '<html><svg></svg></html>',
      'GIF89a',
      png(0),
      png(2049),
      png(60_000),
      lossy('0108'),
      lossless('00080000'),
      extended('ffff3f'),
      webp('ALPH', ''),
      inside('<script>alert(1)</script>'),
      inside('<svg:script>alert(1)</svg:script>'),
      inside('<rect/onload=alert(1) />'),
      inside('<rect\nonload ="alert(1)"/>'),
      inside('<a href="javascript:alert(1)"/>'),
      inside("<a xlink:href='https://evil.example'/>"),
      inside('<image href=https://evil.example/x.png />'),
      inside('<a href="&#106;avascript:alert(1)"/>'),
      inside('<foreignObject/>'),
      inside(`<rect${wide}onload${wide}="alert(1)"/>`),
      inside(`<rect style="fill:url(${wide}https://evil.example)"/>`),
      inside('<animate attributeName="href" to="x"/>'),
      inside('<rect style="fill:url(https://evil.example)"/>'),
      inside('<style>@import "https://evil.example"</style>'),
      `<?xml-stylesheet href="#x"?>${svg}`,
      `<!DOCTYPE svg [<!ENTITY x "y">]>${svg}`,
      `${svg}\u0000`,
      Buffer.concat([png(1), Buffer.alloc(65_536)]),
    ])
      await refused(Buffer.byteLength(unfit) > 65_536 ? 'input.invalid' : 'logo.unfit', did(addLogo, { content: asContent(unfit) }));
    await refused('logo.missing', did(dressApplication, { id, logo: 'A'.repeat(43) }));
  });
  it('forget a logo that none has named for a day, and keep the others', async () => {
    const { id } = await added();
    const { logo: named } = await did(addLogo, { content: asContent(svg) });
    await did(dressApplication, { id, logo: named });
    const { logo: unnamed } = await did(addLogo, { content: asContent(svg.replace('8v8', '7v7')) });
    const { logo: whole } = await did(addLogo, { content: asContent(svg.replace('8v8', '6v6')) });
    await did(lookOperations.change, { logo: whole });
    const kept = async () => (await test.world.db.read.selectFrom('logos').select('hash').execute()).map(({ hash }) => hash);
    assert.ok((await kept()).includes(unnamed));
    test.clock.turn(25 * 3_600_000);
    await did(addLogo, { content: asContent(svg.replace('8v8', '5v5')) }, await test.actorOf(test.admin.id));
    const after = await kept();
    assert.deepEqual(
      [named, unnamed, whole].map((one) => after.includes(one)),
      [true, false, true],
    );
  });
});
