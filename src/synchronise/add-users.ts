// Users whom their store has and we have not: their rows, what they sign in with, and their attributes, all of them in few statements.
// Called by take-users.ts inside its change. Their passwords stay where they are.
import type { Change } from '#journal/change.ts';
import type { Attributes } from '#users/attributes.ts';
import { profileColumns, wholeProfile } from '#users/columns.ts';
import type { Mapped } from '#users/mapped.ts';
import { addUserRows, type NewUserRow } from '#users/new-user-queries.ts';
import { fittingAttributes, indexAllFitting } from './attributes.ts';
import { imageOf } from './image.ts';
import type { Taking } from './taking.ts';

/** Gives their row keys in the order of `users`. */
export async function addUsers(taking: Taking, open: Change, users: readonly Mapped[]): Promise<readonly number[]> {
  if (users.length === 0) return [];
  const { store, tally, counted } = taking;
  const added = users.map((user) => {
    const attributes = fittingAttributes(taking, {}, user.entry);
    return { row: rowOf(taking, open, { user, attributes }), keys: user.identifiers, attributes };
  });
  const nos = await addUserRows(open.tx, added);
  await indexAllFitting(
    taking,
    open,
    added.map(({ attributes }, nth) => ({ userNo: nos[nth] ?? 0, attributes })),
  );
  for (const { row } of added)
    open.record({ kind: 'user', id: row.id, name: `${store.domain}/${row.user_name}`, before: null, after: imageOf(taking, row, open.now) });
  tally.added += users.length;
  for (const no of nos) counted.user.add(no);
  return nos;
}

type Fitting = { readonly user: Mapped; readonly attributes: Attributes };

function rowOf({ world, store }: Taking, { now }: Change, { user, attributes }: Fitting): NewUserRow {
  const { entry, nameKey, profile } = user;
  const disabledAt = entry.disabled ? now : 0;
  return {
    id: world.newId(),
    version: 1,
    kind: 'person',
    store_no: store.no,
    user_name: entry.name,
    name_key: nameKey,
    ...profileColumns(wholeProfile(profile), entry.name),
    owner_no: 0,
    attributes: JSON.stringify(attributes),
    created_at: now,
    changed_at: now,
    starts_at: 0,
    ends_at: 0,
    disabled_at: disabledAt,
    store_disabled_at: disabledAt,
    locked_at: 0,
    locked_until: 0,
    pending: '',
    state_reason: '',
    deleted_at: 0,
    revocation_epoch: 0,
    role_count: 0,
  };
}
