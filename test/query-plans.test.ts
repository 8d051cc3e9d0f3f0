// Every statement of a list or a count finds its rows through an index: a full look at users is allowed only as a window with a limit, in the order of an index.
// New filters and sorts come in by themselves: all fields of the contract are tried with every sort.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { CompiledQuery, sql } from 'kysely';
import { unwarnedIn } from '#authentication/ending-queries.ts';
import type { Database, Query } from '#db/database.ts';
import { administering } from '#permissions/queries.ts';
import { countInput, countUsers } from '#users/count-program.ts';
import type { UserFilter } from '#users/filter.ts';
import { listInput, listUsers } from '#users/list-program.ts';
import type { Sort } from '#users/sort-contract.ts';
import { ownSorts, sorts } from '#users/words-contract.ts';
import { askedAsList, inItsWords } from './asked-as-list.ts';
import { onBothDatabases } from './databases.ts';
import { fill, idOf, now } from './list-people.ts';

const filters: readonly UserFilter[] = [
  {},
  { search: 'ann' },
  { search: 'a' },
  { kind: 'device' },
  { kind: 'person' },
  { domain: 'CORP' },
  { country: 'FR' },
  { organisation: 'ACME' },
  { role: idOf('role', 1) },
  { roleAny: idOf('role', 1) },
  { group: idOf('group', 1) },
  { owner: idOf('user', 1) },
  { noRole: true },
  { neverSignedIn: true },
  { notSignedInDays: 30 },
  { endsWithinDays: 30 },
  { hasAttribute: 'vip' },
  { lacksAttribute: 'floor' },
  { attribute: 'floor=1' },
  { attribute: 'givenName=Ann' },
  { createdSince: now - 1_000 },
  { changedSince: now - 1_000 },
  { state: 'active' },
  { state: 'locked' },
  { state: 'disabled' },
  { state: 'pending' },
  { state: 'ended' },
  { state: 'deleted' },
  { country: 'DE', role: idOf('role', 2), attribute: 'badge=1' },
  { search: 'an', neverSignedIn: true },
  { search: 'ann', role: idOf('role', 1) },
  { search: 'ann', state: 'pending' },
  { search: 'ann', country: 'DE' },
];
const large = /^(users|credentials|user_sign_ins|user_attributes|role_users|group_members|identifiers)$/;

type Asked = { readonly text: string; readonly values: readonly (string | number)[] };

/** What the programs ask for a filter in an order: walking, collecting and sweeping, from the beginning and from the middle. */
async function statementsOf(database: Database, filter: UserFilter, sort: Sort): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const ask = askedAsList(database);
  const query: Query = (text, values) => {
    asked.push({ text, values });
    return ask(text, values);
  };
  const input = listInput({ kind: database.kind, asked: { ...filter, sort }, reach: null, now, listed: ['floor'] });
  for (const windowRows of [1_000, 3]) {
    const { next } = await listUsers(query, { ...input, windowRows, limit: 2 });
    if (next)
      await listUsers(query, {
        ...listInput({ kind: database.kind, asked: { ...filter, sort, cursor: next }, reach: null, now, listed: ['floor'] }),
        windowRows,
        limitMilliseconds: 5_000,
      });
  }
  await countUsers(query, countInput({ kind: database.kind, asked: filter, reach: null, now }));
  return asked;
}

/** The steps of the plan that read a large table without an index. */
async function scansOf(database: Database, { text, values }: Asked): Promise<readonly string[]> {
  return database.kind === 'sqlite' ? scansOfSqlite(database, text, values) : scansOfPostgres(database, text, values);
}

async function scansOfSqlite(database: Database, text: string, values: Asked['values']): Promise<readonly string[]> {
  const { rows } = await database.write((tx) => tx.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`, [...values])));
  const names = aliases(text);
  const steps = rows.map(({ detail }) => detail);
  const scans = steps.filter((detail) => {
    const table = /^SCAN (\w+)/.exec(detail)?.[1] ?? '';
    return large.test(names.get(table) ?? table) && !(/USING (COVERING )?INDEX/.test(detail) && / limit /.test(text));
  });
  // What a subquery of the same alias gives is scanned too, once.
  const given = steps.filter((detail) => /^(CO-ROUTINE|MATERIALIZE) /.test(detail)).map((detail) => detail.replace(/^\S+/, 'SCAN'));
  return scans.filter((scan) => !given.includes(scan));
}

/** SQLite's plan names tables by their alias. */
const aliases = (text: string) =>
  new Map(
    [...text.matchAll(/(?:from|join) (\w+) (\w+)/g)].flatMap(([, table = '', alias = '']) =>
      /^(where|cross|join|order|indexed|left|on|limit)$/.test(alias) ? [] : [[alias, table] as const],
    ),
  );

/** On so few rows PostgreSQL would rather read them all; told to avoid that, it still does where no index fits. */
async function scansOfPostgres(database: Database, text: string, values: Asked['values']): Promise<readonly string[]> {
  const { rows } = await database.write(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    return tx.executeQuery<Record<'QUERY PLAN', string>>(CompiledQuery.raw(`explain ${inItsWords(database, text)}`, [...values]));
  });
  return rows.map((row) => row['QUERY PLAN']).filter((step) => large.test(/Seq Scan on (\w+)/.exec(step)?.[1] ?? ''));
}

onBothDatabases('query plans', (open) => {
  let database: Database;
  before(async () => {
    ({ database } = await open());
    await fill(database);
  });

  // Within a section any filter is asked as in a list by user name.
  const filtersOf = (sort: Sort) => (ownSorts.some((own) => own === sort) ? filters : filters.filter((_, index) => index % 6 === 0));

  for (const sort of [...sorts, 'attribute.floor'] as const)
    it(`a list by ${sort} reads through an index, whatever the filter`, async () => {
      const seen = new Set<string>();
      for (const filter of filtersOf(sort))
        for (const asked of await statementsOf(database, filter, sort)) {
          if (seen.has(asked.text)) continue;
          seen.add(asked.text);
          assert.deepEqual(await scansOf(database, asked), [], `${JSON.stringify(filter)}\n${asked.text}`);
        }
      assert.ok(seen.size > filtersOf(sort).length);
    });

  it('passwords that end soon are found by when they were set', async () => {
    for (const from of [null, { changed_at: 1, user_no: 1 }]) {
      const { sql: text, parameters } = unwarnedIn(database.read, { after: 0, until: 2 }, { from, limit: 1 }).compile();
      const values = parameters.map(Number);
      assert.deepEqual(await scansOf(database, { text, values }), []);
      if (database.kind !== 'sqlite') continue;
      const { rows } = await database.write((tx) => tx.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`, values)));
      assert.deepEqual(
        rows.map(({ detail }) => detail.split(' (')[0]),
        ['SEARCH credentials USING INDEX credentials_changed'],
      );
    }
  });

  it('whoever administers is found by the roles that make him one, not among all users', async () => {
    const text = await database.write(async (tx) => `select u.id ${administering(0).compile(tx).sql}`);
    const asked = { text, values: [0, 0, 0] };
    assert.deepEqual(await scansOf(database, asked), []);
    if (database.kind !== 'sqlite') return;
    const { rows } = await database.write((tx) => tx.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`, [...asked.values])));
    assert.match(rows[0]?.detail ?? '', /^SEARCH ru USING INDEX role_users_role/);
  });
});
