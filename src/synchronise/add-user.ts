// A user whom his store has and we have not: his row, what he signs in with, and his attributes.
// Called by take-users.ts inside its change. His password stays where it is.
import type { Change } from '#journal/change.ts';
import { profileColumns, wholeProfile } from '#users/columns.ts';
import type { Mapped } from '#users/mapped.ts';
import { addUserRow } from '#users/queries.ts';
import { fittingAttributes, indexFitting } from './attributes.ts';
import { imageOf } from './image.ts';
import { usersByNo } from './queries.ts';
import type { Taking } from './taking.ts';

export async function addUser(taking: Taking, open: Change, user: Mapped): Promise<number> {
  const { world, store, tally, counted } = taking;
  const { entry, nameKey, profile } = user;
  const attributes = fittingAttributes(taking, {}, entry);
  const disabledAt = entry.disabled ? open.now : 0;
  const no = await addUserRow(
    open.tx,
    {
      id: world.newId(),
      version: 1,
      kind: 'person',
      store_no: store.no,
      user_name: entry.name,
      name_key: nameKey,
      ...profileColumns(wholeProfile(profile), entry.name),
      owner_no: 0,
      attributes: JSON.stringify(attributes),
      created_at: open.now,
      changed_at: open.now,
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
    },
    user.identifiers,
  );
  await indexFitting(taking, open, { userNo: no, before: {}, after: attributes });
  tally.added += 1;
  counted.user.add(no);
  return no;
}

/** Read back all at once: a statement for each would cost as much as adding him. */
export async function recordAdded(taking: Taking, open: Change, nos: readonly number[]): Promise<void> {
  for (const row of (await usersByNo(open.tx, nos)).values())
    open.record({ kind: 'user', id: row.id, name: `${taking.store.domain}/${row.user_name}`, before: null, after: imageOf(taking, row, open.now) });
}
