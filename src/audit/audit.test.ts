import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import { CompiledQuery, sql } from 'kysely';
import type { InputOf } from '#contract.ts';
import type { listJournal as listOperation } from '#journal/contract.ts';
import { candidatesQuery } from '#journal/queries.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { updateUser } from '#users/update-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { host, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { auditActions } from './actions.ts';
import { exportJournal, listJournal } from './reading.ts';

onBothDatabases('reading the journal', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  beforeEach(() => test.world.changes.poll());

  type Asked = InputOf<typeof listOperation>;
  const listed = (input: Asked, actor = test.admin) => people.run(listJournal, actor, input);
  const text = async (parts: AsyncIterable<string>) => {
    let whole = '';
    for await (const part of parts) whole += part;
    return whole;
  };

  it('finds entries by object, actor, operation, door and time, also together', async () => {
    const ann = await people.person('ann.journal');
    test.clock.turn(1_000);
    const middle = test.clock.now();
    await people.run(updateUser, test.admin, { id: ann.id, givenName: 'Ann' });
    await people.run(lockUser, host, { id: ann.id, reason: 'lost phone' });
    const operations = async (asked: Asked) => (await listed(asked)).items.map(({ operation }) => operation);
    assert.deepEqual(await operations({ object: ann.id }), ['users.lock', 'users.update', 'users.add']);
    assert.deepEqual(await operations({ object: ann.id, since: middle }), ['users.lock', 'users.update']);
    assert.deepEqual(await operations({ object: ann.id, until: middle }), ['users.add']);
    assert.deepEqual(await operations({ object: ann.id, door: 'cli' }), ['users.lock']);
    assert.deepEqual(await operations({ object: ann.id, actor: 'host:root' }), ['users.lock']);
    assert.deepEqual(await operations({ actor: 'host:root', operation: 'users.update' }), []);
    assert.deepEqual(await operations({ operation: 'users.lock' }), ['users.lock']);
    const [newest, before] = (await listed({ object: ann.id })).items;
    assert.deepEqual(await operations({ number: before?.number ?? 0 }), ['users.update']);
    assert.deepEqual(await operations({ number: before?.number ?? 0, since: newest?.at ?? 0 }), []);
    await refused('cursor.invalid', listed({ cursor: 'x' }));
  });

  it('gives every entry once, page after page, whatever is filtered', async () => {
    for (let index = 0; index < 7; index++) await people.person(`paged${index}`);
    for (const filter of [{}, { operation: 'users.add' }, { actor: test.admin.id, door: test.admin.door }]) {
      const whole = (await listed({ ...filter, limit: 200 })).items.map(({ number }) => number);
      const found: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await listed({ ...filter, limit: 3, ...(cursor ? { cursor } : {}) });
        found.push(...page.items.map(({ number }) => number));
        cursor = page.next;
      } while (cursor);
      assert.deepEqual(found, whole);
      assert.ok(whole.length > 6);
    }
  });

  it('shows a scoped reader what was done to those in his scope, and of the others not even that there was something', async () => {
    const [inside, outside] = [await people.person('in.scope', { country: 'DE' }), await people.person('out.of.scope', { country: 'FR' })];
    const role = await people.role('shared-role', '/permission/applications');
    for (const { id } of [inside, outside]) await people.run(changeRolesOfUser, test.admin, { id, give: [{ role }] });
    const reader = await people.helper('reader', ['/permission/admin/monitor/logging'], { attribute: 'country', equals: 'DE' });
    const { items, complete } = await listed({}, reader);
    assert.equal(complete, true);
    assert.ok(items.length >= 2);
    assert.deepEqual([...new Set(items.flatMap(({ images }) => images.map(({ id }) => id)))], [inside.id]);
    assert.deepEqual((await listed({ object: outside.id }, reader)).items, []);
    assert.ok(
      items.every(({ actor }) => actor.name === test.admin.id),
      'the name of an administrator outside the scope stays unsaid',
    );
  });

  it('comes as CSV that no spreadsheet takes for formulas, and as JSON with every image', async () => {
    const eve = await people.person('eve.export');
    await people.run(lockUser, test.admin, { id: eve.id, reason: '=cmd|calc' });
    const csv = await people.run(exportJournal, test.admin, { object: eve.id });
    assert.deepEqual([csv.name, csv.type], ['journal.csv', 'text/csv']);
    const lines = (await text(csv.parts)).trim().split('\r\n');
    assert.equal(lines.length, 3);
    assert.match(lines[1] ?? '', /users\.lock,user,PRIMARY\/eve\.export,.*state: active → locked.*,'=cmd\|calc,/);
    assert.match(lines[2] ?? '', /,made,/);
    const json = await people.run(exportJournal, test.admin, { object: eve.id, format: 'json' });
    const entries = JSON.parse(await text(json.parts)) as { operation: string; images: unknown[] }[];
    assert.deepEqual(
      entries.map(({ operation }) => operation),
      ['users.lock', 'users.add'],
    );
    const none = await people.run(exportJournal, test.admin, { operation: 'no.such', format: 'json' });
    assert.deepEqual(JSON.parse(await text(none.parts)), []);
  });

  it('finds every page through an index', async () => {
    const { db } = test.world;
    for (const asked of [{}, { object: test.admin.id }, { actor: test.admin.id }, { operation: 'users.add' }]) {
      const { sql: statement, parameters } = candidatesQuery(db.read, { ...asked, from: 1, before: 1_000 }, 50).compile();
      const steps = await db.write(async (tx) => {
        if (db.kind === 'postgres') await sql`set local enable_seqscan = off`.execute(tx);
        const words = db.kind === 'postgres' ? 'explain ' : 'explain query plan ';
        return (await tx.executeQuery<Record<string, string>>(CompiledQuery.raw(words + statement, [...parameters]))).rows.map(
          (row) => row.detail ?? row['QUERY PLAN'] ?? '',
        );
      });
      assert.deepEqual(
        steps.filter((step) => /^SCAN (journal|journal_images)\b(?!.*USING)|Seq Scan/.test(step)),
        [],
        steps.join('\n'),
      );
    }
  });

  it('is all that this room does', () => {
    assert.deepEqual(
      auditActions.map(({ operation }) => operation.name),
      ['journal.list', 'journal.export', 'journal.verify', 'events.list'],
    );
  });
});
