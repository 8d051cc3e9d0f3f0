// What only SQL stores have, on a real PostgreSQL and a real MariaDB: kinds of columns, keys, what a database takes for equal, time limits, and what is written.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { limits } from '#stores/driver.ts';
import { blankSettings, type SqlSettings } from '#stores/settings-contract.ts';
import { openSqlStore, type SqlStore } from '#stores/sql/sql-store.ts';
import type { Whom } from '#user-store.ts';
import { drivingTo, storeAt } from './outside/sql.ts';
import { type Ground, type MariadbServer, mariadbGround, postgresGround, startMariadbServer } from './outside/sql-servers.ts';
import { faults, found, type Opening, readAll, using, whom } from './stores/implementation.ts';

const { passwordFormat } = blankSettings.sql;
const named = { userTable: 'users', userKey: 'id', userName: 'name' } as const satisfies Partial<SqlSettings>;
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const plainMd5: Partial<SqlSettings> = { password: 'hash', passwordFormat: { ...passwordFormat, format: 'md5' } };
const byKey = (key: string): Whom => ({ key, address: key, name: '' });

let server: MariadbServer | undefined;
const grounds: Ground[] = [];
before(async () => {
  server = await startMariadbServer();
});
after(async () => {
  for (const ground of grounds) await ground.stop();
  await server?.mariadb.stop();
});

/** Tables of a test's own in a database of its own. */
async function ground(dialect: SqlSettings['dialect'], statements: readonly string[]): Promise<Ground> {
  if (!server) throw new Error('MariaDB did not start.');
  const made = dialect === 'postgres' ? await postgresGround() : await mariadbGround(server);
  grounds.push(made);
  for (const statement of statements) await made.owner.run(statement);
  return made;
}

type Trial = {
  readonly dialect: SqlSettings['dialect'];
  readonly tables: readonly string[];
  readonly settings?: Partial<SqlSettings>;
  readonly opening?: Opening;
};
async function trying(trial: Trial, tries: (store: SqlStore, ground: Ground) => Promise<void>): Promise<void> {
  const made = await ground(trial.dialect, trial.tables);
  const store = storeAt(made.place, { ...named, ...trial.settings }, trial.opening);
  await using(store, () => tries(store, made));
}

const users = async (store: SqlStore, names: readonly string[]) => {
  const all = await readAll(store);
  return { ...all, attributes: names.map((name) => all.users.find((user) => user.name === name)?.attributes ?? assert.fail(name)) };
};

describe('Columns of all kinds become text', () => {
  it('on PostgreSQL', () =>
    trying(
      {
        dialect: 'postgres',
        tables: [
          `create table users (id int primary key, name text, d date, ts timestamp, tz timestamptz, n numeric, f float8, b boolean, i8 bigint, raw bytea, many text[], j jsonb,
            u uuid, lines text, odd text)`,
          `insert into users values (1, 'ann', '2024-02-29', '2024-02-29 12:00:01.5', '2024-02-29 12:00:01+02', 12.50, 0.25, true, 9007199254740993, '\\x00ff', '{one,"two, too"}',
            '{"a": 1}', '0190A000-0000-7000-8000-000000000001', E'1 High Street\\r\\nTown', E'bell\\x07'), (2, 'bob', 'infinity', null, null, null, null, false, null, null, '{}', null, null, '  ', null)`,
        ],
        settings: { mapping: Object.fromEntries(['d', 'ts', 'tz', 'n', 'f', 'b', 'i8', 'raw', 'many', 'j', 'u', 'lines', 'odd'].map((name) => [name, name])) },
      },
      async (store) => {
        const { attributes, skipped } = await users(store, ['ann', 'bob']);
        assert.deepEqual(attributes[0], {
          d: ['2024-02-29'],
          ts: ['2024-02-29T12:00:01.5'],
          tz: ['2024-02-29T10:00:01Z'],
          n: ['12.50'],
          f: ['0.25'],
          b: ['true'],
          i8: ['9007199254740993'],
          raw: ['AP8='],
          many: ['one', 'two, too'],
          j: ['{"a": 1}'],
          u: ['0190a000-0000-7000-8000-000000000001'],
          lines: ['1 High Street Town'],
          odd: [],
        });
        assert.deepEqual([attributes[1]?.d, attributes[1]?.b, attributes[1]?.many, attributes[1]?.lines], [['infinity'], ['false'], [], []]);
        assert.deepEqual(skipped, [{ address: '1', says: 'The value odd of ann holds control characters.' }]);
      },
    ));

  it('on MariaDB', () =>
    trying(
      {
        dialect: 'mariadb',
        tables: [
          `create table users (id int primary key, name varchar(99), d date, dt datetime(3), ts timestamp null, n decimal(10,2), f double, b tinyint(1), i8 bigint unsigned, raw blob,
            bits bit(9), j json, y year, e enum('a','b'), nul varchar(9), latin varchar(9) character set latin1)`,
          `insert into users values (1, 'ann', '2024-02-29', '2024-02-29 12:00:01.5', from_unixtime(1700000000), 12.5, 0.25, 1, 18446744073709551615, x'00ff', b'100000001', '{"a": 1}', 2024, 'b',
            concat('a', char(0)), 'grün'), (2, 'bob', 0, 0, null, null, null, 0, null, null, 0, null, null, null, '', '')`,
        ],
        settings: {
          mapping: Object.fromEntries(['d', 'dt', 'ts', 'n', 'f', 'b', 'i8', 'raw', 'bits', 'j', 'y', 'e', 'nul', 'latin'].map((name) => [name, name])),
        },
      },
      async (store) => {
        const { attributes, skipped } = await users(store, ['ann', 'bob']);
        assert.deepEqual(attributes[0], {
          d: ['2024-02-29'],
          dt: ['2024-02-29T12:00:01.500'],
          ts: ['2023-11-14T22:13:20'],
          n: ['12.50'],
          f: ['0.25'],
          b: ['1'],
          i8: ['18446744073709551615'],
          raw: ['AP8='],
          bits: ['257'],
          j: ['{"a": 1}'],
          y: ['2024'],
          e: ['b'],
          nul: [],
          latin: ['grün'],
        });
        assert.deepEqual([attributes[1]?.d, attributes[1]?.dt, attributes[1]?.bits], [[], [], ['0']]);
        assert.deepEqual(skipped, [{ address: '1', says: 'The value nul of ann holds control characters.' }]);
      },
    ));
});

