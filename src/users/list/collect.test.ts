// What is collected is what is found by walking, whichever filter is collected, and whichever others are held against it as lists. Among few users a list would
// do neither of the two, so they are asked for here by name.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import fc from 'fast-check';
import type { Database } from '#db/database.ts';
import { askedAsList } from '../../../test/asked-as-list.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { fill, idOf, now } from '../../../test/list-people.ts';
import { filterOf, type UserFilter } from '../filter.ts';
import { ownSorts } from '../words-contract.ts';
import { collect, countCollected, intersected } from './collect.ts';
import type { Context } from './compile.ts';
import type { Members } from './part.ts';
import { type Plan, planOf } from './plan.ts';
import { words } from './sql.ts';
import { type Place, walk } from './walk.ts';

/** More than there are. */
const everyRow = 1_000;

const aSome = fc.constantFrom<UserFilter>(
  { role: idOf('role', 1) },
  { role: idOf('role', 2) },
  { roleAny: idOf('role', 1) },
  { roleAny: idOf('role', 3) },
  { group: idOf('group', 1) },
  { group: idOf('group', 3) },
  { attribute: 'floor=1' },
  { attribute: 'vip=2' },
  { hasAttribute: 'badge' },
  { search: 'ann' },
  { search: 'an' },
  { country: 'DE' },
  { kind: 'device' },
  { state: 'locked' },
  { state: 'pending' },
  { domain: 'CORP' },
  { notSignedInDays: 30 },
  { endsWithinDays: 30 },
  { createdSince: now - 2_000_000_000 },
  { changedSince: now - 2_000_000_000 },
);
const someFilters = fc.uniqueArray(aSome, { minLength: 1, maxLength: 4 });
const anOrder = fc.record({ sort: fc.constantFrom(...ownSorts), descending: fc.boolean() });

/** What names its users exactly, as one list; sizes do not matter to what is found. */
const asLists = (plan: Plan): Plan => ({
  ...plan,
  parts: plan.parts.map((part) => (part.members?.exact ? { ...part, joined: { statement: part.members.statement, size: 1 } } : part)),
});
const membersOf = (plan: Plan): readonly Members[] => plan.parts.flatMap(({ members, exactly }) => [members ?? [], exactly ?? []].flat());
const plain = (places: readonly Place[]) => places.map(({ key, no }) => ({ key, no }));

onBothDatabases('what a list collects', (open) => {
  let context: Context;
  before(async () => {
    const { database }: { database: Database } = await open();
    await fill(database);
    context = { query: askedAsList(database), kind: database.kind, now, counted: new Map() };
  });

  it('is what walking finds, with lists and without, from the beginning and from the middle', async () => {
    let collected = 0;
    await fc.assert(
      fc.asyncProperty(someFilters, anOrder, async (asked, order) => {
        const filters = asked.map((one) => filterOf(one, now));
        const plan = await planOf(context, { ...order, filters });
        const { hits: all } = await walk(context, plan, { from: null, rows: everyRow, wanted: everyRow });
        const middle = all[Math.floor(all.length / 2)] ?? null;
        for (const chosen of [plan, asLists(plan)])
          for (const members of membersOf(chosen)) {
            collected += 1;
            const found = (from: Place | null) => collect(context, chosen, members, { from, wanted: everyRow });
            assert.deepEqual(plain(await found(null)), plain(all));
            if (middle) assert.deepEqual(plain(await found(middle)), plain(all.slice(all.indexOf(middle) + 1)));
            assert.equal(await countCollected(context, chosen, members), all.length);
          }
      }),
      { numRuns: 60 },
    );
    assert.ok(collected > 60, `${collected} were collected`);
  });

  it('grows with the lists, not with their product, when both name the same users many times', async () => {
    const times = 30;
    const statement = words(Array.from({ length: times }, () => 'select no from users').join(' union all '));
    const { text } = intersected({ statement }, { kind: context.kind, joined: [statement, statement] });
    const count = async (of: string) => Number((await context.query(`select count(*) as n from (${of}) c`, []))[0]?.n);
    const [people, named] = [await count('select no from users'), await count(text)];
    assert.ok(named >= people && named <= times * people, `${named} of ${people}`);
  });
});
