// All SQL of linking rows with new entries: who has which mark, which entry is whose, and who came only because a store was rebuilt.
// `source` is a reading handle or a transaction. Knows tables; judges nothing.
import type { Db, Tx } from '#db/tables.ts';
import type { Mark } from '#jobs/contract.ts';
import type { EntryKind } from '#user-store.ts';
import type { Place } from '../queries.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

/** A user or group of a store, and the entry that it is linked with. */
export type Linked = {
  readonly no: number;
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly shown_name: string;
  readonly created_at: number;
  readonly deleted_at: number;
  readonly key: string;
  readonly gone_at: number;
  /** By which it is matched; '' = it has none. */
  readonly mark: string;
};

const usersLinked = (source: Source, storeNo: number, by: Mark) =>
  reading(source)
    .selectFrom('users')
    .innerJoin('store_entries', (join) => join.onRef('store_entries.object_no', '=', 'users.no').on('store_entries.kind', '=', 'user'))
    .select(['users.no', 'users.id', 'users.version', 'users.user_name as name', 'users.shown_name', 'users.created_at', 'users.deleted_at'])
    .select(['store_entries.key', 'store_entries.gone_at', by === 'mail' ? 'users.mail_key as mark' : 'users.name_key as mark'])
    .where('users.store_no', '=', storeNo);

const groupsLinked = (source: Source, storeNo: number) =>
  reading(source)
    .selectFrom('groups')
    .innerJoin('store_entries', (join) => join.onRef('store_entries.object_no', '=', 'groups.no').on('store_entries.kind', '=', 'group'))
    .select(['groups.no', 'groups.id', 'groups.version', 'groups.name', 'groups.name as shown_name', 'groups.created_at', 'groups.deleted_at'])
    .select(['store_entries.key', 'store_entries.gone_at', 'groups.name_key as mark'])
    .where('groups.store_no', '=', storeNo)
    .where('groups.deleted_at', '=', 0);

export type Matching = Place & { readonly by: Mark };

/** Whoever has one of these marks, those in the recycle bin too. */
export async function linkedByMark(source: Source, { storeNo, kind, by }: Matching, wanted: readonly string[]): Promise<readonly Linked[]> {
  if (wanted.length === 0) return [];
  if (kind === 'group') return groupsLinked(source, storeNo).where('groups.name_key', 'in', wanted).execute();
  return usersLinked(source, storeNo, by)
    .where(by === 'mail' ? 'users.mail_key' : 'users.name_key', 'in', wanted)
    .execute();
}

export async function linkedByNo(source: Source, { storeNo, kind, by }: Matching, nos: readonly number[]): Promise<readonly Linked[]> {
  if (nos.length === 0) return [];
  if (kind === 'group') return groupsLinked(source, storeNo).where('groups.no', 'in', nos).execute();
  return usersLinked(source, storeNo, by).where('users.no', 'in', nos).execute();
}

export const linkedByKey = async (source: Source, { storeNo, kind, by }: Matching, key: string): Promise<readonly Linked[]> =>
  kind === 'group'
    ? groupsLinked(source, storeNo).where('store_entries.key', '=', key).execute()
    : usersLinked(source, storeNo, by).where('store_entries.key', '=', key).execute();

/** Of users linked with these entries, those who have nothing of their own: no role, no group but the store's, and nobody has signed in as them. Gives their row keys. */
export async function bare(source: Source, storeNo: number, keys: readonly string[]): Promise<ReadonlySet<number>> {
  if (keys.length === 0) return new Set();
  const found = await reading(source)
    .selectFrom('store_entries')
    .innerJoin('users', 'users.no', 'store_entries.object_no')
    .select('users.no')
    .where('store_entries.store_no', '=', storeNo)
    .where('store_entries.kind', '=', 'user')
    .where('store_entries.key', 'in', keys)
    .where('users.deleted_at', '=', 0)
    .where('users.role_count', '=', 0)
    .where((row) =>
      row.not(
        row.exists(
          row.selectFrom('user_sign_ins').select('user_no').whereRef('user_sign_ins.user_no', '=', 'users.no').where('user_sign_ins.last_sign_in_at', '>', 0),
        ),
      ),
    )
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('group_members')
            .innerJoin('groups', 'groups.no', 'group_members.group_no')
            .select('group_members.group_no')
            .whereRef('group_members.user_no', '=', 'users.no')
            .where('groups.store_no', '<>', storeNo),
        ),
      ),
    )
    .execute();
  return new Set(found.map(({ no }) => no));
}

/** Roles that users were given themselves, and groups they are in. */
export async function holdingsOf(source: Source, nos: readonly number[]) {
  if (nos.length === 0) return { roles: [], groups: [] };
  const db = reading(source);
  return {
    roles: await db.selectFrom('role_users').select(['user_no', 'role_no']).where('user_no', 'in', nos).execute(),
    groups: await db.selectFrom('group_members').select(['user_no', 'group_no']).where('user_no', 'in', nos).execute(),
  };
}

type Object = { readonly kind: EntryKind; readonly no: number };

/** No digest equals its own, so that the next run takes over what the entry has; a run that is under way, and may have read before, does not miss it. */
export async function linkWith(tx: Tx, { kind, no }: Object, { storeNo, key }: { readonly storeNo: number; readonly key: string }): Promise<void> {
  const { generation } = await tx.selectFrom('store_states').select('generation').where('store_no', '=', storeNo).executeTakeFirstOrThrow();
  await tx
    .updateTable('store_entries')
    .set({ key, digest: '', generation: generation + 1 })
    .where('kind', '=', kind)
    .where('object_no', '=', no)
    .execute();
}
