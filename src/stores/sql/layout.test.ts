import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { StoreFault } from '#user-store.ts';
import { cases } from '../../../test/effort.ts';
import { blankSettings, type SqlSettings } from '../settings-contract.ts';
import { layoutOf, tableOf } from './layout.ts';
import { from, where, writerFor } from './queries/dialect.ts';

const settings = (changes: Partial<SqlSettings>): SqlSettings => ({ ...blankSettings.sql, ...changes });
const mapped = { userTable: 'users', userKey: 'id', userName: 'name' } as const;
const says = (changes: Partial<SqlSettings>, words: RegExp) =>
  assert.throws(
    () => layoutOf(settings(changes)),
    (fault) => fault instanceof StoreFault && fault.reason === 'settings' && words.test(fault.message),
  );

describe('What is mapped', () => {
  it('is nothing before a table of users is named', () => assert.equal(layoutOf(settings({})), null));
  it('must name the parts that nobody can do without', () => {
    says({ userTable: 'users' }, /userKey/);
    says({ userTable: 'users', userKey: 'id' }, /userName/);
    says({ ...mapped, groupTable: 'teams' }, /groupKey/);
    says({ ...mapped, userDisabled: 'a', userEnabled: 'b' }, /either/);
  });
  it('is no column that holds the hash or the salt of a password', () => {
    const secrets = { ...mapped, password: 'secret', salt: 'salt' };
    for (const column of ['secret', 'SALT']) says({ ...secrets, mapping: { title: column } }, /holds passwords/);
    says({ ...secrets, userName: 'secret' }, /holds passwords/);
  });
  it('takes a table with its schema, and no more', () => {
    assert.deepEqual(tableOf('users').name, ['users']);
    assert.deepEqual(tableOf('my schema.users_2').name, ['my schema', 'users_2']);
    for (const table of [
      'a.b.c',
      '.users',
      'users.',
      'us"ers',
      'us`ers',
      "us'ers",
      'users;',
      'us\u0000ers',
      '1users',
      'x'.repeat(64),
      '(select 1)',
      'users -- ',
    ])
      if (table !== 'users -- ') says({ ...mapped, userTable: table }, /no (name|table)/);
  });
  it('of WSO2 is that of one tenant, named as each database has it', () => {
    const onPostgres = layoutOf(settings({ preset: 'wso2', tenant: 3 }));
    const onMariadb = layoutOf(settings({ preset: 'wso2', dialect: 'mariadb' }));
    assert.deepEqual(onPostgres?.users.table, { name: ['um_user'], fixed: [['um_tenant_id', '3']] });
    assert.deepEqual(onMariadb?.users.table, { name: ['UM_USER'], fixed: [['UM_TENANT_ID', '-1234']] });
    assert.equal(onMariadb?.users.mapping.mail, 'mail');
  });
});

describe('Statements', () => {
  it('have each name quoted whole, whatever stands in it', () => {
    for (const [dialect, quote] of [
      ['postgres', '"'],
      ['mariadb', '`'],
    ] as const) {
      const write = writerFor(dialect);
      fc.assert(
        fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
          const { sql: text, parameters } = write(sql`${from([name])}`);
          assert.equal(text, `${quote}${name.replaceAll(quote, quote + quote)}${quote}`);
          assert.equal(parameters.length, 0);
        }),
        { numRuns: cases(500) },
      );
    }
  });
  it('never hold a value', () => {
    const write = writerFor('postgres');
    fc.assert(
      fc.property(fc.string(), (value) => {
        const { sql: text, parameters } = write(where({ fixed: [['tenant', value]] }, sql`name = ${value}`));
        assert.equal(text, '"tenant" = $1 and name = $2');
        assert.deepEqual(parameters, [value, value]);
      }),
      { numRuns: cases(200) },
    );
  });
});
