// The model as it is read from the tables: what their rows say, in the order that decisions rely on, and of one moment.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Tx } from '#db/tables.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { loadModel } from './model-queries.ts';

type World = TestWorld['world'];

const named = (name: string) => ({ version: 1, name, name_key: name, sort_key: name, description: '', created_at: 1, changed_at: 1, deleted_at: 0 });

async function addRole(tx: Tx, values: Readonly<Record<'id' | 'name', string>> & { readonly deletedAt?: number }): Promise<number> {
  const { deletedAt = 0, id, name } = values;
  const row = { ...named(name), id, built_in: '', deleted_at: deletedAt };
  return (await tx.insertInto('roles').values(row).returning('no').executeTakeFirstOrThrow()).no;
}

async function addGroup(tx: Tx, values: Readonly<Record<'id' | 'name', string>> & { readonly deletedAt?: number }): Promise<number> {
  const { deletedAt = 0, id, name } = values;
  const row = { ...named(name), id, store_no: 1, deleted_at: deletedAt };
  return (await tx.insertInto('groups').values(row).returning('no').executeTakeFirstOrThrow()).no;
}

/** Nodes numbered against their nesting, as many as there are paths, each a child of the one before. */
async function addFromBelow(tx: Tx, { newId }: World, paths: readonly string[]) {
  const above = await tx.selectFrom('permission_nodes').select('no').where('path', '=', '/permission/applications').executeTakeFirstOrThrow();
  const numbers = paths.map((_, nth) => 900_000 - nth);
  for (const [nth, path] of [...paths.entries()].reverse()) {
    const place = { no: numbers[nth] ?? 0, parent_no: numbers[nth - 1] ?? above.no, path, position: 0 };
    const row = { ...place, id: newId(), display_name: path, description: '', administrative: 0, created_at: 1 };
    await tx.insertInto('permission_nodes').values(row).execute();
  }
}

