import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { addUser } from '#users/contract.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { momentText, parseMoment } from './moments.ts';
import { pathOf } from './names.ts';
import { requestOf } from './remote.ts';
import { ticked } from './role/entries.ts';
import { runCommandLine } from './run.ts';
import { attributesOf } from './user/add.ts';

type Said = { readonly code: number; readonly out: string; readonly err: string };

async function reeve(env: Record<string, string>, argv: readonly string[]): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommandLine({ argv, env, stdout: { write: (text) => out.push(text) }, stderr: { write: (text) => err.push(text) } });
  return { code, out: out.join(''), err: err.join('') };
}

/** The command line beside a Reeve that is open already: another process in all but name. */
const beside = ({ world: { config } }: TestWorld) => {
  const env = {
    REEVE_DATA: config.data,
    ...(config.database ? { REEVE_DATABASE: config.database } : {}),
    REEVE_ARGON2_MEMORY_KIB: '1024',
    REEVE_ARGON2_PASSES: '1',
  };
  const run = (...argv: string[]) => reeve(env, argv);
  /** What it answers with --json; it must have been done. */
  const json = async (...argv: string[]) => {
    const { code, out, err } = await run(...argv, '--json');
    assert.equal(code, 0, err);
    return JSON.parse(out);
  };
  return { run, json };
};

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'reeve-cli-'));
  after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

