// What only SQL stores have, on a real PostgreSQL and a real MariaDB: passwords, time limits, databases in trouble, and what is written.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { limits } from '#stores/driver.ts';
import { blankSettings } from '#stores/settings-contract.ts';
import { openSqlStore, type SqlStore } from '#stores/sql/sql-store.ts';
import { drivingTo, storeAt } from './outside/sql.ts';
import { byKey, named, passwordFormat, sqlTrials } from './outside/sql-trial.ts';
import { faults, found, readAll, using, whom } from './stores/implementation.ts';

const { start, stop, ground, trying } = sqlTrials();
before(start);
after(stop);

describe('Passwords', () => {
  it('of rows that cannot be read let nobody in, and the administrator is told without a part of the hash', async () => {
    const made = await ground('postgres', [
      'create table users (id int primary key, name text, hash text)',
      "insert into users values (1, 'ann', '$6$rounds=4294967295$salt$abc'), (2, 'bob', null), (3, 'cy', '$2b$99$x')",
    ]);
    const notes: string[] = [];
    const { secret, ...place } = made.place;
    const store = openSqlStore({ ...blankSettings.sql, ...place, ...named, password: 'hash' }, { ...drivingTo(secret), note: (says) => notes.push(says) });
    await using(store, async () => {
      for (const key of ['1', '2', '3']) assert.equal(await store.verify({ ...byKey(key), name: `user ${key}` }, 'x'), 'wrong');
    });
    assert.equal(notes.length, 2);
    assert.match(notes[0] ?? '', /^The password of user 1 cannot be judged\./);
    assert.ok(notes.every((note) => !note.includes('$')));
  });

  it('in columns of bytes are read, and written as they stand there', async () => {
    const digest = createHash('sha256').update(Buffer.from('00ff', 'hex')).update('geheim').digest('hex');
    for (const [dialect, bytes] of [
      ['postgres', (hex: string) => `'\\x${hex}'`],
      ['mariadb', (hex: string) => `x'${hex}'`],
    ] as const) {
      const type = dialect === 'postgres' ? 'bytea' : 'varbinary(64)';
      await trying(
        {
          dialect,
          tables: [
            `create table users (id int primary key, name varchar(9), hash ${type}, salt ${type})`,
            `insert into users values (1, 'ann', ${bytes(digest)}, ${bytes('00ff')})`,
          ],
          settings: { password: 'hash', salt: 'salt', passwordFormat: { ...passwordFormat, format: 'sha-256', salt: 'before', saltForm: 'hex' } },
        },
        async (store, { owner }) => {
          assert.equal(await store.verify(byKey('1'), 'geheim'), 'right');
          await store.write?.setPassword(byKey('1'), 'anders', { mustChange: false });
          assert.deepEqual(await owner.rows('select length(hash), length(salt) from users'), [[32, 16]]);
          assert.equal(await store.verify(byKey('1'), 'anders'), 'right');
        },
      );
    }
  });

  it('of WSO2 sign in by PBKDF2, without a salt, and where users had no ids of their own yet', () =>
    trying(
      {
        dialect: 'postgres',
        tables: [
          'create table UM_USER (UM_ID int primary key, UM_USER_NAME text, UM_USER_PASSWORD text, UM_SALT_VALUE text, UM_REQUIRE_CHANGE boolean, UM_CHANGED_TIME timestamp, UM_TENANT_ID int)',
          'create table UM_USER_ATTRIBUTE (UM_ID int, UM_ATTR_NAME text, UM_ATTR_VALUE text, UM_PROFILE_ID text, UM_USER_ID int, UM_TENANT_ID int)',
          'create table UM_ROLE (UM_ID int, UM_ROLE_NAME text, UM_TENANT_ID int)',
          'create table UM_USER_ROLE (UM_ROLE_ID int, UM_USER_ID int, UM_TENANT_ID int)',
          `insert into UM_USER values (1, 'admin', 'MDhTN5bgqhFWy8rLX26SnCLmWOFkHbxPHfJoVI4sf+U=', 'MDEyMzQ1Njc4OWFiY2RlZg==', false, now(), -1234),
            (2, 'wörker', 'mBVWhYmyG3KRo+vgBYYNc1U3HaVgl1acPtFLkFwumtw=', 'MDEyMzQ1Njc4OWFiY2RlZg==', true, now(), -1234), (3, 'admin', 'x', 'y', false, now(), 5)`,
          "insert into UM_USER_ATTRIBUTE values (1, 'mail', 'admin@example.test', 'default', 1, -1234), (2, 'mail', 'home@example.test', 'home', 1, -1234)",
        ],
        settings: { preset: 'wso2', passwordFormat: { ...passwordFormat, format: 'wso2-pbkdf2' } },
      },
      async (store) => {
        const admin = await found(store, 'ADMIN');
        assert.deepEqual([admin.key, admin.profile.mail], ['1', 'admin@example.test']);
        assert.equal(await store.verify(whom(admin), 'admin'), 'right');
        assert.equal(await store.verify(whom(await found(store, 'wörker')), 'Pässwörd-1'), 'must-change');
        assert.equal(await store.verify(byKey('3'), 'admin'), 'wrong', 'somebody of another tenant');
      },
    ));
});

