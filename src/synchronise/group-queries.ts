// All SQL of a store's groups: who and which groups are in one, by key, by name, and put in or taken out many at a time.
// `source` is a reading handle or a transaction. Knows tables; judges nothing.
import type { Selectable } from 'kysely';
import { insertingMany } from '#db/many.ts';
import { oneOfNumbers, oneOfTexts } from '#db/portable.ts';
import { prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export const membersOf = async (source: Source, groupNo: number): Promise<readonly number[]> =>
  (await reading(source).selectFrom('group_members').select('user_no').where('group_no', '=', groupNo).execute()).map(({ user_no }) => user_no);

/** Groups of this store that he is in. */
export const groupsOfUser = async (source: Source, storeNo: number, userNo: number): Promise<readonly number[]> =>
  (
    await reading(source)
      .selectFrom('group_members')
      .innerJoin('groups', 'groups.no', 'group_members.group_no')
      .select('group_members.group_no')
      .where('group_members.user_no', '=', userNo)
      .where('groups.store_no', '=', storeNo)
      .execute()
  ).map(({ group_no }) => group_no);

type OfGroup = { readonly groupNo: number; readonly nos: string };
type Members = { readonly groupNo: number; readonly userNos: readonly number[] };
export async function addMembers(tx: Tx, { groupNo, userNos, now, by }: Members & { readonly now: number; readonly by: string }): Promise<void> {
  await insertMembers(
    tx,
    userNos.map((user_no) => ({ group_no: groupNo, user_no, added_at: now, added_by: by })),
  );
}
const insertMembers = insertingMany('group_members', ['group_no', 'user_no', 'added_at', 'added_by'], { orLeave: true });

export async function removeMembers(tx: Tx, { groupNo, userNos }: Members): Promise<void> {
  if (userNos.length > 0) await leaveAll(tx, { groupNo, nos: JSON.stringify(userNos) });
}
const leaveAll = prepared<OfGroup, never>((db, { groupNo, nos }, dialect) =>
  db
    .deleteFrom('group_members')
    .where('group_no', '=', groupNo)
    .where(oneOfNumbers(dialect, 'user_no', nos)),
);

export const groupsIn = async (source: Source, groupNo: number): Promise<readonly number[]> =>
  (await reading(source).selectFrom('group_edges').select('child_no').where('parent_no', '=', groupNo).execute()).map(({ child_no }) => child_no);

export const edgesOfStore = (source: Source, storeNo: number) =>
  reading(source)
    .selectFrom('group_edges')
    .innerJoin('groups', 'groups.no', 'group_edges.parent_no')
    .select(['group_edges.parent_no', 'group_edges.child_no'])
    .where('groups.store_no', '=', storeNo)
    .execute();
export async function addEdge(tx: Tx, edge: { readonly parent_no: number; readonly child_no: number }): Promise<void> {
  await tx
    .insertInto('group_edges')
    .values(edge)
    .onConflict((known) => known.doNothing())
    .execute();
}
export async function removeEdge(tx: Tx, { parent_no, child_no }: { readonly parent_no: number; readonly child_no: number }): Promise<void> {
  await tx.deleteFrom('group_edges').where('parent_no', '=', parent_no).where('child_no', '=', child_no).execute();
}

/** Groups of a store by name, those hidden left out. */
export async function groupsNamed(source: Source, storeNo: number, nameKeys: readonly string[]): Promise<Map<string, number>> {
  if (nameKeys.length === 0) return new Map();
  const rows = await groupHoldersOf(source, { storeNo, keys: JSON.stringify(nameKeys) });
  return new Map(rows.map((row) => [row.name_key, row.no]));
}
const groupHoldersOf = prepared<{ storeNo: number; keys: string }, Pick<Selectable<Tables['groups']>, 'no' | 'name_key'>>((db, { storeNo, keys }, dialect) =>
  db
    .selectFrom('groups')
    .select(['no', 'name_key'])
    .where('store_no', '=', storeNo)
    .where(oneOfTexts(dialect, 'name_key', keys)),
);

export const groupsByNo = async (source: Source, nos: readonly number[]) => (nos.length === 0 ? [] : groupsOf(source, { nos: JSON.stringify(nos) }));
const groupsOf = prepared<{ nos: string }, Selectable<Tables['groups']>>((db, { nos }, dialect) =>
  db
    .selectFrom('groups')
    .selectAll()
    .where(oneOfNumbers(dialect, 'no', nos)),
);