onBothDatabases('The command line', (open) => {
  it('adds an application, and takes back what a console asks for when nobody can get in any more', async () => {
    const { run, json } = beside(await openTestWorld(open));
    assert.equal((await json('application', 'add', 'Wiki', 'https://wiki.example.org', '--description', 'Pages')).homeUrl, 'https://wiki.example.org/');
    assert.match((await run('application', 'add', 'Shop', 'http://shop.example.org')).err, /An application has an address such as https/);
    assert.deepEqual((await json('application', 'require', 'management console', '--factor', 'passkey', '--minutes', '5')).requirement, {
      factor: 'passkey',
      minutes: 5,
    });
    assert.match((await run('application', 'list')).out, /Management Console .*factor: passkey, within 5 min/);
    assert.deepEqual((await json('application', 'require', 'Management Console', '--factor', 'none', '--minutes', '0')).requirement, {
      factor: 'none',
      minutes: 0,
    });
    assert.match((await run('application', 'require', 'Wiki')).err, /--factor or --minutes/);
    assert.match((await run('application', 'require', 'My account', '--factor', 'any')).err, /that is where factors are added/);
    assert.match((await run('application', 'delete', 'Wikki')).err, /Did you mean Wiki\?/);
    assert.match((await run('application', 'delete', 'Wiki')).out, /deleted/);
    assert.match((await run('application', 'delete', 'Admin Dashboard')).err, /is a part of Reeve/);
  });
  it('defines an attribute, rehearses a stricter rule, and keeps what does not fit when told to', async () => {
    const { run, json } = beside(await openTestWorld(open));
    const made = await json('attribute', 'add', 'desk', '--title', 'Desk', '--pattern', '[A-Z]-\\d+', '--example', 'A-1', '--says', 'A letter and a number.');
    assert.deepEqual([made.displayName, made.version], ['Desk', 1]);
    assert.match((await run('user', 'add', 'dora', '--attribute', 'desk=12')).err, /Desk: A letter and a number\./);
    await json('user', 'add', 'dora', '--attribute', 'desk=B-12');
    const rehearsed = await run('attribute', 'edit', 'desk', '--type', 'number', '--pattern', '', '--example', '', '--rehearse');
    assert.deepEqual([rehearsed.code, /1 user has a Desk that is not of this type\.\n {2}PRIMARY\/dora: B-12/.test(rehearsed.out)], [4, true], rehearsed.out);
    assert.match((await run('attribute', 'edit', 'desk', '--type', 'number', '--pattern', '', '--example', '')).err, /Say keep/);
    assert.equal((await json('attribute', 'edit', 'desk', '--type', 'number', '--pattern', '', '--example', '', '--keep')).type, 'number');
    assert.match((await run('attribute', 'list')).out, /desk +Desk +number/);
    assert.match((await run('attribute', 'show', 'deks')).err, /Did you mean desk\?/);
    assert.match((await run('attribute', 'delete', 'desk')).err, /Users have values of desk/);
    await run('user', 'edit', 'dora', '--attribute', 'desk=');
    assert.equal((await run('attribute', 'delete', 'desk')).out, 'The attribute desk is gone.\n');
  });

  it('changes many at once: shows the plan, does nothing unasked, does it, and takes it back', async () => {
    const { run, json } = beside(await openTestWorld(open));
    for (const name of ['una', 'duo', 'tria']) await json('user', 'add', name, '--organisation', 'Bulk');
    const names = join(folder(), 'names.txt');
    writeFileSync(names, 'una, duo\nnobody.there\n');
    const shown = await run('user', 'bulk', 'lock', '--names-from', names, '--reason', 'audit');
    assert.deepEqual([shown.code, /This would lock 2 users\./.test(shown.out), /Line 2: there is no such user/.test(shown.out)], [4, true, true], shown.out);
    assert.match(shown.err, /Say --yes/);
    assert.equal((await json('user', 'show', 'una')).state, 'pending');
    const job = await json('user', 'bulk', 'lock', '--organisation', 'Bulk', '--reason', 'audit', '--yes');
    assert.deepEqual([job.state, job.done, (await json('user', 'show', 'tria')).state], ['done', 3, 'locked']);
    assert.match((await run('job', 'list')).out, /lock 3 users +done/);
    assert.match((await run('job', 'show', job.id)).out, /PRIMARY\/una +done/);
    const undone = await run('job', 'undo', job.id, '--yes');
    assert.deepEqual([undone.code, (await json('user', 'show', 'tria')).state], [0, 'pending'], undone.err);
    assert.match((await run('user', 'bulk', 'reset-password', '--organisation', 'Bulk', '--yes')).out, /PRIMARY\/una +\S{12}/);
    assert.match((await run('user', 'bulk', 'lock', '--yes')).err, /Whom\?/);
    await run('user', 'disable', 'una', '--reason', 'left');
    const { items } = await json('journal', 'list', '--operation', 'users.disable');
    assert.match((await run('journal', 'undo', String(items[0].number))).out, /una is enabled/);
  });

  it('adds, shows, changes, lists, locks and deletes a user by his name', async () => {
    const { run, json } = beside(await openTestWorld(open));
    const added = await json('user', 'add', 'anna', '--given-name', 'Anna', '--role', 'creator', '--generate-password', '--attribute', 'badge=a,b');
    assert.deepEqual([added.userName, added.attributes.badge, typeof added.temporaryPassword], ['anna', 'a,b', 'string']);
    assert.equal((await json('user', 'edit', 'PRIMARY/anna', '--country', 'GR', '--ends', '30d')).country, 'GR');
    assert.equal((await json('user', 'show', 'anna')).id, added.id);
    const page = await json('user', 'list', 'ann', '--role', 'creator', '--kind', 'person');
    assert.deepEqual([page.items.length, page.complete], [1, true]);
    const locked = await run('user', 'lock', 'anna', '--reason', 'lost phone', '--until', '2h');
    assert.match(locked.out, /^anna is locked until \d{4}-\d\d-\d\d \d\d:\d\d\. Ended: 0 sessions, 0 tokens\.\n$/);
    assert.match((await run('user', 'list', '--state', 'locked')).out, /anna +Anna +person +locked until .* \(lost phone\)/);
    await json('user', 'unlock', 'anna');
    assert.equal((await json('user', 'delete', 'anna')).user.state, 'deleted');
    assert.deepEqual((await json('user', 'restore', 'anna')).left, ['the temporary password']);
    assert.equal((await run('user', 'purge', 'anna')).code, 2);
    await json('user', 'delete', 'anna');
    assert.equal((await run('user', 'purge', 'anna', '--yes')).code, 0);
    assert.deepEqual(await run('user', 'show', 'anna'), { code: 43, out: '', err: 'reeve: There is no such user.\n' });
  });

  it('gives and takes roles, and answers may, why and who with an exit code', async () => {
    const { run, json } = beside(await openTestWorld(open));
    await json('user', 'add', 'ben', '--kind', 'program');
    await json('role', 'add', 'printers', '--allow', 'admin/manage/api', '--deny', 'admin/manage/api/publish');
    const given = await json('user', 'give', 'ben', 'Printers', '--until', '2099-01-01');
    assert.deepEqual([given.items[0].role.name, given.items[0].inForce], ['printers', true]);
    assert.deepEqual(await run('may', 'ben', 'admin/manage/api/create'), { code: 0, out: 'yes\n', err: '' });
    assert.equal((await run('may', 'ben', '/permission/admin/manage/api/publish')).code, 4);
    assert.match(
      (await run('why', 'ben', 'admin/manage/api/create')).out,
      /^yes\n {2}role printers, given directly by host:\w+, until 2099-01-01 00:00: allows \/permission\/admin\/manage\/api and all below it\n$/,
    );
    assert.match((await run('who', 'admin/manage/api/create')).out, /^user.*\nadmin .*\nben /);
    await json('role', 'clear', 'printers', 'admin/manage/api/publish');
    assert.equal((await run('may', 'ben', 'admin/manage/api/publish')).code, 0);
    await json('user', 'take', 'ben', 'printers');
    assert.equal((await run('may', 'ben', 'admin/manage/api/publish')).code, 4);
    assert.deepEqual((await run('may', 'ben', 'admin/nowhere')).code, 40);
  });

  it('keeps groups: members, nesting, roles', async () => {
    const { run, json } = beside(await openTestWorld(open));
    await json('user', 'add', 'cleo');
    await json('group', 'add', 'staff', '--description', 'Everybody here');
    await json('group', 'add', 'night shift');
    await json('group', 'nest', 'staff', 'night shift');
    await json('group', 'add-member', 'night shift', 'cleo');
    await json('group', 'give', 'staff', 'publisher');
    const { items } = await json('user', 'roles', 'cleo');
    assert.deepEqual(
      items[0].through.map(({ name }: { name: string }) => name),
      ['night shift', 'staff'],
    );
    assert.match((await run('group', 'show', 'night shift', '--members')).out, /\ncleo /);
    assert.equal((await run('group', 'nest', 'night shift', 'staff')).code, 40);
    assert.equal((await json('role', 'members', 'publisher')).items[0].name.endsWith('staff'), true);
    await json('group', 'remove-member', 'night shift', 'cleo');
    await json('group', 'take', 'staff', 'publisher');
    assert.match((await run('group', 'delete', 'staff')).out, /staff is gone/);
  });

  it('keeps views of the list of users, and lists whom one shows', async () => {
    const { run, json } = beside(await openTestWorld(open));
    await json('user', 'add', 'cleo', '--country', 'GR');
    const made = await json('view', 'add', 'Greeks', '--country', 'GR', '--sort', 'createdAt', '--descending', '--column', 'userName,mail', '--shared');
    assert.deepEqual([made.filter, made.sort, made.descending, made.columns], [{ country: 'GR' }, 'createdAt', true, ['userName', 'mail']]);
    assert.match((await run('view', 'list')).out, /\nGreeks +all +country=GR +createdAt, backwards/);
    assert.equal((await json('view', 'show', 'greeks')).id, made.id);
    assert.match((await run('view', 'show', 'greeks', '--users')).out, /\ncleo /);
    assert.equal((await run('view', 'delete', 'greeks', '--version', '7')).code, 44);
    assert.match((await run('view', 'delete', 'greeks')).out, /greeks is gone/);
    assert.equal((await run('view', 'show', 'greeks')).code, 43);
  });

  it('makes tokens for programs, shown once, and ends them', async () => {
    const { run, json } = beside(await openTestWorld(open));
    await json('user', 'add', 'robot', '--kind', 'program');
    const made = await json('token', 'add', 'robot', '--name', 'build', '--permission', 'admin/manage/api', '--ends', '7d');
    assert.match((await run('token', 'list', 'robot')).out, /build .*\/permission\/admin\/manage\/api/);
    assert.equal(made.secret.length > 40, true);
    await json('token', 'end', 'robot', made.token.id);
    assert.deepEqual(await json('token', 'list', 'robot'), { items: [] });
    assert.equal((await run('token', 'add', 'admin', '--name', 'x')).code, 40);
  });

  it('holds the rules for the host too: the last administrator stays', async () => {
    const { run } = beside(await openTestWorld(open));
    const said = await run('user', 'disable', 'admin');
    assert.deepEqual([said.code, said.err], [44, 'reeve: This would leave nobody who holds All Permissions. Give them to another active person first.\n']);
  });

  it('takes a password from a file and refuses one that is too short, in words', async () => {
    const { run, json } = beside(await openTestWorld(open));
    const file = join(folder(), 'password');
    writeFileSync(file, 'magenta Harbour 77\n');
    await json('user', 'add', 'dora', '--password-file', file, '--keep-password');
    writeFileSync(file, 'short\n');
    const refused = await run('user', 'password', 'dora', '--password-file', file);
    assert.equal(refused.code, 40);
    assert.match(refused.err, /password/i);
    const reset = await json('user', 'password', 'dora', '--generate');
    assert.equal(typeof reset.temporaryPassword, 'string');
  });

  it('pages, and streams everything with --all', async () => {
    const { run, json } = beside(await openTestWorld(open));
    for (const name of ['ada', 'bob', 'cyd']) await json('user', 'add', name);
    const first = await run('user', 'list', '--limit', '2');
    const [, cursor = ''] = /--cursor (\S+),/.exec(first.err) ?? [];
    assert.match((await run('user', 'list', '--limit', '2', '--cursor', cursor)).out, /bob/);
    assert.deepEqual(
      (await json('user', 'list', '--limit', '2', '--all')).map(({ userName }: { userName: string }) => userName),
      ['ada', 'admin', 'bob', 'cyd'],
    );
  });

  it('journals what the host does under its name, and verifies', async () => {
    const test = await openTestWorld(open);
    const { run, json } = beside(test);
    await json('user', 'add', 'eve', '--disabled');
    const { items } = await json('journal', 'list', '--object', 'eve', '--operation', addUser.name);
    assert.match(items[0].actor.id, /^host:/);
    assert.equal(items[0].door, 'cli');
    assert.match((await run('journal', 'verify')).out, /^The journal is sound: 2 entries/);
    await test.world.db.write((tx) => tx.updateTable('journal').set({ reason: 'nothing happened' }).where('number', '=', 1).execute());
    const broken = await run('journal', 'verify');
    assert.equal(broken.code, 4);
    assert.match(broken.out, /altered(.|\n)*1: This entry, or the one before it, was altered/);
    const doctor = await run('doctor');
    assert.equal(doctor.code, 4);
    assert.match(doctor.out, /fail +journal +entry 1 was altered/);
  });

  it('backs up, and restores into an empty data folder', async () => {
    const { run, json } = beside(await openTestWorld(open));
    await json('user', 'add', 'fay');
    const place = folder();
    const [file, words] = [join(place, 'all.reeve'), join(place, 'words')];
    writeFileSync(words, 'correct horse battery staple\n');
    assert.equal((await run('backup', file, '--passphrase-file', words)).code, 0);
    assert.equal((await run('backup', file, '--passphrase-file', words)).code, 6);
    assert.equal((await run('restore', file, '--passphrase-file', words)).code, 6);
    const elsewhere = { REEVE_DATA: join(place, 'data') };
    const restored = await reeve(elsewhere, ['restore', file, '--passphrase-file', words]);
    assert.equal(restored.code, 0, restored.err);
    assert.match((await reeve(elsewhere, ['user', 'show', 'fay'])).out, /user +fay/);
    assert.match((await run('doctor')).out, /ok +backup +the last one was made today/);
    const nowhere = {
      [join(place, 'none', 'all.reeve')]: /^reeve: There is no folder \S+none\. Make it first/,
      [join(words, 'all.reeve')]: /^reeve: \S+words is no folder\./,
    };
    for (const [to, says] of Object.entries(nowhere)) {
      const { code, err } = await run('backup', to, '--passphrase-file', words);
      assert.equal(code, 6, err);
      assert.match(err, says);
    }
  });

  it('reopens set-up with a link in a file for the owner', async () => {
    const { json } = beside(await openTestWorld(open));
    const link = await json('setup');
    assert.match(link.url, /^https:\/\/[^/]+\/set-up\/[\w-]{43}$/);
  });
});

