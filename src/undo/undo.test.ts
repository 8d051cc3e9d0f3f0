import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import type { Actor } from '#actor.ts';
import { listJournal } from '#journal/contract.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { host, identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { inverses, withoutInverse } from './table.ts';

type Output = Record<string, unknown> & { user?: Record<string, unknown> };
const named = (name: string): Action => actions.find(({ operation }) => operation.name === name) ?? assert.fail(name);

onBothDatabases('Undo', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  beforeEach(() => test.world.changes.poll());

  /** Runs an operation and gives the number of its entry. */
  const done = async (actor: Actor, name: string, input: object): Promise<number> => {
    const numbers: number[] = [];
    await named(name).run(test.world, actor, input, { committed: (number) => void numbers.push(number) });
    return numbers[0] ?? assert.fail(`${name} changed nothing`);
  };
  const ask = async (actor: Actor, name: string, input: object): Promise<Output> => (await named(name).run(test.world, actor, input)) as Output;
  const undo = (number: number, actor: Actor = test.admin) => ask(actor, 'journal.undo', { number });
  const undoable = (number: number, actor: Actor = test.admin) => ask(actor, 'journal.undoable', { number });
  const shown = (id: string) => ask(test.admin, 'users.show', { id });
  const rolesOf = async (id: string) =>
    ((await ask(test.admin, 'users.roles', { id })).items as { role: { name: string }; from: number; until: number; scope: unknown }[])
      .map(({ role, until, scope }) => [role.name, until, scope])
      .sort();

  it('an edit is put back, field by field', async () => {
    const { id } = await people.person('edited.one', { mail: 'old@example.com', phone: '+4315550001', attributes: { badge: '7' } });
    const number = await done(test.admin, 'users.update', { id, mail: 'new@example.com', phone: '+4315550002', attributes: { badge: '8', floor: '3' } });
    const says = await undoable(number);
    assert.equal(says.can, true, String(says.says));
    assert.match(String(says.changes), /The mail address becomes “old@example.com” again/);
    assert.equal((await shown(id)).mail, 'new@example.com', 'asking changes nothing');
    await undo(number);
    const { mail, phone, attributes } = await shown(id);
    assert.deepEqual([mail, phone, attributes], ['old@example.com', '+4315550001', { badge: '7' }]);
  });

  it('what was changed since stays, with both values in words; with nothing left the undo is refused', async () => {
    const { id } = await people.person('edited.two', { mail: 'a@example.com', phone: '+4315550001' });
    const number = await done(test.admin, 'users.update', { id, mail: 'b@example.com', phone: '+4315550002' });
    await done(test.admin, 'users.update', { id, mail: 'c@example.com' });
    const answer = await undo(number);
    assert.deepEqual(answer.conflicts, ['The mail address was changed from “a@example.com” to “b@example.com”, and is “c@example.com” now.']);
    const { mail, phone } = await shown(id);
    assert.deepEqual([mail, phone], ['c@example.com', '+4315550001']);
    const second = await done(test.admin, 'users.update', { id, mail: 'd@example.com' });
    await done(test.admin, 'users.update', { id, mail: 'e@example.com' });
    assert.match((await refused('undo.conflict', undo(second))).message, /“d@example.com”, and is “e@example.com” now/);
    assert.equal((await undoable(second)).code, 'undo.conflict');
  });

  it('lock, unlock, disable, enable, delete and restore are taken back, each with its reason and end', async () => {
    const { id } = await people.person('stated');
    const state = async () => {
      const { state: now, stateReason, lockedUntil } = await shown(id);
      return [now, stateReason, lockedUntil];
    };
    const until = test.clock.now() + 3_600_000;
    const lock = await done(test.admin, 'users.lock', { id, reason: 'leave', until });
    const unlock = await done(test.admin, 'users.unlock', { id });
    await refused('undo.conflict', undo(lock));
    await undo(unlock);
    assert.deepEqual(await state(), ['locked', 'leave', until]);
    const relock = await done(test.admin, 'users.lock', { id, reason: 'for ever' });
    await undo(relock);
    assert.deepEqual(await state(), ['locked', 'leave', until]);
    await done(test.admin, 'users.unlock', { id });
    const disable = await done(test.admin, 'users.disable', { id, reason: 'left' });
    const over = await done(test.admin, 'users.lock', { id, reason: 'also locked' });
    await undo(over);
    assert.deepEqual(await state(), ['disabled', 'left', 0]);
    await undo(disable);
    const gone = await done(test.admin, 'users.delete', { id });
    await undo(gone);
    assert.deepEqual(await state(), ['active', '', 0]);
    await done(test.admin, 'users.delete', { id });
    await undo(await done(test.admin, 'users.restore', { id }));
    assert.equal((await shown(id)).state, 'deleted');
  });

  it('roles come back with their dates and scopes, and go without the other scopes of the same role', async () => {
    const { id } = await people.person('holder');
    const [vpn, mail] = [await people.role('vpn-undo', '/permission/applications'), await people.role('mail-undo', '/permission/applications')];
    const until = test.clock.now() + 3_600_000;
    const scope = { attribute: 'country', equals: 'AT' };
    await done(test.admin, 'users.change-roles', { id, give: [{ role: vpn, until }] });
    const scoped = await done(test.admin, 'users.change-roles', { id, give: [{ role: vpn, scope }, { role: mail }] });
    await undo(scoped);
    assert.deepEqual(await rolesOf(id), [['vpn-undo', until, null]]);
    const longer = await done(test.admin, 'users.change-roles', { id, give: [{ role: vpn, until: until + 1 }] });
    await undo(longer);
    assert.deepEqual(await rolesOf(id), [['vpn-undo', until, null]]);
    await done(test.admin, 'users.change-roles', { id, give: [{ role: vpn, scope }] });
    const taken = await done(test.admin, 'users.change-roles', { id, take: [vpn] });
    assert.deepEqual(await rolesOf(id), []);
    await undo(taken);
    assert.deepEqual(
      await rolesOf(id),
      [
        ['vpn-undo', 0, scope],
        ['vpn-undo', until, null],
      ].sort(),
    );
  });

  it('a role given to many by somebody who manages roles only is taken back by him', async () => {
    const manager = await people.helper('role.manager', [`${identity}/rolemgt`]);
    const [one, two] = [await people.person('many.one'), await people.person('many.two')];
    const role = await people.role('for-many', '/permission/applications');
    const number = await done(manager, 'roles.change-members', { id: role, add: [one.id, two.id] });
    const { conflicts } = await undo(number, manager);
    assert.deepEqual([conflicts, await rolesOf(one.id), await rolesOf(two.id)], [[], [], []]);
  });

  it('a role is renamed and its permissions set back; a deleted one comes back for everybody who held it', async () => {
    const { id: holder } = await people.person('kept.holder');
    const id = await people.role('before-name', '/permission/applications');
    const until = test.clock.now() + 3_600_000;
    await done(test.admin, 'users.change-roles', { id: holder, give: [{ role: id, until }] });
    const edit = await done(test.admin, 'roles.update', { id, name: 'after-name', entries: [] });
    await undo(edit);
    const { name, entries } = await ask(test.admin, 'roles.show', { id });
    assert.deepEqual([name, entries], ['before-name', [{ permission: '/permission/applications', effect: 'allow' }]]);
    const group = String((await ask(test.admin, 'groups.add', { name: 'holding group' })).id);
    await done(test.admin, 'groups.change-roles', { id: group, give: [{ role: id }] });
    const gone = await done(test.admin, 'roles.delete', { id });
    const { numbers } = await undo(gone);
    assert.equal((numbers as number[]).length, 3);
    assert.deepEqual(await rolesOf(holder), [['before-name', until, null]]);
    const roles = (await ask(test.admin, 'groups.show', { id: group })).roles as { role: { name: string } }[];
    assert.deepEqual(
      roles.map(({ role }) => role.name),
      ['before-name'],
    );
  });

  it('groups: title, members, roles and nesting', async () => {
    const { id: member } = await people.person('member.one');
    const id = String((await ask(test.admin, 'groups.add', { name: 'outer', description: 'd' })).id);
    const inner = String((await ask(test.admin, 'groups.add', { name: 'inner' })).id);
    const role = await people.role('group-role', '/permission/applications');
    await undo(await done(test.admin, 'groups.update', { id, name: 'renamed', description: '' }));
    await undo(await done(test.admin, 'groups.change-members', { id, add: [member] }));
    await undo(await done(test.admin, 'groups.change-roles', { id, give: [{ role }] }));
    await undo(await done(test.admin, 'groups.change-nesting', { id, add: [inner] }));
    const { name, description, members, roles, children } = await ask(test.admin, 'groups.show', { id });
    assert.deepEqual([name, description, members, roles, children], ['outer', 'd', 0, [], []]);
  });

  it('a deleted group comes back with its members, roles and place in the nesting, without what is gone since', async () => {
    const [{ id: kept }, { id: gone }] = [await people.person('group.kept'), await people.person('group.gone')];
    const group = async (name: string) => String((await ask(test.admin, 'groups.add', { name })).id);
    const [around, id, inside, past] = [await group('around it'), await group('deleted group'), await group('inside it'), await group('past it')];
    const [role, lost] = [await people.role('comes-back', '/permission/applications'), await people.role('does-not', '/permission/applications')];
    await done(test.admin, 'groups.change-nesting', { id: around, add: [id] });
    await done(test.admin, 'groups.change-nesting', { id, add: [inside, past] });
    await done(test.admin, 'groups.change-roles', { id, give: [{ role }, { role: lost }] });
    await done(test.admin, 'groups.change-members', { id, add: [kept, gone] });
    const number = await done(test.admin, 'groups.delete', { id });
    await done(test.admin, 'users.delete', { id: gone });
    await done(test.admin, 'groups.delete', { id: past });
    await done(test.admin, 'roles.delete', { id: lost });
    const { conflicts } = await undo(number);
    const { children } = await ask(test.admin, 'groups.show', { id: around });
    const [made] = children as { readonly id: string; readonly name: string }[];
    assert.equal(made?.name, 'deleted group');
    const whole = await ask(test.admin, 'groups.show', { id: made?.id });
    const roles = whole.roles as { readonly role: { readonly name: string } }[];
    assert.deepEqual([whole.members, roles.map((one) => one.role.name), whole.children], [1, ['comes-back'], [{ id: inside, name: 'inside it' }]]);
    assert.deepEqual(conflicts, ['It does not hold does-not again: the role is gone, or would have ended by now.', 'PRIMARY/group.gone was deleted since.']);
  });

  it('an undo is a change like any other: entry, link, and an undo of its own', async () => {
    const { id } = await people.person('to.and.fro');
    const number = await done(test.admin, 'users.disable', { id, reason: 'r' });
    const [undoing] = (await undo(number)).numbers as [number];
    const entry = async (wanted: number) => {
      const { items } = (await ask(test.admin, listJournal.name, { object: id })) as unknown as {
        items: { number: number; undoes: number; undoneBy: { number: number; name: string } | null; reason: string; operation: string }[];
      };
      return items.find((one) => one.number === wanted) ?? assert.fail();
    };
    assert.deepEqual(
      [(await entry(undoing)).undoes, (await entry(undoing)).operation, (await entry(undoing)).reason],
      [number, 'users.enable', `Undoes entry ${number}`],
    );
    assert.deepEqual([(await entry(number)).undoneBy?.number, (await entry(number)).undoneBy?.name], [undoing, 'admin']);
    assert.match((await refused('undo.done', undo(number))).message, /by admin/);
    await undo(undoing);
    assert.equal((await entry(number)).undoneBy, null);
    assert.equal((await shown(id)).state, 'disabled');
    await undo(number);
    assert.equal((await shown(id)).state, 'active');
  });

  it('is done under the rights of whoever undoes, and only his own entries are there for whom the journal is not', async () => {
    const helper = await people.helper('own.helper', [`${identity}/usermgt`], { attribute: 'organisation', equals: 'Mill' });
    const { id } = await people.person('mill.one', { organisation: 'Mill' });
    const own = await done(helper, 'users.lock', { id });
    const foreign = await done(test.admin, 'users.lock', { id, reason: 'by admin' });
    await refused('entry.missing', undo(foreign, helper));
    await refused('entry.missing', undoable(foreign, helper));
    await refused('entry.missing', undo(99_999_999));
    await undo(foreign);
    await done(test.admin, 'users.update', { id, organisation: 'Elsewhere' });
    await refused('user.missing', undo(own, helper));
    const reader = await people.helper('reader', ['/permission/admin/monitor/logging']);
    assert.equal((await undoable(own, reader)).code, 'permission.denied');
    assert.equal((await undoable(own)).can, true);
  });

  it('the last administrator, oneself, and what one may not give are refused as ever', async () => {
    const helper = await people.helper('giver', [`${identity}/usermgt`, '/permission/admin/monitor/logging']);
    const { id } = await people.person('second.admin');
    const admin = String(((await ask(test.admin, 'roles.list', { search: 'admin' })).items as { id: string }[])[0]?.id);
    const given = await done(test.admin, 'users.change-roles', { id, give: [{ role: admin }] });
    const second = await test.actorOf(id);
    await refused('self.refused', undo(given, second));
    const taken = await done(second, 'users.change-roles', { id: test.admin.id, take: [admin] });
    await refused('admin.last', undo(given, host));
    assert.ok(['target.holds-more', 'role.may-not-give'].includes(String((await undoable(taken, helper)).code)));
    await undo(taken, second);
  });

  it('passwords, ended sessions and purges are never undone, and say so', async () => {
    const { id } = await people.person('never.back');
    for (const [name, input] of [
      ['users.reset-password', { id }],
      ['users.end-sessions', { id }],
    ] as const)
      assert.match((await refused('undo.not', undo(await done(test.admin, name, input)))).message, /^This cannot be undone: .{20,}\.$/);
    await done(test.admin, 'users.delete', { id });
    await refused('undo.not', undo(await done(test.admin, 'users.purge', { id })));
  });

  it('a definition of an attribute: its rules, its being there, and its deletion, as long as nobody has a value of it', async () => {
    const added = await done(test.admin, 'attributes.add', { name: 'locker', pattern: '\\d+', example: '7', inLists: true });
    const attribute = async () => ((await ask(test.admin, 'attributes.list', {})).items as Record<string, unknown>[]).find(({ name }) => name === 'locker');
    const id = (await attribute())?.id;
    const edited = await done(test.admin, 'attributes.edit', { id, pattern: '\\d{3}', example: '700', displayName: 'Locker' });
    await done(test.admin, 'attributes.edit', { id, displayName: 'Locker room' });
    const { conflicts } = await undo(edited);
    assert.deepEqual(conflicts, ['displayName was changed from nothing to “Locker”, and is “Locker room” now.']);
    const { pattern, example, displayName } = (await attribute()) ?? {};
    assert.deepEqual([pattern, example, displayName], ['\\d+', '7', 'Locker room']);
    const gone = await done(test.admin, 'attributes.delete', { id });
    await undo(gone);
    const { id: again, inLists, pattern: kept } = (await attribute()) ?? {};
    assert.deepEqual([again === id, inLists, kept], [false, true, '\\d+']);
    await refused('attribute.missing', undo(added));
    const badge = await done(test.admin, 'attributes.add', { name: 'locked' });
    const { id: holder } = await people.person('has.locked', { attributes: { locked: 'yes' } });
    await refused('attribute.breaks', undo(badge));
    await done(test.admin, 'users.update', { id: holder, attributes: { locked: '' } });
    await undo(badge);
  });

  it('a saved view comes back, is as it was, and goes again; not when it was changed since, and nobody else’s', async () => {
    const added = await done(test.admin, 'views.add', { name: 'Newest', sort: 'createdAt', filter: { kind: 'device' } });
    const views = async () => (await ask(test.admin, 'views.list', {})).items as Record<string, unknown>[];
    const [view] = await views();
    const edited = await done(test.admin, 'views.update', { id: view?.id, name: 'Oldest', descending: true });
    await undo(edited);
    assert.deepEqual([(await views())[0]?.name, (await views())[0]?.descending], ['Newest', false]);
    await refused('version.stale', undo(added));
    const gone = await done(test.admin, 'views.delete', { id: view?.id });
    assert.deepEqual(await views(), []);
    await undo(gone);
    assert.deepEqual([(await views())[0]?.name, (await views())[0]?.filter], ['Newest', { kind: 'device' }]);
    const own = await done(test.admin, 'views.add', { name: 'Mine' });
    const reader = await people.helper('reads.views', ['/permission/admin']);
    await refused('view.missing', undo(own, reader));
    await undo(own);
  });

  it('all of it or nothing: a later step that is refused takes the first one with it', async () => {
    const { id: holder } = await people.person('gone.holder');
    const id = await people.role('half-back', '/permission/applications');
    await done(test.admin, 'users.change-roles', { id: holder, give: [{ role: id }] });
    const gone = await done(test.admin, 'roles.delete', { id });
    await done(test.admin, 'users.delete', { id: holder });
    await refused('user.deleted', undo(gone));
    const { items } = await ask(test.admin, 'roles.list', { search: 'half-back' });
    assert.deepEqual(items, []);
  });
});

it('the table of inverses names operations that exist', () => {
  const known = new Set(actions.map(({ operation }) => operation.name));
  const strange = [...Object.keys(inverses), ...Object.keys(withoutInverse)].filter((name) => !known.has(name));
  assert.deepEqual(strange, []);
});
