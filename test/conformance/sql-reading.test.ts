// What only SQL stores have, on a real PostgreSQL and a real MariaDB: kinds of columns, keys, what a database takes for equal, and what changed since.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { limits } from '#stores/driver.ts';
import type { SqlSettings } from '#stores/settings-contract.ts';
import type { SqlStore } from '#stores/sql/sql-store.ts';
import { byKey, md5, plainMd5, sqlTrials, users } from './outside/sql-trial.ts';
import { faults, found, readAll, whom } from './stores/implementation.ts';

const { start, stop, trying } = sqlTrials();
before(start);
after(stop);

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

describe('Rows that hold too much', () => {
  const mapping = Object.fromEntries(['t', 'raw', 'j', 'many', 'n'].map((name) => [name, name]));
  const isOnly = async (store: SqlStore, films: readonly string[]) => {
    const { users: all, skipped, keys } = await readAll(store);
    assert.deepEqual(
      all.map(({ name, attributes }) => [name, attributes.t]),
      [
        ['ann', ['short']],
        ['bob', []],
        ['cy', ['x'.repeat(limits.valueLengthMax)]],
        ['dee', []],
      ],
    );
    assert.equal(keys.user.length, 5, 'whoever cannot be taken is there all the same');
    for (const says of films)
      assert.ok(
        skipped.some((one) => one.says === says),
        says,
      );
    assert.equal(skipped.length, films.length, JSON.stringify(skipped));
    const bob = await found(store, 'bob');
    assert.deepEqual(bob, all[1]);
    assert.deepEqual([await store.verify(whom(bob), 'x'), await store.verify(whom(await found(store, 'ann')), 'x')], ['wrong', 'right']);
  };
  const long = (name: string, of = 'bob') => `The value ${name} of ${of} is longer than 1024 letters.`;

  it('lose what is too much alone, on PostgreSQL', () =>
    trying(
      {
        dialect: 'postgres',
        tables: [
          'create table users (id int primary key, name text, hash text, t text, raw bytea, j jsonb, many text[], n numeric)',
          `insert into users values (1, 'ann', '${md5('x')}', 'short'), (3, 'cy', '', repeat('x', 1024)), (4, 'dee', '', repeat(' ', 2000) || 'x'), (5, repeat('n', 100000), '', null)`,
          `insert into users values (2, 'bob', repeat('${md5('x')}', 300000), repeat('x', 200 * 1024 * 1024), convert_to(repeat('x', 9000000), 'utf8'),
            jsonb_build_object('a', repeat('x', 9000000)), array_fill(repeat('y', 2000)::text, array[5000]), 1)`,
        ],
        settings: { ...plainMd5, mapping },
      },
      (store) =>
        isOnly(store, [
          long('t'),
          long('raw'),
          long('j'),
          ...Array.from({ length: limits.valuesMax }, () => long('many')),
          'The value many of bob has more than 50 values; the others are left out.',
          long('t', 'dee'),
          'The name of row 5 is longer than 255 letters.',
        ]),
    ));

  it('lose what is too much alone, on MariaDB', () =>
    trying(
      {
        dialect: 'mariadb',
        tables: [
          'create table users (id int primary key, name text, hash longtext, t longtext, raw longblob, j json, many point, n decimal(5,2))',
          `insert into users values (1, 'ann', '${md5('x')}', 'short', null, null, null, null), (3, 'cy', '', repeat('x', 1024), null, null, null, null),
            (4, 'dee', '', concat(repeat(' ', 2000), 'x'), null, null, null, null), (5, repeat('n', 60000), '', null, null, null, null, null)`,
          `insert into users values (2, 'bob', repeat('${md5('x')}', 300000), repeat('x', 9000000), repeat('x', 9000000), json_object('a', repeat('x', 9000000)), point(1, 2), 1)`,
        ],
        settings: { ...plainMd5, mapping },
      },
      (store) =>
        isOnly(store, [
          long('t'),
          long('raw'),
          long('j'),
          'The value many of bob is of a kind that Reeve does not take.',
          long('t', 'dee'),
          'The name of row 5 is longer than 255 letters.',
        ]),
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
