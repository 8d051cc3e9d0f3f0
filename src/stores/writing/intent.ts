// What is about to be written into a store, in words and as a row, so that it can be told and finished whatever happens (rule 38).
// Called by through.ts and by synchronise/, which finishes what was cut off. Never holds a secret.
import { Refusal } from '#errors.ts';
import type { Change, NewImage } from '#journal/change.ts';
import type { Whom } from '#user-store.ts';
import type { StoreRow } from '../queries.ts';
import { insertWrite, removeWrite, type WriteRow } from './queries.ts';

export type What = 'add' | 'update' | 'password' | 'disable' | 'enable' | 'delete' | 'join' | 'leave';

export type Intent = {
  readonly what: What;
  /** Two writes about one object wait for each other. */
  readonly object: string;
  readonly userId: string;
  readonly groupId?: string;
  readonly whom: Whom;
  /** What the journal calls it: DOMAIN/name. */
  readonly name: string;
  /** In words, without a secret: names of fields, of a group. */
  readonly says: string;
};
export type Begun = { readonly no: number; readonly intent: Intent };

export const objectOfUser = (userId: string): string => `user ${userId}`;
export const objectOfName = (nameKey: string): string => `name ${nameKey}`;
export const objectOfMember = (groupId: string, userId: string): string => `member ${groupId} ${userId}`;

/** Written down where nobody else can write; refused while something else about the same is under way. */
export async function begin(
  { tx, now, number, record }: Change,
  store: StoreRow,
  { intent, finishAt }: { readonly intent: Intent; readonly finishAt: number },
): Promise<Begun> {
  const { what, object, userId, groupId = '', whom, name, says } = intent;
  const no = await insertWrite(tx, {
    store_no: store.no,
    object,
    what,
    user_id: userId,
    group_id: groupId,
    key: whom.key,
    address: whom.address,
    name: whom.name,
    image_name: name,
    says,
    number,
    begun_at: now,
    finish_at: finishAt,
  });
  if (no === null) throw new Refusal('store.busy', { name, domain: store.domain });
  record(imageOf({ userId, name, what, says }, 'asked'));
  return { no, intent };
}

/** False = somebody else has finished it. */
export async function end({ tx, record }: Pick<Change, 'tx' | 'record'>, { no, intent }: Begun, outcome: string): Promise<boolean> {
  const isOurs = await removeWrite(tx, no);
  if (isOurs) record(imageOf(intent, outcome));
  return isOurs;
}

/** Filed under the user whom it is about. */
function imageOf({ userId, name, what, says }: Pick<Intent, 'userId' | 'name' | 'what' | 'says'>, outcome: string): NewImage {
  const asked = { write: what, says };
  return { kind: 'store-write', id: userId, name, before: outcome === 'asked' ? null : { ...asked, outcome: 'asked' }, after: { ...asked, outcome } };
}

/** Of one that was cut off. */
export const begunOf = (row: WriteRow): Begun => ({
  no: row.no,
  intent: {
    // Written by `begin` alone.
    what: row.what as What,
    object: row.object,
    userId: row.user_id,
    groupId: row.group_id,
    whom: { key: row.key, address: row.address, name: row.name },
    name: row.image_name,
    says: row.says,
  },
});
