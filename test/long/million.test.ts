import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, it } from 'node:test';
import type { Database } from '#db/database.ts';
import { openDatabase } from '#db/open.ts';
import type { Db, Table } from '#db/tables.ts';
import { onBothDatabases } from '../databases.ts';
import { openRoom } from '../processes/folders.ts';
import type { Place } from '../processes/server.ts';
import { type Ask, asker, command, crowdUsers, emptyPlace, inhabited, type Page, pages, passphraseFile, residentMegabytes } from './crowd.ts';

const starts = 7;
/** Looking through all users would be many times as long. bench/start.ts measures what a quiet machine tells apart. */
const slowerMax = 1.25;
const listCalls = 10_000;
const askersAtOnce = 4;
const megabytesMax = 300;
const pageRows = 200;

/** What a person does with a list, again and again. */
const questions = [
  '',
  'sort=shownName',
  'sort=lastSignInAt&descending=true',
  'sort=createdAt&descending=true&kind=device',
  'country=DE&sort=mail',
  'state=locked',
  'noRole=true',
  'search=son',
  'search=ab',
  'neverSignedIn=true&kind=person',
];

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
/** This machine's own figure, for whoever watches. */
const tell = (kind: Database['kind'], says: string) => console.log(`        ${kind}: ${says}`);

/** The plain way to the rows, past everything that is tested here. */
async function looking<T>({ data, database = '' }: Place, body: (db: Db) => Promise<T>): Promise<T> {
  const opened = await openDatabase({ url: database, dataFolder: data, readers: 1 });
  return body(opened.read).finally(() => opened.close());
}