describe('The command line in a new place', () => {
  it('makes nothing where it is only asked, says that nobody has set it up, sets it up for a demo, and makes no second one', async () => {
    const data = join(folder(), 'data');
    const env = { REEVE_DATA: data, REEVE_ARGON2_MEMORY_KIB: '1024', REEVE_ARGON2_PASSES: '1' };
    for (const asked of [
      ['user', 'list'],
      ['may', 'admin', 'admin/login'],
    ]) {
      const { code, err } = await reeve(env, asked);
      assert.deepEqual([code, err.includes(`There is no Reeve in the data folder ${data}.`)], [3, true], err);
    }
    assert.equal(existsSync(data), false);
    await reeve(env, ['migrate']);
    assert.match((await reeve(env, ['user', 'list'])).err, /Nobody has set this Reeve up yet/);
    const made = JSON.parse((await reeve(env, ['demo', '--users', '40', '--json'])).out);
    assert.deepEqual([made.users, made.administrator, typeof made.password], [40, 'admin', 'string']);
    const again = await reeve(env, ['demo', '--users', '40']);
    assert.deepEqual(
      [again.code, again.err],
      [4, 'reeve: There are users or groups already. The demo fills only a Reeve that has just been set up: give it a data folder or a database of its own.\n'],
    );
    assert.equal((await reeve(env, ['doctor'])).code, 0);
    assert.match((await reeve(env, ['migrate'])).out, /^schema +\d+\n/);
  });
});

