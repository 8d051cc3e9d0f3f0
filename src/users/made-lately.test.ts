// Those made since a day, in every order: the list leaps over the row keys of before, and must miss nobody for it.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import fc from 'fast-check';
import type { Database } from '#db/database.ts';
import { spanBits } from '#db/user-facts.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { fillStores, idOf, members, now } from '../../test/list-people.ts';
import { type ListInput, type ListPage, listInput, listProgram } from './list-program.ts';
import { ownSorts } from './words-contract.ts';

const day = 86_400_000;
const people = 160;
/** So far apart that they lie in many spans, four to each, and one where it begins. */
const apart = 2 ** (spanBits - 2);

/** Most were made one after the other; every eleventh came from elsewhere with an older day. Very many are equal in what a list is in the order of. */
const rows = members.slice(0, people).map(({ row }, index) => {
  const createdAt = now - (people - index) * day + (index % 5) * 1_000 - (index % 11 === 0 ? 300 * day : 0);
  return {
    ...row,
    no: (index + 1) * apart,
    id: idOf('user', index + 1),
    user_name: `user${index}`,
    name_key: `user${index}`,
    shown_key: ['', '', 'ann', 'zoe'][index % 4] ?? '',
    mail: '',
    mail_key: index % 7 === 0 ? `x${index % 3}@y.example` : '',
    owner_no: 0,
    created_at: createdAt,
    changed_at: Math.max(createdAt, now - (index % 40) * 7 * day),
    ends_at: index % 9 === 0 ? now + (index % 4) * day : 0,
    deleted_at: 0,
    lastSignInAt: index % 3 === 0 ? 0 : now - (index % 6) * day,
  };
});
type Row = (typeof rows)[number];

const keyOf: Readonly<Record<(typeof ownSorts)[number], (row: Row) => string | number>> = {
  userName: (row) => row.name_key,
  shownName: (row) => row.shown_key,
  mail: (row) => row.mail_key,
  createdAt: (row) => row.created_at,
  changedAt: (row) => row.changed_at,
  endsAt: (row) => row.ends_at,
  lastSignInAt: (row) => row.lastSignInAt,
};
const compare = (a: string | number, b: string | number) => Number(a > b) - Number(a < b);

type Asked = { readonly sort: (typeof ownSorts)[number]; readonly descending: boolean; readonly days: number } & More;
type More = { readonly kind?: 'person'; readonly country?: 'DE'; readonly neverSignedIn?: boolean; readonly ofCorp?: true };

const fits = (row: Row, { kind, country, neverSignedIn, ofCorp }: More): boolean =>
  (kind === undefined || row.kind === kind) &&
  (country === undefined || row.country === country) &&
  (neverSignedIn === undefined || (row.lastSignInAt === 0) === neverSignedIn) &&
  (!ofCorp || row.store_no === 2);

function expected(all: readonly Row[], { sort, descending, days, ...more }: Asked): readonly string[] {
  const key = keyOf[sort];
  return all
    .filter((row) => row.created_at >= now - days * day && fits(row, more))
    .toSorted((a, b) => (descending ? -1 : 1) * (compare(key(a), key(b)) || a.no - b.no))
    .map(({ id }) => id);
}

onBothDatabases('Users made since a day', (open) => {
  let database: Database;
  let all: readonly Row[] = rows;
  before(async () => {
    ({ database } = await open());
    await database.write(async (tx) => {
      await fillStores(tx);
      for (const { lastSignInAt, ...row } of rows) {
        await tx.insertInto('users').values(row).execute();
        await tx.insertInto('user_sign_ins').values({ user_no: row.no, last_sign_in_at: lastSignInAt }).execute();
      }
    });
  });

  /** Within the store CORP: as its helper sees them. */
  async function listed({ days, ofCorp, ...asked }: Asked, extra: Partial<ListInput>): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 1_000; pages += 1) {
      const input = listInput({
        kind: database.kind,
        asked: { ...asked, createdSince: now - days * day, limit: 12, ...(cursor ? { cursor } : {}) },
        reach: ofCorp ? [{ store: idOf('store', 2) }] : null,
        now,
      });
      const { items, next } = await database.lists.run<ListInput, ListPage>(listProgram, { ...input, ...extra });
      ids.push(...items.map(({ id }) => id));
      if (next === undefined) return ids;
      cursor = next;
    }
    return assert.fail('the list has no end');
  }

  const order = fc.record(
    {
      sort: fc.constantFrom(...ownSorts),
      descending: fc.boolean(),
      days: fc.constantFrom(0, 1, 2, 20, 60, 100, people, 400),
      kind: fc.constant('person' as const),
      country: fc.constant('DE' as const),
      neverSignedIn: fc.boolean(),
      ofCorp: fc.constant(true as const),
    },
    { requiredKeys: ['sort', 'descending', 'days'] },
  );
  const pace = fc.constantFrom({}, { windowRows: 5, limitMilliseconds: 10_000 }, { windowRows: 9, limitMilliseconds: 0 });
  const holds = () =>
    fc.assert(
      fc.asyncProperty(order, pace, async (asked, extra) => {
        assert.deepEqual(await listed(asked, extra), expected(all, asked));
      }),
      { numRuns: 200 },
    );

  it('are listed as a look at each of them would, in every order, both ways, whatever is equal', holds);

  it('so are they when some were changed before they were made, and when somebody turns out to be younger', async () => {
    const [oldest, ...others] = rows;
    assert.ok(oldest);
    all = [{ ...oldest, created_at: now - day, changed_at: now - 90 * day }, ...others];
    await database.write((tx) =>
      tx
        .updateTable('users')
        .set({ created_at: now - day, changed_at: now - 90 * day })
        .where('no', '=', oldest.no)
        .execute(),
    );
    await holds();
  });

  it('are never newer than their span says, and a span says nothing of a day after', async () => {
    const found = await database.read.selectFrom('user_spans').selectAll().execute();
    const newest = new Map(found.map((span) => [span.span, span.newest]));
    for (const row of all) assert.ok(row.created_at <= (newest.get(row.no >> spanBits) ?? 0), String(row.no));
    for (const { span, newest: says } of found) {
      const within = [...rows, ...all].filter((row) => row.no >> spanBits === span).map((row) => row.created_at);
      assert.ok(says <= Math.max(...within) + day, String(span));
    }
  });
});
