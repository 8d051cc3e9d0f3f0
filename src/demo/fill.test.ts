// A demo leaves behind what the migrations and every user added by hand would: the same schema, counters, search, and a journal that verifies.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '#db/database.ts';
import { openDatabase } from '#db/open.ts';
import type { Table, Tx } from '#db/tables.ts';
import { headOf, signatures } from '#journal/queries.ts';
import { type HeadKey, openHeadKey } from '#journal/sign.ts';
import { verify } from '#journal/verify.ts';
import { seed } from '#permissions/starter.ts';
import { type Open, onBothDatabases, type TestDatabase } from '../../test/databases.ts';
import { uuidMaker } from '../uuid.ts';
import { type DemoInput, fillDemo } from './fill.ts';

const now = 1_700_000_000_000;
const users = 260;
/** What links hang from comes before the links. */
const tables = [
  'stores',
  'attributes',
  'users',
  'user_sign_ins',
  'credentials',
  'identifiers',
  'user_attributes',
  'groups',
  'group_members',
  'group_edges',
  'roles',
  'permission_nodes',
  'role_entries',
  'role_users',
  'role_groups',
] as const satisfies readonly Table[];

async function openSeeded(open: Open): Promise<TestDatabase> {
  const place = await open();
  await place.database.write((tx) =>
    seed(tx, {
      now,
      newId: uuidMaker(
        () => now,
        (bytes) => Buffer.alloc(bytes, 7),
      ),
    }),
  );
  return place;
}
const inputOf = (more: Partial<DemoInput> = {}): DemoInput => ({ users, seed: 4, now, hash: 'a hash', ...more });

/** Reading a whole table, or the schema, is no business of any room. */
const all = async (database: Database, statement: string) =>
  (await sql.raw<Record<string, string | number>>(statement).execute(database.read as unknown as Tx)).rows.map((row) => ({ ...row }));
const rowsOf = async (database: Database, table: string) => (await all(database, `select * from ${table}`)).map((row) => JSON.stringify(row)).toSorted();

const schemaStatements = {
  sqlite: [`select type, name, tbl_name, sql from sqlite_master where name not like 'users_text_%' order by type, name`],
  postgres: [
    'select indexname, indexdef from pg_indexes where schemaname = current_schema() order by 1',
    `select conrelid::regclass::text as of, conname, contype, convalidated::text as valid, pg_get_constraintdef(oid) as says from pg_constraint where connamespace = current_schema()::regnamespace order by 1, 2`,
    `select tgrelid::regclass::text as of, tgname, tgenabled, pg_get_triggerdef(oid) as says from pg_trigger where not tgisinternal order by 1, 2`,
    `select table_name, column_name, is_nullable, column_default, data_type, is_generated from information_schema.columns where table_schema = current_schema() order by 1, 2`,
  ],
} as const;
const schemaOf = async (database: Database) => Promise.all(schemaStatements[database.kind].map((statement) => all(database, statement)));

/** Every row once more into an empty database whose triggers are at work; what they keep is left to them. */
async function addOneByOne(from: Database, to: Database): Promise<void> {
  await to.write(async (tx) => {
    for (const table of tables)
      for (const { facts: _computed, ...row } of await all(from, `select * from ${table}`)) {
        // The empty database has these already.
        if (row.built_in === 1) continue;
        const kept = table === 'users' ? { role_count: 0, held: 0 } : {};
        await tx
          .insertInto(table)
          .values({ ...row, ...kept } as never)
          .execute();
      }
  });
}

onBothDatabases('A demo', (open, kind) => {
  let place: TestDatabase;
  let key: HeadKey;
  let filled: Database;
  before(async () => {
    place = await openSeeded(open);
    key = openHeadKey(place.dataFolder);
    const summary = await fillDemo(place, inputOf({ key }));
    assert.deepEqual([summary.users, summary.persons + summary.devices + summary.programs, summary.entries], [users, users, 2]);
    filled = await openDatabase({ ...place, readers: 1 });
  });
  after(() => filled.close());

  it('leaves the schema as the migrations made it', async () => {
    const { database } = await open();
    assert.deepEqual(await schemaOf(filled), await schemaOf(database));
    assert.ok((await schemaOf(filled)).every((part) => part.length > 0));
  });

  it('keeps what triggers keep, as if every row had been added by itself', async () => {
    const { database } = await open();
    await addOneByOne(filled, database);
    for (const table of [...tables, 'filter_counts']) assert.deepEqual(await rowsOf(filled, table), await rowsOf(database, table), table);
  });

  it('is found by search', async () => {
    for (const { no, user_name: name } of await all(filled, 'select no, user_name from users')) {
      const statement =
        kind === 'sqlite'
          ? `select rowid as no from users_text where text match '"${name}"'`
          : `select no from users where (name_key || chr(31) || shown_key || chr(31) || mail_key) like '%${name}%'`;
      assert.ok(
        (await all(filled, statement)).some((found) => found.no === no),
        `${name} is not found`,
      );
    }
  });

  it('stands in the journal, signed', async () => {
    const { sound, faults, entries } = await verify(filled.read, { key });
    assert.deepEqual({ sound, faults, entries }, { sound: true, faults: [], entries: 2 });
    const [head, [signed]] = [await headOf(filled.read), await signatures(filled.read)];
    assert.deepEqual([signed?.number, signed?.hash], [head.number, head.hash]);
  });

  it('leaves row keys that nobody has', async () => {
    const { max } = (await all(filled, 'select max(no) as max from groups'))[0] ?? {};
    await filled.write((tx) => sql.raw(`insert into groups (id, store_no, name, name_key) values ('new', 1, 'New', 'new')`).execute(tx));
    assert.deepEqual(await all(filled, `select no from groups where id = 'new'`), [{ no: Number(max) + 1 }]);
  });

  it('is refused where somebody is already, and where nobody has set Reeve up', async () => {
    await assert.rejects(fillDemo(place, inputOf()), { name: 'DemoRefused', message: /^There are users or groups already/ });
    await assert.rejects(fillDemo(await open(), inputOf()), { name: 'DemoRefused', message: /^Set Reeve up first/ });
  });

  it('is there whole or not at all', async () => {
    const other = await openSeeded(open);
    const schema = await schemaOf(other.database);
    for (const broken of ['users', 'links', 'indexes']) {
      const progress = (step: string) => assert.notEqual(step, broken, 'cut off');
      await assert.rejects(fillDemo(other, inputOf({ progress })), /cut off/);
      const again = await openDatabase({ ...other, readers: 1 });
      assert.deepEqual([await all(again, 'select no from users'), await schemaOf(again)], [[], schema]);
      await again.close();
      assert.ok(!existsSync(join(other.dataFolder, 'filling')));
    }
    assert.equal((await fillDemo(other, inputOf())).users, users);
  });

  if (kind === 'sqlite') it('is a sound file', async () => assert.deepEqual(await all(filled, 'pragma integrity_check'), [{ integrity_check: 'ok' }]));
});