describe('A store in trouble', () => {
  it('is silent when a statement takes too long, and well again afterwards', () =>
    trying(
      {
        dialect: 'postgres',
        tables: ["create view users as select 1 as id, 'ann'::text as name", 'create view slow as select 1 as id, (select pg_sleep(60))::text as name'],
        opening: { answerMilliseconds: 1_000, connectionsMax: 1 },
      },
      async (store, { place }) => {
        const slow = storeAt(place, { ...named, userTable: 'slow' }, { answerMilliseconds: 300, connectionsMax: 1 });
        await using(slow, () => faults(slow.find({ name: 'ann' }), 'silent', [place.secret]).then(() => undefined));
        assert.ok(await store.find({ name: 'ann' }));
      },
    ));

  it('whose connections were cut answers the next question', async () => {
    await trying(
      { dialect: 'postgres', tables: ["create view users as select 1 as id, 'ann'::text as name"], opening: { connectionsMax: 1 } },
      async (store, { owner }) => {
        await found(store, 'ann');
        await owner.run("select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'reeve' and datname = current_database()");
        // It is told at once, or by the question, which is then asked of a new one.
        assert.ok(await store.find({ name: 'ann' }));
      },
    );
  });

  it('that sends more than one answer may hold is cut off, and the next question is answered', () =>
    trying(
      {
        dialect: 'postgres',
        tables: [
          // Keys alone are asked for whole.
          `create view users as select repeat('x', 1000000) || n as id, 'user-' || n as name from generate_series(1, 80) n`,
        ],
      },
      async (store) => {
        const reading = await store.read('');
        const fault = await faults(reading.users()[Symbol.asyncIterator]().next(), 'protocol');
        assert.match(fault.message, /64 MB/);
        assert.match((await store.check()).server, /^PostgreSQL/);
      },
    ));

  it('whose key does not sort is not read for ever', () =>
    trying(
      {
        dialect: 'postgres',
        tables: [`create view users as select 'NaN'::float8 as id, 'user'::text as name from generate_series(1, ${limits.pageSizeMax})`],
      },
      async (store) => {
        const { users: all } = await readAll(store);
        assert.equal(all.length, 1);
      },
    ));

  it('says which table or column is missing, and what was meant', () =>
    trying(
      { dialect: 'mariadb', tables: ['create table users (id int primary key, name varchar(9), email varchar(9))'], settings: { mapping: { mail: 'emial' } } },
      async (store) => {
        const fault = await faults(store.check(), 'settings');
        assert.equal(fault.message, 'There is no column emial in users; there is one called email.');
      },
    ));

  it('may be looked at before anything is mapped, without its secrets', () =>
    trying(
      {
        dialect: 'postgres',
        tables: ['create table users (id int, name text, passwort text, note text)', `insert into users values (1, 'ann', 'geheim', '$2b$05$xyz')`],
        settings: { userTable: '', userKey: '', userName: '' },
      },
      async (store) => {
        assert.match((await store.check()).server, /^PostgreSQL \d+/);
        assert.deepEqual(
          (await store.lookAround()).tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]),
          [['users', ['id', 'name', 'passwort', 'note']]],
        );
        assert.deepEqual((await store.lookAt('users')).rows, [['1', 'ann', '•••', '•••']]);
        await faults(store.find({ name: 'ann' }), 'settings');
      },
    ));
});