async function countOf(db: Db, table: Table): Promise<number> {
  const { n } = await db
    .selectFrom(table)
    .select((row) => row.fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

onBothDatabases(`${crowdUsers.toLocaleString('en')} users`, (_, kind) => {
  const room = openRoom();
  let crowd: Place;
  let nobody: Place;

  before(async () => {
    nobody = await inhabited(room, kind, 0);
    const begun = performance.now();
    crowd = await inhabited(room, kind, crowdUsers);
    tell(kind, `filled in ${Math.round((performance.now() - begun) / 1_000)} s`);
  });

  /** A server over the crowd for as long as it is needed. */
  async function serving<T>(place: Place, body: (ask: Ask, server: Awaited<ReturnType<typeof room.start>>) => Promise<T>): Promise<T> {
    const server = await room.start(place);
    try {
      return await body(await asker(server), server);
    } finally {
      await server.stop();
    }
  }

  it('do not make the start slower than nobody does', async () => {
    const once = async (place: Place) => {
      const server = await room.start(place);
      await server.stop();
      return server.readyAfter;
    };
    const found = { crowd: [] as number[], nobody: [] as number[] };
    // The first start of each reads what no later one has to.
    await once(nobody);
    await once(crowd);
    for (let round = 0; round < starts; round += 1) {
      found.nobody.push(await once(nobody));
      found.crowd.push(await once(crowd));
    }
    const ratio = median(found.crowd.map((value, round) => value / (found.nobody[round] ?? Number.NaN)));
    tell(kind, `ready after ${Math.round(median(found.crowd))} ms, with nobody ${Math.round(median(found.nobody))} ms, ratio ${ratio.toFixed(2)}`);
    assert.ok(ratio <= slowerMax, `${ratio.toFixed(2)} times as long`);
  });

  it(`leave a server small after ${listCalls.toLocaleString('en')} list calls`, async () => {
    await serving(crowd, async (ask, server) => {
      let asked = 0;
      const one = async () => {
        for (let nth = asked++; nth < listCalls; nth = asked++) {
          const { items, complete, next } = (await ask(`/users?${questions[nth % questions.length]}`)) as Page;
          // A page that had no time to find anybody says so, and where to go on.
          assert.ok(items.length > 0 || (!complete && next !== undefined), questions[nth % questions.length]);
        }
      };
      await Promise.all(Array.from({ length: askersAtOnce }, one));
      const megabytes = residentMegabytes(server);
      tell(kind, `${Math.round(megabytes)} MB resident after ${listCalls.toLocaleString('en')} list calls`);
      assert.ok(megabytes <= megabytesMax, `${Math.round(megabytes)} MB`);
    });
  });

  it('are each met once on a walk through all pages of a list, in order', async () => {
    await serving(crowd, async (ask) => {
      const met = new Set<string>();
      let rows = 0;
      // Very many have never signed in: among them only the row key keeps the order.
      for (const state of ['', '&state=deleted']) {
        let last = Number.POSITIVE_INFINITY;
        for await (const { items } of pages(ask, `sort=lastSignInAt&descending=true&limit=${pageRows}${state}`))
          for (const { id, lastSignInAt } of items) {
            assert.ok(lastSignInAt <= last, `${lastSignInAt} comes after ${last}`);
            last = lastSignInAt;
            met.add(id);
            rows += 1;
          }
      }
      const all = await looking(crowd, (db) => countOf(db, 'users'));
      assert.deepEqual({ rows, met: met.size }, { rows: all, met: all });
      // And the administrator.
      assert.ok(all >= crowdUsers + 1, `only ${all} are there`);
    });
  });

  it('are counted exactly by every counter that says so', async () => {
    const truth = await looking(crowd, async (db) => {
      const count = async (where: Readonly<Record<string, string | number>>, deleted = false) => {
        let query = db.selectFrom('users').select((row) => row.fn.countAll().as('n'));
        for (const [column, value] of Object.entries(where)) query = query.where(column as 'kind', '=', value as 'person');
        const { n } = await query.where('deleted_at', deleted ? '<>' : '=', 0).executeTakeFirstOrThrow();
        return Number(n);
      };
      return {
        '': await count({}),
        'kind=person': await count({ kind: 'person' }),
        'kind=device': await count({ kind: 'device' }),
        'country=DE': await count({ country: 'DE' }),
        'country=NG': await count({ country: 'NG' }),
        'noRole=true': await count({ role_count: 0 }),
        'state=deleted': await count({}, true),
        'domain=PRIMARY': await count({}),
      };
    });
    await serving(crowd, async (ask) => {
      for (const [query, count] of Object.entries(truth)) assert.deepEqual(await ask(`/users/count?${query}`), { count, exact: true }, query);
      const { total } = (await ask('/users/summary')) as { readonly total: number };
      assert.equal(total, truth['']);
      assert.ok(Object.values(truth).every((count) => count > 0));
    });
  });

  it('do not hide the one who is looked for', async () => {
    // Its number is as long as any, so that its name stands in no other.
    const last = await looking(crowd, (db) =>
      db
        .selectFrom('users')
        .select('user_name as name')
        .where('kind', '=', 'device')
        .where('deleted_at', '=', 0)
        .orderBy('no', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow(),
    );
    await command(crowd, ['user', 'add', 'quagga-xvii', '--kind', 'program']);
    await serving(crowd, async (ask) => {
      for (const [search, name] of [
        ['agga-xvi', 'quagga-xvii'],
        [last.name, last.name],
      ] as const) {
        const { items, complete, next } = (await ask(`/users?search=${encodeURIComponent(search)}`)) as Page;
        assert.deepEqual([items.map(({ userName }) => userName), complete, next], [[name], true, undefined]);
      }
    });
  });

  it('stand in a journal that verifies', async () => {
    assert.match(await command(crowd, ['journal', 'verify']), /The journal is sound/);
  });

  it('come back whole from a backup', async () => {
    const file = join(await room.folder(), 'all.reeve');
    const words = passphraseFile(crowd);
    await command(crowd, ['backup', file, '--passphrase-file', words]);
    const other = { ...(await emptyPlace(room, kind)), env: crowd.env ?? {} };
    await command(other, ['restore', file, '--passphrase-file', words]);
    for (const table of ['users', 'identifiers', 'user_attributes', 'group_members', 'role_users', 'filter_counts'] as const) {
      const [before, after] = [await looking(crowd, (db) => countOf(db, table)), await looking(other, (db) => countOf(db, table))];
      assert.ok(before > 0);
      assert.equal(after, before, table);
    }
    assert.match(await command(other, ['journal', 'verify']), /The journal is sound/);
    await serving(other, async (ask) => {
      const { count, exact } = (await ask('/users/count')) as { readonly count: number; readonly exact: boolean };
      const gone = (await ask('/users/count?state=deleted')) as { readonly count: number };
      assert.deepEqual([count + gone.count, exact], [await looking(crowd, (db) => countOf(db, 'users')), true]);
      const { items } = (await ask('/users?search=admin&limit=5')) as Page;
      assert.ok(items.some(({ userName }) => userName === 'admin'));
    });
  });
});