onBothDatabases('the model', (open, kind) => {
  it('has what the rows say, whatever letters are in them', async () => {
    const { world } = await openTestWorld(open);
    const scope = { all: [{ attribute: 'country', equals: '"DE"\\' }, { groups: ['[1]'] }] };
    const until = Number.MAX_SAFE_INTEGER;
    const names = ['{"no":1}', 'O’Brien "the \\ quoted"', 'Zoë 🦊 \u2028', '[]'];
    const ids = names.map(() => world.newId());
    const { roles, groups, gone } = await world.db.write(async (tx) => {
      const made = { roles: [] as number[], groups: [] as number[] };
      for (const [nth, name] of names.entries()) {
        made.roles.push(await addRole(tx, { id: ids[nth] ?? '', name }));
        made.groups.push(await addGroup(tx, { id: ids[nth] ?? '', name }));
      }
      const [role = 0] = made.roles;
      const [group = 0, inner = 0] = made.groups;
      const node = (await tx.selectFrom('permission_nodes').select('no').where('path', '=', '/permission/applications').executeTakeFirstOrThrow()).no;
      const entries = [0, 1].map((allow) => ({ role_no: role, node_no: node, allow }));
      await tx.insertInto('role_entries').values(entries).execute();
      await tx.insertInto('group_edges').values({ parent_no: group, child_no: inner }).execute();
      const giving = { role_no: role, group_no: group, from_at: 5, until_at: until, given_by: 'root', given_at: 7 };
      const givings = ['', JSON.stringify(scope)].map((text) => ({ ...giving, scope: text }));
      await tx.insertInto('role_groups').values(givings).execute();
      const deleted = { id: world.newId(), name: 'deleted', deletedAt: 1 };
      return { ...made, gone: { id: deleted.id, role: await addRole(tx, deleted), group: await addGroup(tx, deleted) } };
    });
    const model = await loadModel(world.db.read);
    for (const [nth, id] of ids.entries()) {
      const name = names[nth] ?? '';
      assert.deepEqual(model.groupById.get(id), { no: groups[nth], id, name, storeNo: 1 });
      const node = model.byPath.get('/permission/applications')?.index ?? -1;
      assert.deepEqual(model.roleById.get(id), { no: roles[nth], id, name, builtIn: '', entries: new Map(nth === 0 ? [[node, false]] : []) });
      assert.equal(model.roles.get(roles[nth] ?? 0), model.roleById.get(id));
      assert.equal(model.groups.get(groups[nth] ?? 0), model.groupById.get(id));
    }
    const [group = 0, inner = 0] = groups;
    const given = model.grantsOfGroup.get(group)?.map(({ no: _no, ...grant }) => grant);
    const alike = { roleNo: roles[0], from: 5, until, givenBy: 'root', givenAt: 7 };
    assert.deepEqual(new Set(given), new Set([null, scope].map((one) => ({ ...alike, scope: one }))));
    assert.deepEqual([model.parentsOf.get(inner), model.childrenOf.get(group)], [[group], [inner]]);
    assert.deepEqual(
      [model.roles.get(gone.role), model.roleById.get(gone.id), model.groups.get(gone.group), model.groupById.get(gone.id)],
      Array(4).fill(undefined),
    );
    assert.equal(
      model.everyone,
      [...model.roles.values()].find(({ builtIn }) => builtIn === 'everyone'),
    );
  });

  it('has every parent before its children, and attributes in their order', async () => {
    const { world } = await openTestWorld(open);
    const paths = ['/permission/applications/late', '/permission/applications/late/area', '/permission/applications/late/area/leaf'];
    await world.db.write(async (tx) => {
      await addFromBelow(tx, world, paths);
      for (const name of ['zebra', 'aBc', 'ab'])
        await tx
          .insertInto('attributes')
          .values({ id: world.newId(), name, display_name: name, type: 'text', built_in: 0, searchable: 1, created_at: 1 })
          .execute();
    });
    const { nodes, byPath, attributes } = await loadModel(world.db.read);
    const early = nodes.filter(({ parent, index }) => parent >= index);
    assert.deepEqual(early, []);
    for (const path of paths) assert.equal(nodes[byPath.get(path)?.parent ?? -1]?.path, path.slice(0, path.lastIndexOf('/')));
    const definitions = [...attributes.values()];
    assert.deepEqual(
      definitions.map(({ position }) => position),
      definitions.map(({ position }) => position).sort((a, b) => a - b),
    );
    assert.deepEqual(
      definitions.map(({ name }) => name).filter((name) => ['zebra', 'aBc', 'ab'].includes(name)),
      ['aBc', 'ab', 'zebra'],
    );
  });

  // On SQLite nothing is committed between two reads that follow each other at once, in however many statements.
  if (kind === 'postgres')
    it('is never half of a change', async () => {
      const { world } = await openTestWorld(open);
      const [role, group] = [world.newId(), world.newId()];
      await world.db.write(async (tx) => {
        await addRole(tx, { id: role, name: 'same' });
        await addGroup(tx, { id: group, name: 'same' });
      });
      const rename = (name: string) =>
        world.db.write(async (tx) => {
          await tx.updateTable('roles').set({ name }).where('id', '=', role).execute();
          await tx.updateTable('groups').set({ name }).where('id', '=', group).execute();
        });
      const seen = new Set<string | undefined>();
      const reads = async () => {
        for (let nth = 0; nth < 150; nth++) {
          const { roleById, groupById } = await loadModel(world.db.read);
          assert.equal(groupById.get(group)?.name, roleById.get(role)?.name);
          seen.add(roleById.get(role)?.name);
        }
      };
      const changes = async () => {
        for (let nth = 0; nth < 100; nth++) await rename(`name ${nth}`);
      };
      await Promise.all([reads(), changes()]);
      assert.ok(seen.size > 2, `Only ${seen.size} states were seen.`);
    });
});