describe('What is written', () => {
  const writer = (store: SqlStore) => store.write ?? assert.fail('It is not writable.');
  const entry = (name: string) => ({ name, profile: { mail: `${name}@example.test` }, attributes: {}, password: null, mustChange: false });

  it('takes no value that the columns would cut or refuse, and tells no hash', () =>
    trying(
      {
        dialect: 'mariadb',
        tables: ['create table users (id int primary key auto_increment, name varchar(20) unique, mail varchar(30) not null, hash varchar(20))'],
        settings: { mapping: { mail: 'mail' }, password: 'hash', passwordFormat: { ...passwordFormat, format: 'sha-256' } },
      },
      async (store, { owner }) => {
        const fault = await faults(writer(store).addUser({ ...entry('ann'), password: 'a password' }), 'refused', ['a password']);
        assert.match(fault.message, /Data too long for column 'hash'/);
        assert.deepEqual(await owner.rows('select count(*) from users'), [[0]]);
        const ann = await writer(store).addUser(entry('ann'));
        assert.equal(
          (await writer(store).updateUser(whom(ann), { profile: { mail: '' }, attributes: {} })).profile.mail,
          '',
          'an empty text where null may not be',
        );
      },
    ));

  it('gets a UUID where the database numbers nothing, and says so where it should', async () => {
    await trying({ dialect: 'postgres', tables: ['create table users (id uuid primary key, name text)'] }, async (store) => {
      assert.match((await writer(store).addUser(entry('ann'))).key, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    });
    await trying({ dialect: 'mariadb', tables: ['create table users (id binary(16) primary key, name varchar(9))'] }, async (store) => {
      assert.match((await writer(store).addUser(entry('ann'))).key, /^[0-9a-f]{32}$/);
    });
    await trying({ dialect: 'postgres', tables: ['create table users (id int primary key, name text)'] }, async (store) => {
      assert.match((await faults(writer(store).addUser(entry('ann')), 'settings')).message, /default/);
    });
  });

  it('leaves what others have alone: a user whom other tables need is not half deleted', () =>
    trying(
      {
        dialect: 'postgres',
        tables: [
          'create table users (id int primary key, name text)',
          'create table teams (id int primary key, name text)',
          'create table members (team int, person int references users)',
          'create table orders (buyer int references users)',
          "insert into users values (1, 'ann')",
          "insert into teams values (1, 'team')",
          'insert into members values (1, 1)',
          'insert into orders values (1)',
        ],
        settings: { groupTable: 'teams', groupKey: 'id', groupName: 'name', memberTable: 'members', memberGroup: 'team', memberUser: 'person' },
      },
      async (store, { owner }) => {
        await faults(writer(store).deleteUser(byKey('1')), 'refused');
        assert.deepEqual(await owner.rows('select count(*) from members'), [['1']]);
        assert.ok(await store.find({ key: '1' }));
      },
    ));

  it('says where Reeve may not write', () =>
    trying(
      { dialect: 'postgres', tables: ["create view users as select 1 as id, 'ann'::text as name, ''::text as mail"], settings: { mapping: { mail: 'mail' } } },
      async (store) => {
        await faults(writer(store).updateUser(byKey('1'), { profile: { mail: 'x' }, attributes: {} }), 'refused');
      },
    ));
});