describe('Keys', () => {
  const manyUsers = limits.pageSizeMax * 2 + 3;
  it('of all kinds lead through all pages, and to the one user', async () => {
    const binary = (n: number) => `unhex(lpad(hex(${n}), 32, '0'))`;
    const trials: readonly (readonly [SqlSettings['dialect'], string, (n: number) => string])[] = [
      ['postgres', 'bigint', (n) => String(2n ** 60n + BigInt(n))],
      ['postgres', 'uuid', () => `'${randomUUID()}'`],
      ['postgres', 'bytea', (n) => `decode(lpad(to_hex(${n}), 16, '0'), 'hex')`],
      ['postgres', 'text', (n) => `'${n % 2 ? 'é' : 'E'}${n}'`],
      ['mariadb', 'bigint unsigned', (n) => String(2n ** 63n + BigInt(n))],
      ['mariadb', 'binary(16)', binary],
      ['mariadb', 'varchar(50)', (n) => `'key ${n}'`],
    ];
    for (const [dialect, type, key] of trials) {
      const values = Array.from({ length: manyUsers }, (_, n) => `(${key(n)}, 'user-${n}', '${md5(`pass-${n}`)}')`).join(', ');
      const tables = [`create table users (id ${type} primary key, name varchar(99), hash varchar(99))`, `insert into users values ${values}`];
      await trying({ dialect, tables, settings: plainMd5 }, async (store) => {
        const { users: all, keys } = await readAll(store);
        assert.equal(new Set(all.map((user) => user.name)).size, manyUsers, type);
        assert.equal(new Set(keys.user).size, manyUsers, type);
        const last = all.at(-1) ?? assert.fail();
        assert.deepEqual(await store.find({ key: last.key }), last, type);
        assert.equal(await store.verify(whom(last), last.name.replace('user', 'pass')), 'right', type);
        assert.equal(await store.verify(whom(last), 'pass-x'), 'wrong', type);
      });
    }
  });

  it('that are missing or doubled are said, and lose nobody else', () =>
    trying(
      {
        dialect: 'mariadb',
        tables: ['create table users (id int, name varchar(9))', "insert into users values (null, 'nobody'), (1, 'ann'), (2, 'bob'), (2, 'bo'), (3, '')"],
      },
      async (store) => {
        const { users: all, skipped } = await readAll(store);
        assert.deepEqual(
          all.map(({ name }) => name),
          ['ann', 'bob'],
        );
        assert.deepEqual(skipped.map(({ says }) => says).sort(), [
          '1 rows have no id: nobody could say later who they were.',
          'The name of row 3 is empty.',
          'bo has the key 2, which another row has too.',
        ]);
        assert.equal(await store.find({ key: '2' }), null, 'which of the two is not ours to guess');
        assert.equal(await store.verify(byKey('2'), 'x'), 'wrong');
      },
    ));

  it('are never what a database makes of letters', () =>
    trying(
      {
        dialect: 'mariadb',
        tables: [
          'create table users (id int primary key, name varchar(9), hash varchar(99))',
          `insert into users values (0, 'zero', '${md5('x')}'), (12, 'twelve', '${md5('x')}')`,
        ],
        settings: plainMd5,
      },
      async (store) => {
        for (const key of ['abc', '12abc', '12.0', '012', '', ' 12'])
          assert.deepEqual([await store.find({ key }), await store.verify(byKey(key), 'x')], [null, 'wrong'], key);
        assert.equal(await store.verify(byKey('0'), 'x'), 'right');
      },
    ));
});