describe('What people type', () => {
  const now = Date.parse('2026-11-23T12:00');
  for (const [text, moment] of [
    ['never', 0],
    ['30d', now + 30 * 86_400_000],
    ['12h', now + 12 * 3_600_000],
    ['2027-01-31', Date.parse('2027-01-31T00:00')],
    ['2027-01-31 08:15', Date.parse('2027-01-31T08:15')],
    ['2027-01-31T08:15:00Z', Date.parse('2027-01-31T08:15:00Z')],
  ] as const)
    it(`reads ${text} as a moment`, () => assert.equal(parseMoment('until', text, now), moment));

  it('refuses what is no moment, and writes one as it is read', () => {
    for (const text of ['tomorrow', '2027-13-01', '5', '']) assert.throws(() => parseMoment('until', text, now), /--until takes a date/);
    assert.equal(momentText(now), '2026-11-23 12:00');
  });

  it('takes permissions with and without their root', () => {
    assert.deepEqual(['admin/manage', '/admin/manage/', '/permission/admin', 'permission', '/permission'].map(pathOf), [
      '/permission/admin/manage',
      '/permission/admin/manage',
      '/permission/admin',
      '/permission',
      '/permission',
    ]);
  });

  it('keeps commas of attribute values, and gathers the same name into a list', () => {
    assert.deepEqual(attributesOf(['badge=a', 'b', 'team=x', 'team=y']), { badge: 'a,b', team: ['x', 'y'] });
    assert.throws(() => attributesOf(['nothing']), /NAME=VALUE/);
  });

  it('ticks one by one and leaves the others', () => {
    const entries = [
      { permission: '/permission/a', effect: 'allow' },
      { permission: '/permission/a/b', effect: 'deny' },
    ] as const;
    assert.deepEqual(ticked(entries, 'clear', ['/permission/a/b']), [entries[0]]);
    assert.deepEqual(ticked(entries, 'allow', ['/permission/a/b']), [entries[0], { permission: '/permission/a/b', effect: 'allow' }]);
  });

  it('becomes a request as the API reads it', () => {
    const asked = { method: 'GET', path: '/users/{id}/roles', input: { properties: { id: {}, limit: {} } } };
    assert.deepEqual(requestOf(asked as never, { id: 'SALES/anna', limit: 5, more: 1 }), {
      method: 'GET',
      path: '/api/users/SALES%2Fanna/roles?limit=5',
      body: '',
    });
    assert.deepEqual(requestOf({ ...asked, method: 'POST' } as never, { id: 'x', limit: 5 }), {
      method: 'POST',
      path: '/api/users/x/roles',
      body: '{"limit":5}',
    });
  });
});