describe('Names', () => {
  const rows = "insert into users values (1, 'Ann'), (2, 'ánn'), (3, 'Straße'), (4, 'Two'), (5, 'TWO')";
  const tables = {
    postgres: ['create table users (id int primary key, name text unique)', rows],
    'mariadb, letters told apart': ['create table users (id int primary key, name varchar(99) collate utf8mb4_bin unique)', rows],
    'mariadb, letters and accents not told apart': ['create table users (id int primary key, name varchar(99) collate utf8mb4_general_ci)', rows],
  } as const;
  const finds = async (store: SqlStore, name: string) => (await store.find({ name }))?.key ?? null;
  for (const [title, statements] of Object.entries(tables)) {
    const dialect = title === 'postgres' ? 'postgres' : 'mariadb';
    it(`are found whatever their case, and never by another accent: ${title}`, () =>
      trying({ dialect, tables: statements }, async (store) => {
        assert.deepEqual([await finds(store, 'ann'), await finds(store, 'ANN'), await finds(store, 'Ann')], ['1', '1', '1']);
        assert.deepEqual([await finds(store, 'ánn'), await finds(store, 'ÁNN'), await finds(store, 'a\u0301nn')], ['2', '2', '2']);
        assert.deepEqual([await finds(store, 'ann '), await finds(store, 'strasse'), await finds(store, 'àNN')], [null, null, null]);
        assert.deepEqual([await finds(store, 'Two'), await finds(store, 'TWO'), await finds(store, 'two')], ['4', '5', null], 'two of one name are nobody');
      }));
    it(`are told apart by case where the settings say so: ${title}`, () =>
      trying({ dialect, tables: statements, settings: { caseSensitive: true } }, async (store) => {
        assert.deepEqual([await finds(store, 'Ann'), await finds(store, 'ann'), await finds(store, 'TWO')], ['1', null, '5']);
      }));
  }
  it('that a column cannot even hold are nobody’s', () =>
    trying(
      { dialect: 'mariadb', tables: ['create table users (id int primary key, name varchar(9) character set latin1)', "insert into users values (1, '?')"] },
      async (store) => assert.equal(await store.find({ name: '李' }), null),
    ));
  it('with syntax in the names of tables and columns are quoted', () =>
    trying(
      {
        dialect: 'postgres',
        tables: [
          'create schema "my schema"',
          'create table "my schema"."select from" (id int primary key, "Order By" text)',
          `insert into "my schema"."select from" values (1, 'ann')`,
        ],
        settings: { userTable: 'my schema.select from', userName: 'Order By' },
      },
      async (store) => assert.equal((await found(store, 'ann')).key, '1'),
    ));
});

describe('What changed since', () => {
  const trials: readonly (readonly [SqlSettings['dialect'], string, { readonly old: string; readonly fresh: string }])[] = [
    ['postgres', 'bigint', { old: '5', fresh: '999999' }],
    ['postgres', 'timestamp', { old: "'2020-01-01'", fresh: "'2026-01-01 10:00:00.123456'" }],
    ['mariadb', 'datetime(6)', { old: "'2020-01-01'", fresh: "'2026-01-01 10:00:00.123456'" }],
    ['mariadb', 'bigint unsigned', { old: '1600000000000', fresh: '1700000000000' }],
    ['mariadb', 'date', { old: "'2020-01-01'", fresh: "'2026-01-01'" }],
  ];
  for (const [dialect, type, { old, fresh }] of trials) {
    it(`is told by a column of ${type} (${dialect}), with an overlap, and with those that do not tell`, () =>
      trying(
        {
          dialect,
          tables: [
            `create table users (id int primary key, name varchar(9), changed ${type})`,
            `insert into users values (1, 'old', ${old}), (2, 'fresh', ${fresh}), (3, 'silent', null)`,
          ],
          settings: { userChanged: 'changed' },
        },
        async (store) => {
          const first = await readAll(store);
          assert.deepEqual([first.delta, first.users.length], [false, 3]);
          const second = await readAll(store, first.mark);
          assert.equal(second.delta, true);
          assert.deepEqual(
            second.users.map(({ name }) => name),
            ['fresh', 'silent'],
          );
          assert.equal(second.keys.user.length, 3);
        },
      ));
  }
  it('is nothing where the column holds words', () =>
    trying(
      {
        dialect: 'postgres',
        tables: ["create table users (id int primary key, name text, changed text default 'yesterday')", "insert into users values (1, 'ann')"],
        settings: { userChanged: 'changed' },
      },
      async (store) => {
        await faults(store.read(''), 'settings');
      },
    ));
  it('is everything in an empty table', () =>
    trying(
      { dialect: 'postgres', tables: ['create table users (id int primary key, name text, changed timestamptz)'], settings: { userChanged: 'changed' } },
      async (store) => {
        assert.equal((await readAll(store)).mark, '');
      },
    ));
});

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
          'create table users (id int primary key, name text, big text)',
          `insert into users select n, 'user-' || n, repeat('x', 1000000) from generate_series(1, 80) n`,
        ],
        settings: { mapping: { title: 'big' } },
      },
      async (store) => {
        const reading = await store.read('');
        const fault = await faults(reading.users()[Symbol.asyncIterator]().next(), 'protocol');
        assert.match(fault.message, /64 MB/);
        assert.equal((await found(store, 'user-7')).attributes.title?.length, 0);
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
